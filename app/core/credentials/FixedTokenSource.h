#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// A pool's token that was typed in. White space around it, as copying brings along, is dropped. It
/// has none for other audiences than the one it is for.
class FixedTokenSource final : public CredentialSource
{
public:
    FixedTokenSource(const Secret &token, QString audience);

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    Secret m_token;
    QString m_audience;
};

} // namespace sessionbook
