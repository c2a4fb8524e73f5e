#pragma once

#include "outputs/AnsiText.h"

#include <QString>

namespace sessionbook {

/// Terminal text for a page: colours as its style sheet has them, or as the program asked for, made
/// readable. Pure.
namespace TerminalMarkup {

[[nodiscard]] QString of(const AnsiText &text);
/// A part of it, in UTF-16 units of AnsiText::plain.
[[nodiscard]] QString ofPart(const AnsiText &text, qsizetype start, qsizetype length);

} // namespace TerminalMarkup

} // namespace sessionbook
