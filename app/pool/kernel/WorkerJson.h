#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace sessionbook {

/// How much a line may hold: a value costs 1, a list or an object 8. A chart of a million numbers
/// or of a hundred thousand rows fits; what is larger would take hundreds of megabytes of the pool.
constexpr qint64 MaxJsonCost = 1'000'000;

/// The JSON object in a worker's line, or nothing when it is not one or holds too much.
///
/// What QJsonDocument::fromJson() gives, but quicker: that reads a text with escapes, and every
/// printed line ends with one, a character at a time. Pure, any thread.
[[nodiscard]] std::optional<QJsonObject> parseJsonObject(const QByteArray &line);

} // namespace sessionbook
