#pragma once

#include <QtGlobal>

#include <optional>

class QJsonValue;

namespace sessionbook {

/// The latest second since 1970 that is taken for a time: the year 3000.
inline constexpr qint64 latestEpoch = 32503680000;

/// A number above 0 and up to `largest` that a giver of tokens wrote as a number or as text.
[[nodiscard]] std::optional<qint64> numberIn(const QJsonValue &value, qint64 largest);

} // namespace sessionbook
