#pragma once

#include "notebook/Cell.h"

#include <QMetaType>

#include <optional>

namespace sessionbook {

/// Where the caret stands in one cell's text; UTF-16 units.
struct CaretPosition
{
    qsizetype anchor = 0;
    qsizetype position = 0;

    bool operator==(const CaretPosition &) const = default;
};

/// Where somebody is in a notebook: what undo and redo bring back with the change.
struct EditPlace
{
    CellId cell; ///< the current one; invalid in a notebook without cells
    CellId selectionAnchor; ///< where the selection of cells began; invalid: that cell alone
    std::optional<CaretPosition> caret; ///< with a selection of text; none outside the text

    bool operator==(const EditPlace &) const = default;
};

/// By which of both a place is come back to.
enum class ComeBackBy { Undo, Redo };

} // namespace sessionbook

Q_DECLARE_METATYPE(sessionbook::EditPlace)
