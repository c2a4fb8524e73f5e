#pragma once

#include "dialogs/CheckpointsRequest.h"
#include "notebook/NotebookData.h"
#include "notebook/recovery/Checkpoint.h"

#include <QCoreApplication>

namespace sessionbook {

/// Says in words what checkpoints hold. Pure and thread-safe.
class CheckpointWords
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::CheckpointWords)
public:
    [[nodiscard]] static CheckpointRow row(const Checkpoint &checkpoint);
    /// What would become of the document `now`, cell by cell, with a few lines around each change.
    [[nodiscard]] static CheckpointPreview preview(const NotebookData &now,
                                                   const NotebookData &then);

private:
    static QString heading(const CellDifference &difference);
    static QString changes(const Checkpoint &checkpoint);
};

} // namespace sessionbook
