#include "helper/HelperMessages.h"

#include <algorithm>
#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

std::optional<HelperEnd> HelperEnd::from(const QJsonObject &object)
{
    constexpr int largestCount = 1'000'000'000;
    const QString status = object["status"_L1].toString();
    if (status != "ok"_L1 && status != "error"_L1)
        return std::nullopt;
    HelperEnd end{.succeeded = status == "ok"_L1, .executionCount = {}, .milliseconds = 0};
    if (const int count = object["execution_count"_L1].toInt(); count > 0 && count < largestCount)
        end.executionCount = count;
    end.milliseconds = std::max<qint64>(0, object["milliseconds"_L1].toInteger());
    return end;
}

bool isOutputMessage(const QJsonObject &message)
{
    constexpr std::array types{"stream"_L1,       "display_data"_L1,   "update_display_data"_L1,
                               "clear_output"_L1, "execute_result"_L1, "error"_L1};
    const QString type = message["type"_L1].toString();
    return std::ranges::any_of(types, [&type](QLatin1StringView known) { return type == known; });
}

QList<QJsonObject> outputMessagesIn(const QJsonArray &array)
{
    QList<QJsonObject> messages;
    for (const QJsonValue &value : array) {
        if (const QJsonObject message = value.toObject(); isOutputMessage(message))
            messages.append(message);
    }
    return messages;
}

} // namespace sessionbook
