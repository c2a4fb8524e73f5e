#include "outputs/Markdown.h"

#include "outputs/HtmlSanitizer.h"
#include "outputs/MathSpans.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

// Raw HTML and data: addresses pass here, because HtmlSanitizer judges all of the markup
// afterwards.
constexpr int options = CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8;

using Parser = std::unique_ptr<cmark_parser, decltype(&cmark_parser_free)>;
using Node = std::unique_ptr<cmark_node, decltype(&cmark_node_free)>;
using CText = std::unique_ptr<char, decltype(&std::free)>;

Parser newParser()
{
    // cmark's registry is no matter of threads; C++ makes this first call exactly one.
    [[maybe_unused]] static const bool isRegistered
        = (cmark_gfm_core_extensions_ensure_registered(), true);
    Parser parser(cmark_parser_new(options), &cmark_parser_free);
    for (const char *name : {"table", "strikethrough", "autolink", "tasklist"}) {
        if (cmark_syntax_extension *extension = cmark_find_syntax_extension(name))
            cmark_parser_attach_syntax_extension(parser.get(), extension);
    }
    return parser;
}

QString rendered(const QByteArray &utf8)
{
    const Parser parser = newParser();
    cmark_parser_feed(parser.get(), utf8.constData(), static_cast<size_t>(utf8.size()));
    const Node document(cmark_parser_finish(parser.get()), &cmark_node_free);
    cmark_llist *extensions = cmark_parser_get_syntax_extensions(parser.get());
    const CText html(cmark_render_html(document.get(), options, extensions), &std::free);
    return QString::fromUtf8(html.get());
}

} // namespace

QString Markdown::toHtml(const QString &markdown, const Attachments &attachments)
{
    if (markdown.size() > maximumLength)
        return "<pre>"_L1 + markdown.toHtmlEscaped() + "</pre>"_L1;
    const MathSpans mathematics = MathSpans::extractedFrom(markdown);
    const QString html = rendered(mathematics.text.toUtf8());
    const SafeHtml safe = HtmlSanitizer::sanitize(
        html, [&](const QString &address) { return attachments.dataAddress(address); });
    return mathematics.restoredIn(safe.html);
}

} // namespace sessionbook
