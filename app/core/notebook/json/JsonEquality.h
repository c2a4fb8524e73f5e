#pragma once

#include <QByteArrayView>

namespace sessionbook {

/// Whether two texts say the same. Pure.
namespace JsonEquality {

/// Whether both are the same value, however they are laid out: order of names, space and escapes do
/// not count, the way a number is written does. Of a doubled name the last counts. Both must be
/// valid, or empty.
[[nodiscard]] bool isSameValue(QByteArrayView left, QByteArrayView right);

/// The same for objects, of which an absent one counts as empty: metadata.
[[nodiscard]] bool isSameObject(QByteArrayView left, QByteArrayView right);
/// The same for a `"name": value` text.
[[nodiscard]] bool isSameMember(QByteArrayView left, QByteArrayView right);

} // namespace JsonEquality

} // namespace sessionbook
