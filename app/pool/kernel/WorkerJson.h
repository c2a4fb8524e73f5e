#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace sessionbook {

/// The JSON object in a worker's line, or nothing when it is not one.
///
/// What QJsonDocument::fromJson() gives, but quicker: that reads a text with escapes, and every
/// printed line ends with one, a character at a time. Pure, any thread.
[[nodiscard]] std::optional<QJsonObject> parseJsonObject(const QByteArray &line);

} // namespace sessionbook
