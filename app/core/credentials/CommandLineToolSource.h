#pragma once

#include "credentials/CredentialSource.h"

#include <chrono>

namespace sessionbook {

/// Asks the Azure CLI for a token: `az account get-access-token --resource
/// https://dynamicsessions.io --output json`.
///
/// The tool runs beside us; when it takes longer than `timeout`, or nobody waits for it any more,
/// it is killed together with what it started. Errors (NoCredential): not installed, not signed in,
/// too slow, no usable answer.
class CommandLineToolSource final : public CredentialSource
{
public:
    explicit CommandLineToolSource(QString program = {},
                                   std::chrono::milliseconds timeout = std::chrono::seconds(30));

    [[nodiscard]] QString name() const override;
    void fetch(QObject *context, Callback callback) override;

private:
    QString m_program; ///< empty: az on PATH
    std::chrono::milliseconds m_timeout;
};

} // namespace sessionbook
