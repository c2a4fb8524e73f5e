#pragma once

#include "notebook/NotebookData.h"

#include <QByteArray>

namespace sessionbook {

/// Writes single cells in a file's style. A cell that says what it said when it was read gives the
/// bytes that were read; one that changed keeps its layout, and only the fields that differ are
/// written anew. Pure.
class CellWriter
{
public:
    /// Both must outlive the writer.
    CellWriter(const FileStyle &style, const FileOrigin &origin, int formatMinor);

    /// The cell's text. `depth` is that of the cell in the file, `number` names a cell that has no
    /// id where the format wants one.
    [[nodiscard]] ByteSlice write(const Cell &cell, int depth, qsizetype number) const;

private:
    [[nodiscard]] QByteArray changed(const Cell &cell, int depth, qsizetype number) const;
    [[nodiscard]] QByteArray anew(const Cell &cell, int depth, qsizetype number) const;
    [[nodiscard]] QByteArray sourceJson(const QString &source, int depth) const;
    [[nodiscard]] QByteArray outputsJson(const QList<Output> &outputs, int depth) const;
    [[nodiscard]] QByteArray relaid(QByteArrayView json, int depth) const;

    const FileStyle &m_style;
    const FileOrigin &m_origin;
    int m_formatMinor;
};

} // namespace sessionbook
