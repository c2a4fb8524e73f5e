#pragma once

#include "Authorizer.h"
#include "HostRules.h"

#include <QString>

#include <httplib.h>

#include <memory>

namespace sessionbook {

/// Decides who may speak to the pool at all: whom the authorizer knows, by a name that is the
/// pool's, and no web page. Called from any thread.
class RequestGuard
{
public:
    RequestGuard(std::unique_ptr<Authorizer> authorizer, HostRules hosts);

    /// False for what a web page sent, or what calls the pool by a foreign name.
    [[nodiscard]] bool isAddressedToUs(const httplib::Request &request) const;
    /// Nothing for who may pass, else the value of `WWW-Authenticate` for the 401.
    [[nodiscard]] std::optional<QByteArray> challenge(const httplib::Request &request) const;

private:
    std::unique_ptr<Authorizer> m_authorizer;
    HostRules m_hosts;
};

/// The service's rule for session identifiers: 4 to 128 characters of its set.
[[nodiscard]] bool isValidSessionIdentifier(const QString &identifier);
/// What we accept as the id of an execution.
[[nodiscard]] bool isValidOperationId(const QString &id);

} // namespace sessionbook
