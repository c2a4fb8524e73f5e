#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// The token that our own pool on this computer said when it started. A pool that is started anew
/// has another one: setToken().
class LocalPoolSource final : public CredentialSource
{
public:
    explicit LocalPoolSource(Secret token = {});

    void setToken(Secret token) { m_token = std::move(token); }
    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    Secret m_token;
};

} // namespace sessionbook
