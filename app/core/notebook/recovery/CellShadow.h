#pragma once

#include "notebook/recovery/JournalRecord.h"

#include <unordered_map>
#include <vector>

namespace sessionbook {

/// What of a cell may have changed.
struct CellChange
{
    bool head = false; ///< text, kind, metadata and the other fields
    bool outputs = false; ///< and their number

    CellChange &operator|=(CellChange other)
    {
        head = head || other.head;
        outputs = outputs || other.outputs;
        return *this;
    }
    [[nodiscard]] bool isNothing() const { return !head && !outputs; }
};

/// What the journal has been told so far, kept as values that share their bytes with the document,
/// so that each further state of a cell is told by its difference alone.
class CellShadow
{
public:
    /// The records that lead from what was told to `cell`; they are taken for told.
    [[nodiscard]] std::vector<JournalRecord> changeTo(const Cell &cell, CellChange change);
    /// Everything that was told of the cell, in as few records as can say it.
    [[nodiscard]] std::vector<JournalRecord> snapshotOf(quint64 cell) const;
    /// It will be told from the beginning.
    void forget(quint64 cell) { m_cells.erase(cell); }
    [[nodiscard]] QList<quint64> cells() const;
    /// About what all snapshots together take.
    [[nodiscard]] qint64 sizeBytes() const;

private:
    struct Told
    {
        Cell cell;
        CellChange parts; ///< those that were told
    };

    std::unordered_map<quint64, Told> m_cells;
};

} // namespace sessionbook
