#pragma once

#include "pool/sandbox/SessionCgroup.h"

#include <QString>

#include <memory>

namespace sessionbook {

/// What the kernels of one session have in common.
struct KernelPlace
{
    QString dataDirectory; ///< they see it as /mnt/data
    std::shared_ptr<SessionCgroup> cgroup; ///< null where the machine lets us make none
};

} // namespace sessionbook
