#include "rebuild/SessionEnd.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

SessionEnd SessionEnd::from(const QString &code, const QString &message)
{
    const auto says = [&message](QLatin1StringView words) { return message.contains(words); };
    const auto reason = code == "KernelDied"_L1 ? Reason::KernelDied
        : code == "SessionDeleted"_L1           ? Reason::Deleted
        : code == "Cooldown"_L1                 ? Reason::Idle
        : code == "Lifetime"_L1                 ? Reason::AgeLimit
        : code == "LimitExceeded"_L1            ? Reason::BeyondLimits
        : says("left alone for"_L1)             ? Reason::Idle
        : says("lifetime of"_L1)                ? Reason::AgeLimit
        : says("session was deleted"_L1)        ? Reason::Deleted
        : says("session was ended because"_L1)  ? Reason::BeyondLimits
        : says("process ended"_L1)              ? Reason::KernelDied
                                                : Reason::Unknown;
    return {.reason = reason, .detail = message};
}

} // namespace sessionbook
