#include "mainwindow/CellMimeData.h"

#include "notebook/ipynb/CellClipboard.h"

namespace sessionbook {

CellMimeData::CellMimeData(QList<Cell> cells)
    : m_cells(std::move(cells))
{
}

QStringList CellMimeData::formats() const
{
    return {QLatin1String(CellClipboard::mimeType), QStringLiteral("text/plain")};
}

bool CellMimeData::hasFormat(const QString &mimeType) const
{
    return formats().contains(mimeType);
}

QVariant CellMimeData::retrieveData(const QString &mimeType, QMetaType type) const
{
    if (mimeType == QLatin1String(CellClipboard::mimeType))
        return CellClipboard::toJson(m_cells);
    if (mimeType == QLatin1String("text/plain"))
        return CellClipboard::toPlainText(m_cells);
    return QMimeData::retrieveData(mimeType, type);
}

} // namespace sessionbook
