#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// A pool's token in an environment variable, read anew each time it is asked for. It has none for
/// other audiences than the one it is for.
class EnvironmentSource final : public CredentialSource
{
public:
    static constexpr const char *defaultVariable = "SESSIONBOOK_POOL_TOKEN";

    explicit EnvironmentSource(QString audience, QByteArray variable = defaultVariable);

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    QString m_audience;
    QByteArray m_variable;
};

} // namespace sessionbook
