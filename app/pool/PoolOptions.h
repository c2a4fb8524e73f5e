#pragma once

#include "DoorOptions.h"
#include "pool/http/ApiHabits.h"
#include "pool/sandbox/WorkerSandbox.h"
#include "pool/sessions/PoolType.h"
#include "pool/sessions/SessionRules.h"
#include "base/Result.h"
#include "base/Secret.h"

#include <QStringList>

namespace sessionbook {

/// What the command line asks for.
struct PoolOptions
{
    int port = 0; ///< 0: any
    PoolType type = PoolType::Python;
    DoorOptions doors;
    Secret token; ///< empty: made up at the start
    int ready = 1;
    bool detach = false;
    bool showHelp = false;
    bool showVersion = false;
    SessionRules sessions;
    ApiHabits habits;
    QString faultsFile; ///< empty: none strike
    SandboxLimits limits = SandboxLimits::defaults();
    Egress egress = Egress::Off;

    /// `arguments` with the program's name first; the error's detail is a sentence for standard
    /// error.
    [[nodiscard]] static Result<PoolOptions> parse(const QStringList &arguments);
    [[nodiscard]] static QString helpText();
};

} // namespace sessionbook
