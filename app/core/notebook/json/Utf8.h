#pragma once

#include <QByteArrayView>
#include <QString>

namespace sessionbook {

/// Texts in UTF-8; pure functions.
namespace Utf8 {

/// What some editors put in front of a file.
inline constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf", 3);

/// The text with everything that is in it: QString::fromUtf8 takes U+FEFF at the beginning for no
/// part of the text, but here any line may begin with one.
[[nodiscard]] QString toString(QByteArrayView text);

} // namespace Utf8

} // namespace sessionbook
