#pragma once

#include "notebook/recovery/JournalRecord.h"

#include <unordered_map>

namespace sessionbook {

/// What a journal says of one cell; what it does not say stands in the base.
struct JournaledCell
{
    std::optional<CellHeadRecord> head; ///< with its source as it became
    std::optional<QList<QByteArray>> outputs; ///< each the text of a JSON object
    std::optional<int> executionCount; ///< counts where there are outputs
};

/// A journal's records put together: the document as it last was, told against the base.
class JournalState
{
public:
    explicit JournalState(JournalBase base = {});

    /// False where the record does not fit what came before (or is a second base): nothing was
    /// changed, and what follows makes no sense.
    [[nodiscard]] bool apply(const JournalRecord &record);

    [[nodiscard]] const JournalBase &base() const { return m_base; }
    [[nodiscard]] const QList<quint64> &order() const { return m_order; }
    /// nullptr where the journal says nothing of it.
    [[nodiscard]] const JournaledCell *find(quint64 cell) const;
    [[nodiscard]] const std::optional<DocumentRecord> &document() const { return m_document; }

private:
    bool take(const JournalBase &base);
    bool take(const CellHeadRecord &head);
    bool take(const TextRecord &text);
    bool take(const OutputsRecord &outputs);
    bool take(const CellInsertedRecord &inserted);
    bool take(const CellRemovedRecord &removed);
    bool take(const CellMovedRecord &moved);
    bool take(const OrderRecord &order);
    bool take(const DocumentRecord &document);

    JournalBase m_base;
    QList<quint64> m_order;
    std::unordered_map<quint64, JournaledCell> m_cells;
    std::optional<DocumentRecord> m_document;
};

} // namespace sessionbook
