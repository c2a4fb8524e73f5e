#pragma once

#include "outputs/OutputBlock.h"

#include <QString>

namespace sessionbook {

/// A Python error for a page as the window shows it: name and message first, then the frames; those
/// of libraries are folded to their first line. Pure.
namespace ErrorMarkup {

[[nodiscard]] QString of(const ErrorBlock &error);

} // namespace ErrorMarkup

} // namespace sessionbook
