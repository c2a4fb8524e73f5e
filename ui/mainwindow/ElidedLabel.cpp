#include "mainwindow/ElidedLabel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyle>
#include <QTextDocument>
#include <QToolTip>

namespace sessionbook {

QString ElidedLabel::shownText() const
{
    return fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {1, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const int alignment = QStyle::visualAlignment(layoutDirection(), this->alignment());
    painter.drawText(contentsRect(), alignment | Qt::TextSingleLine, shownText());
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty())
        return QLabel::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    // Names of files may look like markup.
    const QString whole = Qt::convertFromPlainText(text(), Qt::WhiteSpaceNormal);
    QToolTip::showText(help->globalPos(), shownText() == text() ? QString() : whole, this);
    return true;
}

} // namespace sessionbook
