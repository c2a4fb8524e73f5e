#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace sessionbook {

/// How a run ended, as the helper tells it.
struct HelperEnd
{
    bool succeeded = false;
    std::optional<int> executionCount; ///< absent where it is no sensible number
    qint64 milliseconds = 0;

    bool operator==(const HelperEnd &) const = default;

    [[nodiscard]] static std::optional<HelperEnd> from(const QJsonObject &object);
};

/// Only what the stream extension sends (ARCHITECTURE §8): whatever else a session writes into its
/// files is passed over. Pure.
[[nodiscard]] bool isOutputMessage(const QJsonObject &message);
[[nodiscard]] QList<QJsonObject> outputMessagesIn(const QJsonArray &array);

} // namespace sessionbook
