#include "HostRules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

bool isPort(QByteArrayView text)
{
    return text.size() <= 5
        && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

std::optional<QString> canonicalIpv6(const QByteArray &text)
{
    in6_addr address{};
    std::array<char, INET6_ADDRSTRLEN> canonical{};
    if (inet_pton(AF_INET6, text.constData(), &address) != 1
        || inet_ntop(AF_INET6, &address, canonical.data(), canonical.size()) == nullptr)
        return {};
    return QString::fromLatin1(canonical.data());
}

std::optional<QString> canonicalName(QByteArray name)
{
    name = name.toLower();
    if (name.endsWith('.'))
        name.chop(1);
    if (name.isEmpty() || name.size() > 253 || !std::ranges::all_of(name, isNameCharacter))
        return {};
    return QString::fromLatin1(name);
}

/// The part before the port; nothing when what follows is none.
std::optional<QByteArray> withoutPort(const QByteArray &host, qsizetype end)
{
    const QByteArrayView rest = QByteArrayView(host).sliced(end);
    if (!rest.isEmpty() && (rest.front() != ':' || !isPort(rest.sliced(1))))
        return {};
    return host.first(end);
}

} // namespace

HostRules::HostRules(const QStringList &names)
    : m_names(QStringList{u"127.0.0.1"_s, u"::1"_s, u"localhost"_s} + names)
{
}

std::optional<QString> HostRules::canonicalHost(const QByteArray &hostHeader)
{
    if (hostHeader.startsWith('[')) {
        const auto host = withoutPort(hostHeader, hostHeader.indexOf(']') + 1);
        return host && host->size() > 2 ? canonicalIpv6(host->sliced(1, host->size() - 2))
                                        : std::nullopt;
    }
    const qsizetype colon = hostHeader.indexOf(':');
    const auto host = withoutPort(hostHeader, colon < 0 ? hostHeader.size() : colon);
    return host ? canonicalName(*host) : std::nullopt;
}

bool HostRules::acceptsHost(const QByteArray &hostHeader) const
{
    const auto host = canonicalHost(hostHeader);
    return host && m_names.contains(*host);
}

bool HostRules::acceptsOrigin(const QByteArray &originHeader, const QByteArray &hostHeader)
{
    if (originHeader.isEmpty())
        return true;
    const QByteArray origin = originHeader.toLower();
    const QByteArray host = hostHeader.toLower();
    return origin == "http://" + host || origin == "https://" + host;
}

bool HostRules::acceptsFetchSite(const QByteArray &fetchSiteHeader)
{
    // Another page of this computer is "same-site", and as foreign as any.
    return fetchSiteHeader.isEmpty() || fetchSiteHeader == "same-origin"
        || fetchSiteHeader == "none";
}

} // namespace sessionbook
