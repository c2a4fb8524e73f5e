#pragma once

#include <QString>
#include <QStringView>

namespace sessionbook {

/// Text of a notebook as it may stand in a page, between tags and in quoted values: no character
/// of it begins markup, and those that HTML forbids become U+FFFD. Pure.
namespace PageText {

[[nodiscard]] QString escaped(QStringView text);
/// ` name="value"`
[[nodiscard]] QString attribute(QLatin1String name, QStringView value);

} // namespace PageText

} // namespace sessionbook
