#include "mainwindow/DropOverlay.h"

#include "theme/Icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace sessionbook {

DropOverlay::DropOverlay(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"dropOverlay"_s);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::showOver(const QRect &area, const QString &text, const Theme &theme)
{
    m_theme = theme;
    m_text = text;
    setAccessibleName(text);
    setGeometry(area);
    raise();
    show();
}

void DropOverlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = m_theme.color(ColorRole::Page);
    veil.setAlphaF(0.82F);
    painter.fillRect(rect(), veil);

    QPen frame(m_theme.color(ColorRole::Accent), 2, Qt::DashLine);
    painter.setPen(frame);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(16, 16, -16, -16), 10, 10);

    const QPoint center = rect().center();
    Icons::icon(u"upload"_s, m_theme, ColorRole::Accent)
        .paint(&painter, QRect(center.x() - 16, center.y() - 40, 32, 32));
    QFont font = m_theme.interfaceFont;
    font.setPixelSize(15);
    painter.setFont(font);
    painter.setPen(m_theme.color(ColorRole::Text));
    painter.drawText(QRect(32, center.y() + 4, width() - 64, 48),
                     Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, m_text);
}

} // namespace sessionbook
