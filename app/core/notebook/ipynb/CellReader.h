#pragma once

#include "notebook/Cell.h"
#include "notebook/json/JsonCursor.h"

#include <QStringList>

namespace sessionbook {

/// Reads one cell of nbformat 4: the text is decoded, everything else stays slices of the file.
/// Pure.
class CellReader
{
public:
    /// The cursor stands before the cell's value inside `file` and has passed it afterwards.
    /// Whatever the value is, a cell comes back: what is no cell becomes a raw one whose bytes are
    /// kept. `faults` gets what is wrong, without the place.
    [[nodiscard]] static Cell read(JsonCursor &cursor, const ByteSlice &file, QStringList &faults);
    /// The fault of a cell without source.
    [[nodiscard]] static QString noSourceFault() { return QStringLiteral("no source"); }
    /// What was read when the cell was opened, decoded anew.
    [[nodiscard]] static Cell readOriginal(const ByteSlice &originalJson);
};

} // namespace sessionbook
