#include "notebookview/CellPainter.h"

#include "notebookview/CellEditor.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

namespace sessionbook {

namespace {

constexpr int promptPixels = 12;
constexpr int timePixels = 11;
constexpr int markSize = 9;
constexpr int markGap = 4;
constexpr int labelClearance = 12; // between long code and the label
constexpr int messagePaddingX = 12;
constexpr int messagePaddingY = 7;
constexpr int messageEdge = 3;

QFont sized(QFont font, int pixels)
{
    font.setPixelSize(pixels);
    return font;
}

} // namespace

CellPainter::CellPainter(QPainter &painter, const Theme &theme)
    : m_painter(painter)
    , m_theme(theme)
{
    m_painter.setRenderHint(QPainter::Antialiasing);
}

void CellPainter::field(const QRect &rect, ColorRole ground, bool isFramed)
{
    const QRectF outline = isFramed ? QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) : QRectF(rect);
    m_painter.setPen(isFramed ? QPen(m_theme.color(ColorRole::Accent), 1) : QPen(Qt::NoPen));
    m_painter.setBrush(m_theme.color(ground));
    m_painter.drawRoundedRect(outline, Theme::fieldRadius, Theme::fieldRadius);
}

void CellPainter::bar(const QRect &rect, ColorRole role)
{
    m_painter.fillRect(rect, m_theme.color(role));
}

void CellPainter::selectedGround(const QRect &rect)
{
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_theme.color(ColorRole::AccentSoft));
    m_painter.drawRoundedRect(rect, Theme::fieldRadius, Theme::fieldRadius);
}

void CellPainter::prompt(const QRect &rect, const QString &text, ColorRole role)
{
    m_painter.setFont(sized(m_theme.codeFont, promptPixels));
    m_painter.setPen(m_theme.color(role));
    m_painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void CellPainter::runButton(const QRect &rect)
{
    const QPointF center(rect.right() - 8, rect.center().y() + 0.5);
    QPainterPath triangle;
    triangle.moveTo(center + QPointF(-5, -6));
    triangle.lineTo(center + QPointF(6, 0));
    triangle.lineTo(center + QPointF(-5, 6));
    triangle.closeSubpath();
    m_painter.setPen(
        QPen(m_theme.color(ColorRole::Accent), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.setBrush(m_theme.color(ColorRole::Accent));
    m_painter.drawPath(triangle);
}

void CellPainter::runLabel(const QRect &area, const RunLabel &label, ColorRole ground)
{
    const QFont font = sized(m_theme.interfaceFont, timePixels);
    const int textWidth = QFontMetrics(font).horizontalAdvance(label.text);
    const int markWidth = label.mark == RunMark::None ? 0 : markSize + markGap;
    const QRect line(area.left(), area.top(), area.width(), CellEditor::lineHeight);
    const int left = line.right() + 1 - textWidth - markWidth;
    m_painter.fillRect(QRect(left - labelClearance, line.top(),
                             area.right() + 1 - left + labelClearance, line.height()),
                       m_theme.color(ground));
    m_painter.setFont(font);
    m_painter.setPen(m_theme.color(label.textRole));
    m_painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, label.text);
    mark(QRectF(left, line.center().y() - markSize / 2.0 + 0.5, markSize, markSize), label.mark,
         label.markRole);
}

void CellPainter::mark(const QRectF &box, RunMark mark, ColorRole role)
{
    m_painter.setPen(QPen(m_theme.color(role), 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.setBrush(Qt::NoBrush);
    const auto at = [&box](double x, double y) {
        return box.topLeft() + QPointF(x * box.width(), y * box.height());
    };
    switch (mark) {
    case RunMark::None:
        break;
    case RunMark::Tick:
        m_painter.drawPolyline(QPolygonF{at(0.1, 0.55), at(0.38, 0.85), at(0.9, 0.15)});
        break;
    case RunMark::Cross:
        m_painter.drawLine(at(0.15, 0.15), at(0.85, 0.85));
        m_painter.drawLine(at(0.15, 0.85), at(0.85, 0.15));
        break;
    case RunMark::Clock:
        m_painter.drawEllipse(box);
        m_painter.drawPolyline(QPolygonF{at(0.5, 0.25), at(0.5, 0.5), at(0.7, 0.62)});
        break;
    case RunMark::Hollow:
        m_painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    case RunMark::Stopped:
        m_painter.drawEllipse(box);
        m_painter.drawLine(at(0.18, 0.18), at(0.82, 0.82));
        break;
    }
}

void CellPainter::message(const QRect &rect, const QString &text)
{
    m_painter.fillRect(rect, m_theme.color(ColorRole::ErrorField));
    m_painter.fillRect(QRect(rect.topLeft(), QSize(messageEdge, rect.height())),
                       m_theme.color(ColorRole::Error));
    m_painter.setFont(m_theme.interfaceFont);
    m_painter.setPen(m_theme.color(ColorRole::Text));
    m_painter.drawText(
        rect.adjusted(messagePaddingX, messagePaddingY, -messagePaddingX, -messagePaddingY),
        Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
}

int CellPainter::messageHeight(const Theme &theme, const QString &text, int width)
{
    const QRect bounds(0, 0, width - 2 * messagePaddingX, 100'000);
    return QFontMetrics(theme.interfaceFont).boundingRect(bounds, Qt::TextWordWrap, text).height()
        + 2 * messagePaddingY;
}

void CellPainter::hint(const QRect &rect, const QString &text)
{
    m_painter.setFont(m_theme.textFont);
    m_painter.setPen(m_theme.color(ColorRole::MutedText));
    m_painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, text);
}

} // namespace sessionbook
