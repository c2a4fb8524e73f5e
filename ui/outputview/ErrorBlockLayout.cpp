#include "outputview/ErrorBlockLayout.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int edgeWidth = 3;
constexpr int noteGap = 40;
constexpr int bodyGap = 6;
constexpr qsizetype longestMessage = 20'000;

AnsiText headerText(const ErrorBlock &block, const Theme &theme)
{
    AnsiText text;
    const QString message = block.message.left(longestMessage);
    text.plain = message.isEmpty() ? block.name : block.name + ": "_L1 + message;
    AnsiStyle style;
    style.foreground = AnsiColor{.rgb = theme.color(ColorRole::Error).rgb()};
    style.bold = true;
    text.runs.append({0, block.name.size(), style});
    return text;
}

/// Says how two errors belong together: nothing to say where the first one is folded away.
bool joinsErrors(QStringView note)
{
    return note.startsWith(u"The above exception") || note.startsWith(u"During handling");
}

/// The wanted parts of the traceback one after the other, without empty lines at the beginning.
AnsiText bodyText(const ErrorBlock &block, const TracebackFrames &frames, bool withLibraries)
{
    AnsiText text;
    for (const TracebackPart &part : frames.parts) {
        using enum TracebackPart::Kind;
        if (part.kind == Heading || part.kind == Conclusion
            || (part.kind == LibraryFrame && !withLibraries))
            continue;
        const auto words = QStringView(block.traceback.plain).sliced(part.start, part.length);
        if (part.kind == Note && !withLibraries && text.plain.isEmpty() && joinsErrors(words))
            continue;
        const qsizetype shift = text.plain.size() - part.start;
        text.plain += words;
        for (const AnsiRun &run : block.traceback.runs) {
            const qsizetype start = std::max(run.start, part.start);
            const qsizetype end = std::min(run.start + run.length, part.start + part.length);
            if (start < end)
                text.runs.append({start + shift, end - start, run.style});
        }
    }
    return QStringView(text.plain).trimmed().isEmpty() ? AnsiText{} : text;
}

} // namespace

ErrorBlockLayout::ErrorBlockLayout(ErrorBlock block, const Theme &theme, QString action)
    : m_block(std::move(block))
    , m_theme(theme)
    , m_action(std::move(action))
    , m_frames(TracebackFrames::of(m_block.traceback, m_block.name, m_block.message))
    , m_header(headerText(m_block, theme), theme, ColorRole::ErrorField)
    , m_body(std::make_unique<TerminalText>(bodyText(m_block, m_frames, false), theme,
                                            ColorRole::ErrorField))
{
}

void ErrorBlockLayout::setWidth(int width)
{
    m_width = width;
    m_header.setWidth(width);
    m_body->setWidth(width);
    placeNote();
}

void ErrorBlockLayout::rebuild()
{
    m_body = std::make_unique<TerminalText>(bodyText(m_block, m_frames, m_isUnfolded), m_theme,
                                            ColorRole::ErrorField);
    setWidth(m_width);
}

QString ErrorBlockLayout::lineNote() const
{
    //: Where in the cell an error happened
    return m_frames.cellLine > 0 ? tr("line %1").arg(m_frames.cellLine) : QString();
}

QString ErrorBlockLayout::framesNote() const
{
    const int count = m_frames.libraryFrames;
    if (count == 0)
        return {};
    if (m_isUnfolded)
        return count == 1 ? tr("hide 1 library frame")
                          : tr("hide %Ln library frames", nullptr, count);
    //: A link: functions of installed packages in an error's traceback
    return count == 1 ? tr("1 library frame hidden")
                      : tr("%Ln library frames hidden", nullptr, count);
}

void ErrorBlockLayout::placeNote()
{
    const QString line = lineNote();
    const QString frames = framesNote();
    m_noteRect = {};
    m_linkRect = {};
    if (line.isEmpty() && frames.isEmpty())
        return;
    const QFontMetrics metrics(m_theme.interfaceFont);
    const QString before = line.isEmpty() || frames.isEmpty() ? line : line + u" · "_s;
    const int lineWidth = metrics.horizontalAdvance(before);
    const int width = metrics.horizontalAdvance(before + frames) + 1;
    const int lastRow = m_header.rowCount() - 1;
    const int behind = int(std::ceil(m_header.rowWidth(lastRow))) + noteGap;
    const bool fits = behind + width <= m_width;
    const int top = Theme::fieldPaddingY + m_header.rowHeight() * (fits ? lastRow : lastRow + 1);
    m_noteRect = QRect(fits ? behind : 0, top, width, m_header.rowHeight());
    if (!frames.isEmpty())
        m_linkRect = m_noteRect.adjusted(lineWidth, 0, 0, 0);
}

