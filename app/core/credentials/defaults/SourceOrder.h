#pragma once

#include "base/Result.h"
#include "credentials/SourceFailure.h"

#include <QList>

namespace sessionbook {

/// The sources of DefaultAzureCredential that this program has.
enum class SourceKind {
    ServicePrincipal, ///< EnvironmentCredential
    WorkloadIdentity,
    ManagedIdentity,
    AzureCli,
    AzurePowerShell,
    AzureDeveloperCli
};

/// Which are asked, in order, for a value of AZURE_TOKEN_CREDENTIALS: all without one, "prod",
/// "dev", or the name of one credential. Anything else is refused, a credential that this program
/// does not have by its name. Pure.
[[nodiscard]] Result<QList<SourceKind>, SourceFailure> sourceOrder(const QString &value);

} // namespace sessionbook
