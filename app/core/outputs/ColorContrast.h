#pragma once

#include <QColor>

namespace sessionbook {

/// How well two colours can be told apart, by the definition of WCAG. Pure.
namespace ColorContrast {

/// For text of any size.
inline constexpr double readableText = 4.5;

/// 1 (none) to 21 (black on white).
[[nodiscard]] double between(const QColor &one, const QColor &other);
/// `color` made lighter or darker until it can be read as text on `ground`.
[[nodiscard]] QColor readable(QColor color, const QColor &ground);

} // namespace ColorContrast

} // namespace sessionbook
