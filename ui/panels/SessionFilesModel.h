#pragma once

#include "panels/FileRow.h"

#include <QAbstractListModel>

namespace sessionbook {

/// The rows of the Files panel for a list view. Rows that stay in place are updated, so that a
/// progressing upload does not disturb selection or scrolling.
class SessionFilesModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role { RowRole = Qt::UserRole + 1 };

    using QAbstractListModel::QAbstractListModel;

    void setRows(QList<FileRow> rows);
    [[nodiscard]] const QList<FileRow> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    QList<FileRow> m_rows;
};

} // namespace sessionbook
