#pragma once

#include "credentials/CredentialSource.h"

#include <chrono>

namespace sessionbook {

/// Asks Azure PowerShell (pwsh with the module Az.Accounts) by Get-AzAccessToken. Every failure
/// passes on.
class AzurePowerShellSource final : public CredentialSource
{
public:
    /// `tenant` empty: its own.
    explicit AzurePowerShellSource(QString tenant = {}, QString program = QStringLiteral("pwsh"),
                                   std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    QString m_tenant;
    QString m_program;
    std::chrono::milliseconds m_timeout;
};

} // namespace sessionbook
