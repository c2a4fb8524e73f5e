#pragma once

#include <QString>

#include <chrono>
#include <optional>
#include <variant>

namespace sessionbook {

/// Whether a fault strikes instead of the work that was asked for, or when that is done and only
/// its answer is lost.
enum class FaultMoment { Before, After };

/// No answer: the connection ends.
struct RefuseFault
{
    bool reset = false; ///< by a TCP reset instead of an orderly end
    FaultMoment moment = FaultMoment::Before;
};

/// The work begins later.
struct DelayFault
{
    std::chrono::milliseconds length{0};
};

/// The bodies that errors of the service come in (PROTOCOL §4).
enum class ErrorShape { Error, Message, Problem, Text, Empty };

/// An error of HTTP.
struct StatusFault
{
    int status = 500;
    ErrorShape shape = ErrorShape::Error;
    QString code;
    QString message;
    std::optional<int> retryAfterSeconds = {};
    FaultMoment moment = FaultMoment::Before;
};

/// The connection ends in the middle of the reply's body.
struct CutFault
{
    qint64 afterBytes = 0;
};

/// The reply's body stands still.
struct StallFault
{
    qint64 afterBytes = 0;
    std::optional<std::chrono::milliseconds> length = {}; ///< none: until the client leaves
};

struct SlowFault
{
    qint64 bytesPerSecond = 1;
};

/// Something happens to the session that the request names.
struct SessionFault
{
    enum class What { Vanish, KillKernel };

    What what = What::Vanish;
    std::chrono::milliseconds after{0}; ///< since the request came; zero: before its work begins
    std::optional<qint64> afterBytes
        = {}; ///< instead: as soon as so much of the reply's body is on its way
};

using FaultAction = std::variant<RefuseFault, DelayFault, StatusFault, CutFault, StallFault,
                                 SlowFault, SessionFault>;

/// Type and decisive figure in a few words, for the log.
[[nodiscard]] QString nameOf(const FaultAction &action);

} // namespace sessionbook
