#pragma once

#include "outputs/OutputBlock.h"

#include <QString>

namespace sessionbook {

/// Markup that HtmlSanitizer made safe, as a page of our own shows it: tables that scroll on narrow
/// screens, colours that can be read on either page, mathematics as its source. Pure.
namespace PageMarkup {

[[nodiscard]] QString of(const HtmlBlock &block);

} // namespace PageMarkup

} // namespace sessionbook
