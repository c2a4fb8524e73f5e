#pragma once

#include "notebook/NotebookData.h"

#include <QByteArray>

namespace sessionbook {

class JsonPatch;

/// Writes single cells in a file's style. A cell that says what it said when it was read gives the
/// bytes that were read; one that changed keeps its layout, and only the fields that differ are
/// written anew. Pure.
class CellWriter
{
public:
    /// Both must outlive the writer.
    CellWriter(const FileStyle &style, const FileOrigin &origin, int formatMinor);

    /// The cell's text. `depth` is that of the cell in the file. A cell of 4.5 that no notebook
    /// gave an id to gets a random one.
    [[nodiscard]] ByteSlice write(const Cell &cell, int depth) const;

private:
    [[nodiscard]] QByteArray changed(const Cell &cell, int depth) const;
    [[nodiscard]] QByteArray anew(const Cell &cell, int depth) const;
    void setId(JsonPatch &patch, const QString &id, int depth) const;
    [[nodiscard]] static QString writtenId(const Cell &cell);
    [[nodiscard]] QByteArray sourceJson(const QString &source, int depth) const;
    [[nodiscard]] QByteArray outputsJson(const QList<Output> &outputs, int depth) const;
    [[nodiscard]] QByteArray relaid(QByteArrayView json, int depth) const;

    const FileStyle &m_style;
    const FileOrigin &m_origin;
    int m_formatMinor;
};

} // namespace sessionbook
