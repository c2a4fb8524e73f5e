#pragma once

#include "notebook/Cell.h"

#include <QMimeData>

namespace sessionbook {

/// Cells on the clipboard. Within the program they are taken as they are, sharing their texts and
/// outputs; what other programs ask for is written when they ask.
class CellMimeData : public QMimeData
{
    Q_OBJECT
public:
    explicit CellMimeData(QList<Cell> cells);

    [[nodiscard]] const QList<Cell> &cells() const { return m_cells; }
    [[nodiscard]] QStringList formats() const override;
    [[nodiscard]] bool hasFormat(const QString &mimeType) const override;

protected:
    [[nodiscard]] QVariant retrieveData(const QString &mimeType, QMetaType type) const override;

private:
    QList<Cell> m_cells;
};

} // namespace sessionbook
