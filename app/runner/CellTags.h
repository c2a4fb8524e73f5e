#pragma once

#include "notebook/Cell.h"

#include <QStringView>

namespace sessionbook {

/// The tags by which a notebook says how its cells are to be executed: "raises-exception",
/// "skip-execution" (as nbclient has them).
namespace CellTags {

[[nodiscard]] bool contains(const Cell &cell, QStringView tag);

} // namespace CellTags
} // namespace sessionbook
