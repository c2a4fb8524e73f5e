#pragma once

#include <QColor>
#include <QString>

namespace sessionbook {

/// Colours of a notebook's own on a page that is light or dark as its reader's system is. Pure.
namespace PageInk {

/// The page's grounds, as its style sheet has them.
inline constexpr QRgb lightGround = 0xffffffff;
inline constexpr QRgb darkGround = 0xff1b1d21;

/// CSS declarations that set text in `ink`, made readable on either page; the style sheet chooses
/// between --l and --d.
[[nodiscard]] QString onPage(const QColor &ink);
/// CSS declarations for a ground of the notebook's own, the same on either page, with text that can
/// be read on it: `ink` where it is valid and can be read, else a readable one.
[[nodiscard]] QString onGround(const QColor &ground, const QColor &ink);

} // namespace PageInk

} // namespace sessionbook
