#include "notebookview/MarkedScrollBar.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionSlider>

namespace sessionbook {

namespace {

constexpr int barWidth = 14;
constexpr int handleWidth = 8;
constexpr int handleMargin = 3;
constexpr int markHeight = 3;

} // namespace

MarkedScrollBar::MarkedScrollBar(const Theme &theme, QWidget *parent)
    : QScrollBar(Qt::Vertical, parent)
    , m_theme(theme)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFixedWidth(barWidth);
}

QSize MarkedScrollBar::sizeHint() const
{
    return {barWidth, QScrollBar::sizeHint().height()};
}

void MarkedScrollBar::setMarks(const QList<Mark> &marks)
{
    if (marks == m_marks)
        return;
    m_marks = marks;
    update();
}

void MarkedScrollBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(ColorRole::Page));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const int left = width() - handleMargin - handleWidth;
    if (maximum() > minimum()) {
        QStyleOptionSlider option;
        initStyleOption(&option);
        const QRect slider = style()->subControlRect(QStyle::CC_ScrollBar, &option,
                                                     QStyle::SC_ScrollBarSlider, this);
        painter.setBrush(
            m_theme.color(isSliderDown() || underMouse() ? ColorRole::MutedText : ColorRole::Line));
        painter.drawRoundedRect(QRect(left, slider.top(), handleWidth, slider.height()),
                                handleWidth / 2.0, handleWidth / 2.0);
    }
    for (const Mark &mark : m_marks) {
        painter.setBrush(m_theme.color(mark.role));
        const int y = static_cast<int>(mark.place * (height() - markHeight));
        painter.drawRect(left, y, handleWidth, markHeight);
    }
}

} // namespace sessionbook
