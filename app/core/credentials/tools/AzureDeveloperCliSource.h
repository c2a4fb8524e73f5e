#pragma once

#include "credentials/CredentialSource.h"

#include <chrono>

namespace sessionbook {

/// Asks the Azure Developer CLI: `azd auth token --output json --no-prompt --scope …`. Every
/// failure passes on.
class AzureDeveloperCliSource final : public CredentialSource
{
public:
    /// `tenant` empty: its own.
    explicit AzureDeveloperCliSource(QString tenant = {}, QString program = QStringLiteral("azd"),
                                     std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    QString m_tenant;
    QString m_program;
    std::chrono::milliseconds m_timeout;
};

} // namespace sessionbook
