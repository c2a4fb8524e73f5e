#include "outputview/TextBlockLayout.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace sessionbook {
namespace {

constexpr int edgeWidth = 2;

} // namespace

TextBlockLayout::TextBlockLayout(const TextBlock &block, const Theme &theme, QString action)
    : m_text(block.text, theme, ColorRole::Page)
    , m_theme(theme)
    , m_action(std::move(action))
    , m_isStandardError(block.isStandardError)
{
}

void TextBlockLayout::setWidth(int width)
{
    m_text.setWidth(width);
}

int TextBlockLayout::visibleRows() const
{
    if (isFolded())
        return 2 * shownAtEitherEnd + 1;
    return m_text.rowCount() + (isLong() ? 1 : 0);
}

int TextBlockLayout::foldRow() const
{
    if (!isLong())
        return -1;
    return m_isUnfolded ? m_text.rowCount() : shownAtEitherEnd;
}

int TextBlockLayout::textRow(int visibleRow) const
{
    const bool isBehindFold = isFolded() && visibleRow > shownAtEitherEnd;
    return isBehindFold ? visibleRow - visibleRows() + m_text.rowCount() : visibleRow;
}

int TextBlockLayout::height() const
{
    return visibleRows() * m_text.rowHeight();
}

void TextBlockLayout::paint(QPainter &painter, const QRect &clip) const
{
    const int rowHeight = m_text.rowHeight();
    const int first = std::max(0, clip.top() / rowHeight);
    const int last = std::min(visibleRows() - 1, clip.bottom() / rowHeight);
    if (m_isStandardError)
        painter.fillRect(-Theme::fieldPaddingX, clip.top(), edgeWidth,
                         std::min(clip.bottom() + 1, height()) - clip.top(),
                         m_theme.color(ColorRole::Line));
    for (int row = first; row <= last; ++row) {
        if (row == foldRow())
            paintFold(painter);
        else
            m_text.paintRows(painter, QPointF(0, row * rowHeight), textRow(row), textRow(row),
                             selection());
    }
}

QString TextBlockLayout::foldText() const
{
    if (m_isUnfolded)
        return tr("Show less");
    //: A link between the beginning and the end of a long output
    return tr("%Ln lines hidden – show all", nullptr, m_text.rowCount() - 2 * shownAtEitherEnd);
}

void TextBlockLayout::paintFold(QPainter &painter) const
{
    painter.setFont(m_theme.interfaceFont);
    painter.setPen(m_theme.color(ColorRole::Accent));
    const QRect line(0, foldRow() * m_text.rowHeight(), 10'000, m_text.rowHeight());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, foldText());
}

QString TextBlockLayout::anchorAt(QPoint point) const
{
    const bool isOnFold = foldRow() >= 0 && point.y() / m_text.rowHeight() == foldRow();
    const int width
        = isOnFold ? QFontMetrics(m_theme.interfaceFont).horizontalAdvance(foldText()) : 0;
    return isOnFold && point.x() >= 0 && point.x() < width ? m_action : QString();
}

bool TextBlockLayout::activate()
{
    m_isUnfolded = isLong() && !m_isUnfolded;
    return isLong();
}

bool TextBlockLayout::isTextAt(QPoint point) const
{
    const int row = point.y() / m_text.rowHeight();
    return point.y() >= 0 && row < visibleRows() && row != foldRow() && point.x() >= 0
        && point.x() <= m_text.rowWidth(textRow(row));
}

qsizetype TextBlockLayout::positionAt(QPoint point) const
{
    if (point.y() < 0)
        return 0;
    const int row = point.y() / m_text.rowHeight();
    if (row >= visibleRows())
        return m_text.length();
    return row == foldRow() ? m_text.rowSpan(std::min(row, m_text.rowCount() - 1)).start
                            : m_text.positionAt(textRow(row), point.x());
}

QString TextBlockLayout::textIn(TextSpan span) const
{
    return m_text.plain().sliced(span.start, span.end - span.start).toString();
}

} // namespace sessionbook
