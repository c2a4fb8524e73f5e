#pragma once

#include "notebook/NotebookData.h"

namespace sessionbook {

/// Notebooks of the formats 1 to 3 as notebooks of format 4, by the rules of Python's nbformat;
/// where that gives up, what is wrong is listed and the rest is read. Pure.
namespace LegacyUpgrade {

/// `object` is the notebook, valid JSON. The result has no origin: saved, it is a new text.
[[nodiscard]] NotebookData upgraded(QByteArrayView object, int formatMajor);

} // namespace LegacyUpgrade

} // namespace sessionbook
