#pragma once

#include "notebook/Cell.h"

namespace sessionbook {

/// Whether parts of cells say the same, however they are laid out. Pure.
namespace CellEquality {

[[nodiscard]] bool haveSameOutputs(const Cell &left, const Cell &right);
/// `"name": value` texts.
[[nodiscard]] bool areSameFields(const QList<ByteSlice> &left, const QList<ByteSlice> &right);

} // namespace CellEquality

} // namespace sessionbook
