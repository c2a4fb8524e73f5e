#pragma once

#include "theme/Theme.h"

#include <QStyledItemDelegate>

namespace sessionbook {

struct PoolRow;

/// Paints a PoolRow: a star that can be clicked, name and place on one line, what the pool is
/// below.
class PoolRowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit PoolRowDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    /// A click on the star makes the pool a favourite, or takes that back.
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    void paintField(QPainter &painter, const QStyleOptionViewItem &option) const;
    void paintHeading(QPainter &painter, const QString &text, const QRect &rect) const;
    void paintPool(QPainter &painter, const PoolRow &row, const QRect &rect) const;
    void paintStar(QPainter &painter, bool isFavourite, const QRect &rect) const;

    Theme m_theme;
};

} // namespace sessionbook
