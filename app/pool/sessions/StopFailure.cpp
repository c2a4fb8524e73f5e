#include "StopFailure.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

std::optional<ExecutionFailure> stopFailure(const ExecutionControl &control)
{
    switch (control.stopReason()) {
    case StopReason::None:
        return std::nullopt;
    case StopReason::Canceled:
        return ExecutionFailure{u"Canceled"_s, u"The execution was interrupted."_s};
    case StopReason::ClientGone:
        return ExecutionFailure{u"Canceled"_s, u"The client left before the end."_s};
    case StopReason::KernelRestarted:
        return ExecutionFailure{u"Canceled"_s, u"The session was restarted."_s};
    case StopReason::SessionDeleted:
        return ExecutionFailure{u"SessionDeleted"_s, u"The session was deleted."_s};
    case StopReason::SessionEnded:
        return ExecutionFailure{u"SessionEnded"_s,
                                u"The session was ended because %1."_s.arg(control.why())};
    case StopReason::Timeout:
        break;
    }
    return ExecutionFailure{u"Timeout"_s, u"The execution took longer than its timeout."_s};
}

bool sessionLivesOn(StopReason reason)
{
    return reason == StopReason::Canceled || reason == StopReason::ClientGone
        || reason == StopReason::Timeout;
}

ExecutionStatus statusOf(const ExecutionFailure &failure)
{
    return failure.code == "Canceled"_L1 ? ExecutionStatus::Canceled : ExecutionStatus::Failed;
}

} // namespace sessionbook
