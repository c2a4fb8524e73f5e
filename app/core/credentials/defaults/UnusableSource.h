#pragma once

#include "credentials/CredentialSource.h"

namespace sessionbook {

/// Stands where a source would be whose settings cannot be used, and says why.
class UnusableSource final : public CredentialSource
{
public:
    UnusableSource(QString name, SourceFailure failure)
        : m_name(std::move(name))
        , m_failure(std::move(failure))
    {
    }

    [[nodiscard]] QString name() const override { return m_name; }
    void fetch(const TokenQuery &, QObject *, Callback callback) override { callback(m_failure); }

private:
    QString m_name;
    SourceFailure m_failure;
};

} // namespace sessionbook
