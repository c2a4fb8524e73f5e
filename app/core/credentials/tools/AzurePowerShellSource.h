#pragma once

#include "credentials/tools/ToolSource.h"

namespace sessionbook {

/// Asks Azure PowerShell (pwsh with the module Az.Accounts) by Get-AzAccessToken. Claims are told
/// to the user, as they are for the Azure CLI.
class AzurePowerShellSource final : public ToolSource
{
public:
    explicit AzurePowerShellSource(QString tenant = {}, QString program = QStringLiteral("pwsh"),
                                   std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;

private:
    [[nodiscard]] Result<QStringList, SourceFailure>
    argumentsFor(const TokenQuery &query, const QString &tenant) const override;
};

} // namespace sessionbook
