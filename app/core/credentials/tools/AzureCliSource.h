#pragma once

#include "credentials/tools/ToolSource.h"

namespace sessionbook {

/// Asks the Azure CLI: `az account get-access-token --resource … --output json`. A service that
/// asks for more than the CLI's sign-in holds (claims) is told to the user, as the CLI cannot be
/// handed that.
class AzureCliSource final : public ToolSource
{
public:
    explicit AzureCliSource(QString tenant = {}, QString program = QStringLiteral("az"),
                            std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;

private:
    [[nodiscard]] Result<QStringList, SourceFailure>
    argumentsFor(const TokenQuery &query, const QString &tenant) const override;
};

} // namespace sessionbook
