#pragma once

#include "credentials/CredentialSource.h"

#include <chrono>

namespace sessionbook {

/// Asks the Azure CLI: `az account get-access-token --resource … --output json`. Every failure
/// passes on: not installed, not signed in, too slow, no usable answer. A service that asks for
/// more than the CLI's sign-in holds (claims) is told to the user, as the CLI cannot be handed
/// that.
class AzureCliSource final : public CredentialSource
{
public:
    /// `tenant` empty: the CLI's own.
    explicit AzureCliSource(QString tenant = {}, QString program = QStringLiteral("az"),
                            std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    QString m_tenant;
    QString m_program;
    std::chrono::milliseconds m_timeout;
};

} // namespace sessionbook
