#include "credentials/exchange/ReplyNumber.h"

#include <QJsonValue>

namespace sessionbook {

std::optional<qint64> numberIn(const QJsonValue &value, qint64 largest)
{
    bool isNumber = value.isDouble();
    const qint64 number
        = value.isString() ? value.toString().toLongLong(&isNumber) : value.toInteger();
    if (!isNumber || number <= 0 || number > largest)
        return std::nullopt;
    return number;
}

} // namespace sessionbook
