#pragma once

#include "theme/Theme.h"

#include <QStyledItemDelegate>

namespace sessionbook {

/// A row of a side panel with a title, what is muted at its right, and a second, smaller line.
class TwoLineDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum Role { TitleRole = Qt::DisplayRole, DetailRole = Qt::UserRole, MarkRole, DotRole };

    explicit TwoLineDelegate(const Theme &theme, QObject *parent = nullptr);

    void setTheme(const Theme &theme) { m_theme = theme; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    Theme m_theme;
};

} // namespace sessionbook
