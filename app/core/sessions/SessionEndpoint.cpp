#include "sessions/SessionEndpoint.h"

#include "rest/RestClient.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

RestError badAddress(const QString &detail)
{
    return {RestError::Kind::BadRequest, 0, u"InvalidAddress"_s, detail};
}

} // namespace

SessionEndpoint SessionEndpoint::local()
{
    return {};
}

SessionEndpoint SessionEndpoint::of(const PoolProfile &pool)
{
    return {.kind = Kind::Remote,
            .name = pool.name,
            .url = pool.url,
            .credential = pool.credential,
            .signIn = pool.signIn};
}

Result<SessionEndpoint, RestError> SessionEndpoint::remote(const QString &text,
                                                           Credential credential)
{
    QString trimmed = text.trimmed();
    while (trimmed.endsWith(u'/'))
        trimmed.chop(1);
    const QUrl url(trimmed, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return badAddress(u"not an address with a host"_s);
    if (!url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return badAddress(u"an address with a user, a query or a fragment"_s);
    if (url.scheme() != "https"_L1 && url.scheme() != "http"_L1)
        return badAddress(u"neither https nor http"_s);
    if (!RestClient::maySendTokenTo(url))
        return RestError{RestError::Kind::Insecure, 0, {}, url.host()};
    return SessionEndpoint{.kind = Kind::Remote, .url = url, .credential = credential};
}

QString SessionEndpoint::displayName() const
{
    if (!name.isEmpty() || kind == Kind::Local)
        return name;
    const QString pool = url.path().section(u'/', -1);
    return pool.isEmpty() ? url.host() : u"%1 (%2)"_s.arg(pool, url.host());
}

} // namespace sessionbook
