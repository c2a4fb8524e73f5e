#include "dialogs/pools/PoolRowDelegate.h"

#include "dialogs/pools/PoolListModel.h"
#include "dialogs/pools/PoolWords.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int rowHeight = 48;
constexpr int headingHeight = 30;
constexpr int margin = 4;
constexpr int padding = 8;
constexpr int starSize = 16;
constexpr int textLeft = padding + starSize + 10;
constexpr int lineHeight = 20;
constexpr int smallPixels = 12;

QFont smallFont(const Theme &theme)
{
    QFont font = theme.interfaceFont;
    font.setPixelSize(smallPixels);
    return font;
}

QRect fieldOf(const QRect &rect)
{
    return rect.adjusted(margin, 1, -margin, -1);
}

QRect starOf(const QRect &rect)
{
    const QRect field = fieldOf(rect);
    return {field.left() + padding, field.top() + (field.height() - starSize) / 2, starSize,
            starSize};
}

QPainterPath starPath(const QRectF &rect)
{
    constexpr int points = 5;
    constexpr double inner = 0.45;
    const double radius = rect.width() / 2;
    QPolygonF polygon;
    for (int i = 0; i < 2 * points; ++i) {
        const double angle = std::numbers::pi * (i / double(points) - 0.5);
        const double length = i % 2 ? radius * inner : radius;
        polygon << rect.center()
                + QPointF(length * std::cos(angle), length * std::sin(angle) + radius * 0.05);
    }
    QPainterPath path;
    path.addPolygon(polygon);
    path.closeSubpath();
    return path;
}

} // namespace

PoolRowDelegate::PoolRowDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void PoolRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto row = index.data(PoolListModel::RowRole).value<PoolRow>();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (row.isPool()) {
        paintField(*painter, option);
        paintPool(*painter, row, option.rect);
    } else {
        paintHeading(*painter, row.heading, option.rect);
    }
    painter->restore();
}

void PoolRowDelegate::paintField(QPainter &painter, const QStyleOptionViewItem &option) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (!selected && !option.state.testFlag(QStyle::State_MouseOver))
        return;
    const bool focused = selected && option.state.testFlag(QStyle::State_HasFocus);
    painter.setPen(focused ? QPen(m_theme.color(ColorRole::Accent)) : QPen(Qt::NoPen));
    painter.setBrush(m_theme.color(selected ? ColorRole::AccentSoft : ColorRole::HoverField));
    painter.drawRoundedRect(QRectF(fieldOf(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5),
                            Theme::fieldRadius, Theme::fieldRadius);
}

void PoolRowDelegate::paintHeading(QPainter &painter, const QString &text, const QRect &rect) const
{
    painter.setFont(smallFont(m_theme));
    painter.setPen(m_theme.color(ColorRole::MutedText));
    painter.drawText(rect.adjusted(margin + padding, 6, -padding, 0),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

void PoolRowDelegate::paintPool(QPainter &painter, const PoolRow &row, const QRect &rect) const
{
    paintStar(painter, row.profile.isFavourite, starOf(rect));
    const QRect text = fieldOf(rect).adjusted(textLeft, 4, -padding, -4);
    const QRect upper(text.left(), text.top(), text.width(), lineHeight);
    const bool isUsable = !row.pool || PoolWords::obstacle(*row.pool).isEmpty();

    QFont bold = m_theme.interfaceFont;
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const QString name
        = painter.fontMetrics().elidedText(row.profile.name, Qt::ElideMiddle, upper.width());
    const int nameWidth = painter.fontMetrics().horizontalAdvance(name);
    painter.setPen(m_theme.color(isUsable ? ColorRole::Text : ColorRole::MutedText));
    painter.drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, name);

    painter.setFont(smallFont(m_theme));
    painter.setPen(m_theme.color(ColorRole::MutedText));
    const int left = upper.width() - nameWidth - 2 * padding;
    painter.drawText(
        upper, Qt::AlignRight | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(row.place, Qt::ElideMiddle, std::max(0, left)));
    const QRect lower(text.left(), upper.bottom() + 1, text.width(), text.height() - lineHeight);
    painter.drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.details, Qt::ElideRight, lower.width()));
}

void PoolRowDelegate::paintStar(QPainter &painter, bool isFavourite, const QRect &rect) const
{
    const QColor color = m_theme.color(isFavourite ? ColorRole::Accent : ColorRole::MutedText);
    painter.setPen(QPen(color, 1.3));
    painter.setBrush(isFavourite ? QBrush(color) : QBrush(Qt::NoBrush));
    painter.drawPath(starPath(QRectF(rect).adjusted(1, 1, -1, -1)));
}

QSize PoolRowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {0,
            index.data(PoolListModel::RowRole).value<PoolRow>().isPool() ? rowHeight
                                                                         : headingHeight};
}

bool PoolRowDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                  const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return false;
    const auto &mouse = static_cast<const QMouseEvent &>(*event);
    if (mouse.button() != Qt::LeftButton
        || !starOf(option.rect).adjusted(-6, -6, 6, 6).contains(mouse.position().toPoint()))
        return false;
    const bool isFavourite = index.data(PoolListModel::FavouriteRole).toBool();
    return model->setData(index, !isFavourite, PoolListModel::FavouriteRole);
}

} // namespace sessionbook
