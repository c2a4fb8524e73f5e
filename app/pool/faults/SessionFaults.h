#pragma once

#include <QString>

namespace sessionbook {

/// What faults may do to sessions, which lie above them. Called from any thread; a session that
/// does not exist is none of its business.
class SessionFaults
{
public:
    virtual ~SessionFaults() = default;
    /// Deletes the session as if its time were over.
    virtual void vanish(const QString &identifier) = 0;
    /// Kills the session's Python processes as if they had crashed.
    virtual void killKernel(const QString &identifier) = 0;
};

} // namespace sessionbook
