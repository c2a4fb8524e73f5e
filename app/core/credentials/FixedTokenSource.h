#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// A token that was typed in. White space around it, as copying brings along, is dropped.
class FixedTokenSource final : public CredentialSource
{
public:
    explicit FixedTokenSource(const Secret &token);

    [[nodiscard]] QString name() const override;
    void fetch(QObject *context, Callback callback) override;

private:
    Secret m_token;
};

} // namespace sessionbook
