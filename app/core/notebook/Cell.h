#pragma once

#include "notebook/json/ByteSlice.h"
#include "notebook/Output.h"

#include <QByteArray>
#include <QHashFunctions>
#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace sessionbook {

/// Names one cell for as long as its notebook is open, also while it is deleted and brought back by
/// undo. It is not the "id" of the file, which may be missing or doubled.
class CellId
{
public:
    CellId() = default;
    explicit CellId(quint64 value)
        : m_value(value)
    {
    }

    [[nodiscard]] bool isValid() const { return m_value != 0; }
    [[nodiscard]] quint64 value() const { return m_value; }

    auto operator<=>(const CellId &) const = default;

private:
    quint64 m_value = 0;
};

inline size_t qHash(CellId id, size_t seed = 0)
{
    return ::qHash(id.value(), seed);
}

enum class CellKind { Code, Markdown, Raw };

/// One cell as a value: what NotebookEditor inserts and the clipboard carries. Copies share text
/// and bytes.
struct Cell
{
    CellId id; ///< given by the notebook on insertion; invalid before
    CellKind kind = CellKind::Code;
    QString source;
    QList<Output> outputs; ///< code cells only
    std::optional<int> executionCount; ///< code cells only
    QString fileId; ///< the "id" of nbformat 4.5; empty where the file has none
    /// Given by the notebook where the file's id is missing or another cell's: written in its place
    /// once the cell changes.
    QString freshFileId;
    QByteArray metadata; ///< JSON object text; empty means {}
    /// Every other field of the cell (attachments, fields we do not know) as `"name": value` texts,
    /// in the order of the file.
    QList<ByteSlice> otherFields;
    /// The cell's bytes as they were read, in whatever format (FileOrigin::format); empty for a
    /// cell that was made here.
    ByteSlice originalJson;
    /// Something was changed since (perhaps back again): the writer then compares instead of
    /// copying originalJson.
    bool touched = false;

    [[nodiscard]] static Cell code(const QString &source);
    [[nodiscard]] static Cell markdown(const QString &source);

    bool operator==(const Cell &) const = default;
};

} // namespace sessionbook

Q_DECLARE_METATYPE(sessionbook::CellId)
Q_DECLARE_TYPEINFO(sessionbook::Cell, Q_RELOCATABLE_TYPE);
