#pragma once

#include "notebook/NotebookData.h"

namespace sessionbook {

/// Compares what was written with what the model says, by PlainJson rather than the product's
/// reader.
namespace WrittenNotebook {

/// The first difference, in words; empty where there is none. What is no cell in the file (a
/// number) may stay as long as nothing is said in it.
[[nodiscard]] QString difference(const QByteArray &written, const NotebookData &model);

} // namespace WrittenNotebook

} // namespace sessionbook
