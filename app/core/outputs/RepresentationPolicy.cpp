#include "outputs/RepresentationPolicy.h"

#include "outputs/HtmlSanitizer.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr std::array preferred{
    "image/png"_L1,     "image/jpeg"_L1, "image/gif"_L1,     "image/webp"_L1,       "image/bmp"_L1,
    "image/svg+xml"_L1, "text/html"_L1,  "text/markdown"_L1, "application/json"_L1,
};

/// Python's default for "I have no text": `<IPython.core.display.Math object>`, `<Figure size
/// 640x480 with 1 Axes>`.
bool saysNothing(const QByteArray &plain)
{
    const QByteArray text = plain.trimmed();
    return text.isEmpty()
        || (text.startsWith('<') && text.endsWith('>') && !text.contains('\n')
            && text.contains(" object"));
}

bool canShow(const MimePart &part)
{
    if (part.type != "text/html"_L1)
        return !part.data.isEmpty();
    return part.data.size() <= HtmlSanitizer::maximumLength
        && HtmlSanitizer::showsSomething(QString::fromUtf8(part.data));
}

const MimePart *bestText(const MimeBundle &bundle)
{
    const MimePart *plain = bundle.find(u"text/plain");
    const MimePart *latex = bundle.find(u"text/latex");
    // Mathematics is shown as its source for now, which reads worse than a plain text that says
    // something.
    if (latex && (!plain || saysNothing(plain->data)))
        return latex;
    if (plain)
        return plain;
    const auto other = std::ranges::find_if(bundle.parts, [](const MimePart &part) {
        return part.type.startsWith("text/"_L1) && part.type != "text/html"_L1;
    });
    return other != bundle.parts.end() ? &*other : bundle.find(u"text/html");
}

} // namespace

const MimePart *RepresentationPolicy::best(const MimeBundle &bundle)
{
    for (const QLatin1String type : preferred) {
        const MimePart *part = bundle.find(QString(type));
        if (part && canShow(*part))
            return part;
    }
    return bestText(bundle);
}

} // namespace sessionbook
