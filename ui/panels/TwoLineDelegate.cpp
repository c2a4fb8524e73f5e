#include "panels/TwoLineDelegate.h"

#include <QPainter>

namespace sessionbook {

namespace {

constexpr int rowHeight = 48;
constexpr int sideMargin = 8;
constexpr int padding = 8;
constexpr int dotSize = 8;
constexpr int textLeft = 24;
constexpr int lineHeight = 20;

QFont smallFont(const Theme &theme)
{
    QFont font = theme.interfaceFont;
    font.setPixelSize(12);
    return font;
}

} // namespace

TwoLineDelegate::TwoLineDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void TwoLineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const QRect field = option.rect.adjusted(sideMargin, 1, -sideMargin, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        const bool current = option.state.testFlag(QStyle::State_HasFocus);
        painter->setPen(current ? QPen(m_theme.color(ColorRole::Accent)) : QPen(Qt::NoPen));
        painter->setBrush(m_theme.color(selected ? ColorRole::AccentSoft : ColorRole::HoverField));
        painter->drawRoundedRect(QRectF(field).adjusted(0.5, 0.5, -0.5, -0.5), Theme::fieldRadius,
                                 Theme::fieldRadius);
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(m_theme.color(ColorRole(index.data(DotRole).toInt())));
    const QRect first(field.left() + textLeft, field.top() + 4, field.width() - textLeft - padding,
                      lineHeight);
    painter->drawEllipse(
        QRectF(field.left() + padding, first.center().y() - dotSize / 2.0 + 0.5, dotSize, dotSize));

    const QString mark = index.data(MarkRole).toString();
    painter->setFont(smallFont(m_theme));
    painter->setPen(m_theme.color(ColorRole::MutedText));
    painter->drawText(first, Qt::AlignRight | Qt::AlignVCenter, mark);
    const int taken = mark.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(mark) + 8;
    const QRect second = first.translated(0, lineHeight);
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data(DetailRole).toString(),
                                                        Qt::ElideRight, second.width()));
    painter->setFont(m_theme.interfaceFont);
    painter->setPen(m_theme.color(ColorRole::Text));
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(index.data(TitleRole).toString(),
                                                        Qt::ElideMiddle, first.width() - taken));
    painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {0, rowHeight};
}

} // namespace sessionbook
