#pragma once

#include <QList>
#include <QString>

namespace sessionbook {

/// What became of one cell.
struct CellDifference
{
    enum class Kind { Added, Removed, Changed, Moved };

    Kind kind = Kind::Changed;
    int number = 0; ///< 1-based, in the recovered document; a removed cell's in the file
    QString title; ///< the beginning of the cell's text, as people know the cell by
    bool text = false; ///< the text, the kind or the metadata is another
    bool outputs = false;

    bool operator==(const CellDifference &) const = default;
};

using CellDifferences = QList<CellDifference>;

} // namespace sessionbook
