#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// A token in an environment variable, read anew each time it is asked for.
class EnvironmentSource final : public CredentialSource
{
public:
    static constexpr const char *defaultVariable = "SESSIONBOOK_POOL_TOKEN";

    explicit EnvironmentSource(QByteArray variable = defaultVariable);

    [[nodiscard]] QString name() const override;
    void fetch(QObject *context, Callback callback) override;

private:
    QByteArray m_variable;
};

} // namespace sessionbook
