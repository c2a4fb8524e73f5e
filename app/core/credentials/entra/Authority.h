#pragma once

#include "base/Result.h"
#include "credentials/SourceFailure.h"

#include <QUrl>

namespace sessionbook {

/// The host that signs people and programs in, of the public cloud or of a sovereign one.
class Authority
{
public:
    /// The public cloud's.
    Authority();
    /// A host, or an address that begins with https (http for this computer only); empty: what
    /// AZURE_AUTHORITY_HOST says, else the public cloud's.
    [[nodiscard]] static Result<Authority, SourceFailure> named(const QString &text);

    [[nodiscard]] QUrl base() const { return m_base; }
    /// `tenant` is usable (TokenQuery.h).
    [[nodiscard]] QUrl tokenUrl(const QString &tenant) const;
    [[nodiscard]] QUrl authorizeUrl(const QString &tenant) const;
    [[nodiscard]] QUrl deviceCodeUrl(const QString &tenant) const;
    /// Azure Resource Manager of the same cloud, such as "https://management.azure.com": address
    /// and audience in one. The public cloud's where the host is not known.
    [[nodiscard]] QString resourceManager() const;

private:
    explicit Authority(QUrl base)
        : m_base(std::move(base))
    {
    }
    [[nodiscard]] QUrl endpoint(const QString &tenant, const QString &name) const;

    QUrl m_base;
};

} // namespace sessionbook
