#pragma once

#include "notebook/Cell.h"

#include <QStringList>

namespace sessionbook {

/// Cells of the formats 1 to 3 as cells of format 4. Pure.
namespace LegacyCell {

/// `cell` is any valid JSON value: what is no cell becomes a raw one with its text. `faults` gets
/// what is wrong, without the place.
[[nodiscard]] Cell upgraded(QByteArrayView cell, int formatMajor, QStringList &faults);

} // namespace LegacyCell

} // namespace sessionbook
