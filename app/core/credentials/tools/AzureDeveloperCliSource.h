#pragma once

#include "credentials/tools/ToolSource.h"

namespace sessionbook {

/// Asks the Azure Developer CLI: `azd auth token --output json --no-prompt --scope …`.
class AzureDeveloperCliSource final : public ToolSource
{
public:
    explicit AzureDeveloperCliSource(QString tenant = {}, QString program = QStringLiteral("azd"),
                                     std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;

private:
    [[nodiscard]] Result<QStringList, SourceFailure>
    argumentsFor(const TokenQuery &query, const QString &tenant) const override;
};

} // namespace sessionbook
