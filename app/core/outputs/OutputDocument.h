#pragma once

#include "notebook/Output.h"
#include "outputs/OutputBlock.h"

#include <QList>

namespace sessionbook {

/// A cell's outputs as blocks to lay out: the best representation of each (RepresentationPolicy),
/// neighbouring pieces of the same stream joined. Pure; may be made off the GUI thread.
struct OutputDocument
{
    QList<OutputBlock> blocks;

    [[nodiscard]] static OutputDocument from(const QList<Output> &outputs);
};

} // namespace sessionbook
