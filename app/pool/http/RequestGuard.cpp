#include "RequestGuard.h"

#include <QUrl>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

bool isLocalName(const QString &host)
{
    return host == "127.0.0.1"_L1 || host == "::1"_L1
        || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
}

bool isAsciiLetterOrDigit(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
}

} // namespace

bool RequestGuard::isAuthorized(const QByteArray &authorizationHeader) const
{
    constexpr QByteArrayView scheme("bearer ");
    if (!authorizationHeader.toLower().startsWith(scheme) || m_token.isEmpty())
        return false;
    const QByteArray given = authorizationHeader.mid(scheme.size()).trimmed();
    const QByteArray &wanted = m_token.reveal();
    unsigned difference = given.size() == wanted.size() ? 0U : 1U;
    for (qsizetype i = 0; i < given.size(); ++i)
        difference |= unsigned(uchar(given.at(i)) ^ uchar(wanted.at(i % wanted.size())));
    return difference == 0;
}

bool RequestGuard::isLocalHost(const QByteArray &hostHeader)
{
    return hostHeader.isEmpty()
        || isLocalName(QUrl(u"http://"_s + QString::fromLatin1(hostHeader)).host());
}

bool RequestGuard::isLocalOrigin(const QByteArray &originHeader)
{
    return originHeader.isEmpty() || isLocalName(QUrl(QString::fromLatin1(originHeader)).host());
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