int ErrorBlockLayout::bodyTop() const
{
    const int headerEnd = Theme::fieldPaddingY + m_header.rowHeight() * m_header.rowCount();
    return std::max(headerEnd, m_noteRect.isValid() ? m_noteRect.bottom() + 1 : 0)
        + (hasBody() ? bodyGap : 0);
}

int ErrorBlockLayout::height() const
{
    return bodyTop() + (hasBody() ? m_body->rowCount() * m_body->rowHeight() : 0)
        + Theme::fieldPaddingY;
}

void ErrorBlockLayout::paint(QPainter &painter, const QRect &clip) const
{
    const QRect field(-Theme::fieldPaddingX, 0, m_width + 2 * Theme::fieldPaddingX, height());
    QPainterPath outline;
    outline.addRoundedRect(field, Theme::fieldRadius, Theme::fieldRadius);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(outline, m_theme.color(ColorRole::ErrorField));
    QPainterPath edge;
    edge.addRect(QRect(field.left(), 0, edgeWidth, field.height()));
    painter.fillPath(outline.intersected(edge), m_theme.color(ColorRole::Error));
    painter.restore();

    m_header.paintRows(painter, QPointF(0, Theme::fieldPaddingY), 0, m_header.rowCount() - 1,
                       selection());
    paintNote(painter);
    if (!hasBody())
        return;
    const int rowHeight = m_body->rowHeight();
    const int first = std::max(0, (clip.top() - bodyTop()) / rowHeight);
    const int last = (clip.bottom() - bodyTop()) / rowHeight;
    const TextSpan selected{selection().start - bodyOffset(), selection().end - bodyOffset()};
    m_body->paintRows(painter, QPointF(0, bodyTop() + first * rowHeight), first, last, selected);
}

void ErrorBlockLayout::paintNote(QPainter &painter) const
{
    if (!m_noteRect.isValid())
        return;
    painter.setFont(m_theme.interfaceFont);
    painter.setPen(m_theme.color(ColorRole::MutedText));
    const QString frames = framesNote();
    const QString line = lineNote();
    painter.drawText(m_noteRect, Qt::AlignLeft | Qt::AlignVCenter,
                     line.isEmpty() || frames.isEmpty() ? line : line + u" · "_s);
    if (m_linkRect.isValid()) {
        painter.setPen(m_theme.color(ColorRole::Accent));
        painter.drawText(m_linkRect, Qt::AlignLeft | Qt::AlignVCenter, frames);
    }
}

QString ErrorBlockLayout::anchorAt(QPoint point) const
{
    return m_linkRect.isValid() && m_linkRect.contains(point) ? m_action : QString();
}

bool ErrorBlockLayout::activate()
{
    if (m_frames.libraryFrames == 0)
        return false;
    m_isUnfolded = !m_isUnfolded;
    rebuild();
    return true;
}

bool ErrorBlockLayout::isTextAt(QPoint point) const
{
    if (point.x() < 0 || point.x() > m_width || m_noteRect.contains(point))
        return false;
    return point.y() >= Theme::fieldPaddingY && point.y() < height() - Theme::fieldPaddingY;
}

qsizetype ErrorBlockLayout::textLength() const
{
    return hasBody() ? bodyOffset() + m_body->length() : m_header.length();
}

qsizetype ErrorBlockLayout::positionAt(QPoint point) const
{
    if (point.y() < 0)
        return 0;
    if (hasBody() && point.y() >= bodyTop())
        return bodyOffset()
            + m_body->positionAt((point.y() - bodyTop()) / m_body->rowHeight(), point.x());
    const int row = std::max(0, point.y() - Theme::fieldPaddingY) / m_header.rowHeight();
    return m_header.positionAt(row, point.x());
}

TextSpan ErrorBlockLayout::wordAt(qsizetype position) const
{
    if (position < bodyOffset())
        return m_header.wordAt(position);
    const TextSpan span = m_body->wordAt(position - bodyOffset());
    return {span.start + bodyOffset(), span.end + bodyOffset()};
}

QString ErrorBlockLayout::textIn(TextSpan span) const
{
    QString shown = m_header.plain().toString();
    if (hasBody())
        shown += QChar::LineFeed + m_body->plain().toString();
    return shown.sliced(span.start, span.end - span.start);
}

QString ErrorBlockLayout::plainText() const
{
    const QString traceback = m_block.traceback.plain.trimmed();
    return traceback.isEmpty() ? m_header.plain().toString() : traceback;
}

} // namespace sessionbook
