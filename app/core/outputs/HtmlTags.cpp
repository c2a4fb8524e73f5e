#include "outputs/HtmlTags.h"

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

struct Entry
{
    std::u16string_view name; // unlike QStringView's, its order is known to the compiler
    HtmlTag tag;
};

using enum HtmlTagKind;

constexpr auto entries = std::to_array<Entry>({
    {u"a", {Inline, u"a"}},
    {u"abbr", {Inline, u"span"}},
    {u"address", {Block, u"div"}},
    {u"applet", {Dropped, u""}},
    {u"article", {Block, u"div"}},
    {u"aside", {Block, u"div"}},
    {u"audio", {Dropped, u""}},
    {u"b", {Inline, u"b"}},
    {u"big", {Inline, u"big"}},
    {u"blockquote", {Block, u"blockquote"}},
    {u"br", {Void, u"br"}},
    {u"button", {Dropped, u""}},
    {u"canvas", {Dropped, u""}},
    {u"caption", {Block, u"caption"}},
    {u"center", {Block, u"center"}},
    {u"cite", {Inline, u"i"}},
    {u"code", {Inline, u"code"}},
    {u"dd", {Block, u"dd"}},
    {u"del", {Inline, u"s"}},
    {u"details", {Block, u"div"}},
    {u"dfn", {Inline, u"i"}},
    {u"div", {Block, u"div"}},
    {u"dl", {Block, u"dl"}},
    {u"dt", {Block, u"dt"}},
    {u"em", {Inline, u"i"}},
    {u"embed", {Dropped, u""}},
    {u"fieldset", {Block, u"div"}},
    {u"figcaption", {Block, u"div"}},
    {u"figure", {Block, u"div"}},
    {u"font", {Inline, u"span"}},
    {u"footer", {Block, u"div"}},
    {u"form", {Block, u"div"}},
    {u"frameset", {Dropped, u""}},
    {u"h1", {Block, u"h1"}},
    {u"h2", {Block, u"h2"}},
    {u"h3", {Block, u"h3"}},
    {u"h4", {Block, u"h4"}},
    {u"h5", {Block, u"h5"}},
    {u"h6", {Block, u"h6"}},
    {u"head", {Dropped, u""}},
    {u"header", {Block, u"div"}},
    {u"hr", {Void, u"hr"}},
    {u"i", {Inline, u"i"}},
    {u"img", {Void, u"img"}},
    {u"input", {Void, u"input"}},
    {u"ins", {Inline, u"u"}},
    {u"kbd", {Inline, u"code"}},
    {u"li", {Block, u"li"}},
    {u"main", {Block, u"div"}},
    {u"map", {Dropped, u""}},
    {u"mark", {Inline, u"b"}},
    {u"math", {Dropped, u""}},
    {u"nav", {Block, u"div"}},
    {u"object", {Dropped, u""}},
    {u"ol", {Block, u"ol"}},
    {u"optgroup", {Dropped, u""}},
    {u"option", {Dropped, u""}},
    {u"p", {Block, u"p"}},
    {u"pre", {Block, u"pre"}},
    {u"progress", {Dropped, u""}},
    {u"q", {Inline, u"i"}},
    {u"s", {Inline, u"s"}},
    {u"samp", {Inline, u"code"}},
    {u"section", {Block, u"div"}},
    {u"select", {Dropped, u""}},
    {u"small", {Inline, u"small"}},
    {u"span", {Inline, u"span"}},
    {u"strike", {Inline, u"s"}},
    {u"strong", {Inline, u"b"}},
    {u"sub", {Inline, u"sub"}},
    {u"summary", {Block, u"div"}},
    {u"sup", {Inline, u"sup"}},
    {u"svg", {Dropped, u""}},
    {u"table", {TableRoot, u"table"}},
    {u"tbody", {TableSection, u"tbody"}},
    {u"td", {TableCell, u"td"}},
    {u"tfoot", {TableSection, u"tfoot"}},
    {u"th", {TableCell, u"th"}},
    {u"thead", {TableSection, u"thead"}},
    {u"tr", {TableRow, u"tr"}},
    {u"tt", {Inline, u"code"}},
    {u"u", {Inline, u"u"}},
    {u"ul", {Block, u"ul"}},
    {u"var", {Inline, u"i"}},
    {u"video", {Dropped, u""}},
});
static_assert(std::ranges::is_sorted(entries, {}, &Entry::name), "named() searches by halves");

bool isOneOf(QStringView name, std::initializer_list<QStringView> names)
{
    return std::ranges::find(names, name) != names.end();
}

} // namespace

HtmlTag HtmlTag::named(QStringView name)
{
    const std::u16string_view wanted(name.utf16(), static_cast<size_t>(name.size()));
    const auto found = std::ranges::lower_bound(entries, wanted, {}, &Entry::name);
    return found != entries.end() && found->name == wanted ? found->tag : HtmlTag{};
}

bool HtmlTag::impliesEndOf(QStringView opened, QStringView open)
{
    if (opened == u"li")
        return open == u"li";
    if (isOneOf(opened, {u"dt", u"dd"}))
        return isOneOf(open, {u"dt", u"dd"});
    if (isOneOf(opened, {u"td", u"th"}))
        return isOneOf(open, {u"td", u"th", u"caption"});
    if (opened == u"tr")
        return isOneOf(open, {u"tr", u"caption"});
    if (isOneOf(opened, {u"thead", u"tbody", u"tfoot"}))
        return isOneOf(open, {u"thead", u"tbody", u"tfoot", u"caption"});
    const HtmlTagKind kind = named(opened).kind;
    return open == u"p" && (kind == Block || kind == TableRoot || opened == u"hr");
}

bool HtmlTag::isScope(QStringView name)
{
    return isOneOf(name, {u"table", u"ul", u"ol", u"dl", u"div", u"blockquote"});
}

} // namespace sessionbook
