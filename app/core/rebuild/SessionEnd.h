#pragma once

#include <QString>

namespace sessionbook {

/// Why a session's state is gone, as far as it can be known. A value; core/wording words it.
struct SessionEnd
{
    enum class Reason {
        Unknown, ///< it is not there any more, and nobody tells why
        Idle, ///< nothing ran for longer than the pool waits
        AgeLimit, ///< the pool lets no session live longer
        BeyondLimits, ///< too much memory, disk or processes
        Deleted, ///< by its owner, here or elsewhere
        KernelDied, ///< Python ended; the session itself may live
        FoundNew, ///< another interpreter answers under the same name
        PoolGone, ///< the pool on this computer ended
        Unreachable, ///< the pool does not answer: the session may live on
        ProgramEnded ///< this program was not running any more
    };

    Reason reason = Reason::Unknown;
    QString detail = {}; ///< what the pool or the system said

    /// By the codes and sentences that our own pool gives; other pools give none, then it is
    /// Unknown.
    [[nodiscard]] static SessionEnd from(const QString &code, const QString &message);

    bool operator==(const SessionEnd &) const = default;
};

} // namespace sessionbook
