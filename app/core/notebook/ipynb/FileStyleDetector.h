#pragma once

#include "notebook/NotebookData.h"

namespace sessionbook {

/// Finds out how a notebook's file is laid out. Pure.
namespace FileStyleDetector {

/// `origin.text` must be valid JSON; `hasUnicodeEscapes` tells whether it holds any \uXXXX.
[[nodiscard]] FileStyle styleOf(const FileOrigin &origin, bool hasUnicodeEscapes);

} // namespace FileStyleDetector

} // namespace sessionbook
