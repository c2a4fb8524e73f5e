#include "panels/SessionFilesModel.h"

#include <QTextDocument>

namespace sessionbook {

namespace {

bool sameShape(const QList<FileRow> &a, const QList<FileRow> &b)
{
    return std::ranges::equal(a, b, [](const FileRow &one, const FileRow &two) {
        return one.name == two.name && one.kind == two.kind && one.uploadId == two.uploadId;
    });
}

QString accessibleText(const FileRow &row)
{
    switch (row.kind) {
    case FileRow::Kind::Problem:
        return SessionFilesModel::tr("%1, not uploaded: %2").arg(row.name, row.reason);
    case FileRow::Kind::Upload:
        if (row.isWaiting)
            return SessionFilesModel::tr("%1, waiting for a free session").arg(row.name);
        return SessionFilesModel::tr("%1, %2 % uploaded").arg(row.name).arg(row.percent);
    case FileRow::Kind::Directory:
        return SessionFilesModel::tr("%1, folder").arg(row.name);
    case FileRow::Kind::File:
        break;
    }
    return SessionFilesModel::tr("%1, %2").arg(row.name, FileRow::sizeText(row.sizeBytes));
}

} // namespace

void SessionFilesModel::setRows(QList<FileRow> rows)
{
    if (rows == m_rows)
        return;
    if (!sameShape(rows, m_rows)) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    emit dataChanged(index(0), index(int(m_rows.size()) - 1));
}

int SessionFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant SessionFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const FileRow &row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
        // Code in the session named it, perhaps so that it looks like markup.
        return Qt::convertFromPlainText(row.reason.isEmpty() ? row.name : row.reason,
                                        Qt::WhiteSpaceNormal);
    case Qt::AccessibleTextRole:
        return accessibleText(row);
    case RowRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

Qt::ItemFlags SessionFilesModel::flags(const QModelIndex &index) const
{
    auto flags = QAbstractListModel::flags(index);
    if (index.isValid() && m_rows.at(index.row()).kind == FileRow::Kind::File)
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

} // namespace sessionbook
