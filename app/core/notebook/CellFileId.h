#pragma once

#include <QString>

namespace sessionbook {

/// The ids that nbformat 4.5 wants for cells.
namespace CellFileId {

/// Eight hexadecimal digits, as Jupyter's own.
[[nodiscard]] QString random();

} // namespace CellFileId

} // namespace sessionbook
