#pragma once

#include "theme/Theme.h"

#include <QIcon>
#include <QStyledItemDelegate>

namespace sessionbook {

struct FileRow;

/// Paints a FileRow as LOOK.md draws it: icon, name, size at the right; below it a bar for an
/// upload or the reason of a problem.
class FileRowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit FileRowDelegate(const Theme &theme, QObject *parent = nullptr);

    void setTheme(const Theme &theme);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    void paintField(QPainter &painter, const QStyleOptionViewItem &option,
                    const QRect &field) const;
    void paintLine(QPainter &painter, const FileRow &row, const QRect &field) const;
    void paintBar(QPainter &painter, int percent, const QRect &field) const;
    void paintReason(QPainter &painter, const QString &reason, const QRect &field) const;

    Theme m_theme;
    QIcon m_file;
    QIcon m_folder;
    QIcon m_problem;
};

} // namespace sessionbook
