#include "RequestGuard.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QByteArray header(const httplib::Request &request, const char *name)
{
    return QByteArray::fromStdString(request.get_header_value(name));
}

bool isAsciiLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

RequestGuard::RequestGuard(std::unique_ptr<Authorizer> authorizer, HostRules hosts)
    : m_authorizer(std::move(authorizer))
    , m_hosts(std::move(hosts))
{
}

bool RequestGuard::isAddressedToUs(const httplib::Request &request) const
{
    // HTTP/1.0 knows no Host; no browser speaks it.
    const bool hasHost = request.version != "HTTP/1.0" || request.has_header("Host");
    const QByteArray host = header(request, "Host");
    if (hasHost && (request.get_header_value_count("Host") != 1 || !m_hosts.acceptsHost(host)))
        return false;
    return request.get_header_value_count("Origin") <= 1
        && HostRules::acceptsOrigin(header(request, "Origin"), host)
        && HostRules::acceptsFetchSite(header(request, "Sec-Fetch-Site"));
}

std::optional<QByteArray> RequestGuard::challenge(const httplib::Request &request) const
{
    return m_authorizer->challenge(header(request, "Authorization"));
}

bool isValidSessionIdentifier(const QString &identifier)
{
    const QString signs = u"_|}{[]:\"';<>?/.,@#$%^&*()-+=!~`"_s;
    return identifier.size() >= 4 && identifier.size() <= 128
        && std::ranges::all_of(
               identifier, [&](QChar c) { return isAsciiLetterOrDigit(c) || signs.contains(c); });
}

bool isValidOperationId(const QString &id)
{
    const QString signs = u"-_."_s;
    return !id.isEmpty() && id.size() <= 128 && std::ranges::all_of(id, [&](QChar c) {
        return isAsciiLetterOrDigit(c) || signs.contains(c);
    });
}

} // namespace sessionbook
