#pragma once

#include "base/Secret.h"

#include <QByteArray>
#include <QString>

namespace sessionbook {

/// Decides who may speak to the pool at all: programs of this computer that know the token, and no
/// web page.
class RequestGuard
{
public:
    explicit RequestGuard(Secret token)
        : m_token(std::move(token))
    {
    }

    /// Takes the same time for every token of the same length, so that none can be guessed byte by
    /// byte.
    [[nodiscard]] bool isAuthorized(const QByteArray &authorizationHeader) const;
    /// A page that names another host (DNS rebinding) or comes from a web origin is refused. Empty:
    /// the header is absent.
    [[nodiscard]] static bool isLocalHost(const QByteArray &hostHeader);
    [[nodiscard]] static bool isLocalOrigin(const QByteArray &originHeader);

private:
    Secret m_token;
};

/// The service's rule for session identifiers: 4 to 128 characters of its set.
[[nodiscard]] bool isValidSessionIdentifier(const QString &identifier);
/// What we accept as the id of an execution.
[[nodiscard]] bool isValidOperationId(const QString &id);

} // namespace sessionbook
