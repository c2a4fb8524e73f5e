#pragma once

#include "notebook/json/ByteSlice.h"
#include "notebook/recovery/CellShadow.h"

#include <map>
#include <optional>
#include <vector>

namespace sessionbook {

/// What the document tells its journal's writer: states, not steps, where it can. Of a cell that
/// changes a thousand times while the disk is slow only the newest state waits, and that shares its
/// bytes with the document: however long the writer takes, what waits stays small.
struct JournalMail
{
    /// Everything that was told before is void: the document was opened, saved or undone to what
    /// the file holds.
    struct Start
    {
        JournalBase base;
        ByteSlice content; ///< of the base's file
    };
    struct CellState
    {
        Cell cell;
        CellChange change;
    };

    std::optional<Start> start = {};
    std::vector<JournalRecord> order = {}; ///< inserted, removed, moved, in order
    std::map<quint64, CellState> cells = {};
    std::optional<DocumentRecord> document = {};
    bool isUrgent = false; ///< to be flushed at once
    quint64 ticket = 0; ///< grows with each mail

    [[nodiscard]] bool hasContent() const { return !order.empty() || !cells.empty() || document; }

    /// Takes in what came later.
    void append(JournalMail later)
    {
        if (later.start) {
            *this = std::move(later);
            return;
        }
        const bool isWhole
            = !later.order.empty() && std::holds_alternative<OrderRecord>(later.order.front());
        if (isWhole)
            order.clear();
        order.insert(order.end(), std::make_move_iterator(later.order.begin()),
                     std::make_move_iterator(later.order.end()));
        for (auto &[cell, state] : later.cells) {
            CellState &mine = cells[cell];
            mine.cell = std::move(state.cell);
            mine.change |= state.change;
        }
        if (later.document)
            document = std::move(later.document);
        isUrgent = isUrgent || later.isUrgent;
        ticket = later.ticket;
    }
};

} // namespace sessionbook
