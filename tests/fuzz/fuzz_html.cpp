// Any bytes as markup, as Markdown and as SVG. Broken promises abort.
#include "outputs/HtmlSanitizer.h"
#include "outputs/Markdown.h"
#include "outputs/SvgSanitizer.h"

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireNothingActive(const QString &html)
{
    for (const auto forbidden : {"<script"_L1, "<style"_L1, "<iframe"_L1, "<object"_L1, "<link"_L1,
                                 "<meta"_L1, "=\"javascript:"_L1, "=\"file:"_L1, "src=\"http"_L1})
        require(!html.contains(forbidden, Qt::CaseInsensitive));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    const QString input = QString::fromUtf8(bytes);
    const SafeHtml safe = HtmlSanitizer::sanitize(input);
    requireNothingActive(safe.html);
    require(HtmlSanitizer::showsSomething(input) == safe.showsSomething);
    // Safe markup is left as it is.
    require(HtmlSanitizer::sanitized(safe.html) == safe.html);
    requireNothingActive(Markdown::toHtml(input));
    if (const auto svg = SvgSanitizer::sanitized(bytes))
        require(bool(SvgSanitizer::sanitized(*svg)));
    return 0;
}
