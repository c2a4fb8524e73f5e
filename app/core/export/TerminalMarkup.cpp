#include "export/TerminalMarkup.h"

#include "export/PageInk.h"
#include "export/PageText.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

QString indexed(QLatin1String set, const AnsiColor &color)
{
    return u"var(--%1%2)"_s.arg(set).arg(color.index);
}

/// The sixteen are made to be read as text; as a ground they are a tint of the page.
QString grounded(const AnsiColor &ground, const std::optional<AnsiColor> &ink)
{
    const bool isOwnInk = ink && ink->index < 0;
    if (ground.index < 0)
        return PageInk::onGround(QColor(ground.rgb), isOwnInk ? QColor(ink->rgb) : QColor());
    const QString tint = u"background:%1;"_s.arg(indexed("t"_L1, ground));
    if (!ink)
        return tint;
    return tint
        + (isOwnInk ? PageInk::onPage(QColor(ink->rgb))
                    : u"color:%1;"_s.arg(indexed("a"_L1, *ink)));
}

/// Text and ground change places, the page's own too.
QString inverted(const AnsiStyle &style)
{
    if (style.foreground && style.foreground->index < 0)
        return PageInk::onGround(QColor(style.foreground->rgb), {});
    return style.foreground
        ? u"background:%1;color:var(--page);"_s.arg(indexed("a"_L1, *style.foreground))
        : u"background:var(--text);color:var(--page);"_s;
}

QString colors(const AnsiStyle &style)
{
    if (style.inverse)
        return inverted(style);
    if (style.background)
        return grounded(*style.background, style.foreground);
    if (!style.foreground)
        return {};
    return style.foreground->index < 0 ? PageInk::onPage(QColor(style.foreground->rgb))
                                       : u"color:%1;"_s.arg(indexed("a"_L1, *style.foreground));
}

QString declarations(const AnsiStyle &style)
{
    return colors(style) + (style.bold ? "font-weight:600;"_L1 : ""_L1)
        + (style.italic ? "font-style:italic;"_L1 : ""_L1)
        + (style.underline ? "text-decoration:underline;"_L1 : ""_L1);
}

} // namespace

QString TerminalMarkup::of(const AnsiText &text)
{
    return ofPart(text, 0, text.plain.size());
}

QString TerminalMarkup::ofPart(const AnsiText &text, qsizetype start, qsizetype length)
{
    const QStringView plain = text.plain;
    const qsizetype end = start + length;
    const auto first = std::ranges::partition_point(
        text.runs, [start](const AnsiRun &run) { return run.start + run.length <= start; });
    QString markup;
    qsizetype done = start;
    for (auto run = first; run != text.runs.end() && run->start < end; ++run) {
        const qsizetype from = std::max(run->start, start);
        const qsizetype to = std::min(run->start + run->length, end);
        markup += PageText::escaped(plain.sliced(done, from - done));
        markup += "<span"_L1 + PageText::attribute("style"_L1, declarations(run->style)) + u'>'
            + PageText::escaped(plain.sliced(from, to - from)) + "</span>"_L1;
        done = to;
    }
    return markup + PageText::escaped(plain.sliced(done, end - done));
}

} // namespace sessionbook
