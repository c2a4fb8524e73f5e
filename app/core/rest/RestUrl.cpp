#include "rest/RestUrl.h"

#include <QByteArrayList>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QByteArray encodedPath(const QString &path)
{
    QByteArrayList segments;
    for (const QString &segment : path.split(u'/'))
        segments += QUrl::toPercentEncoding(segment);
    return segments.join('/');
}

bool hasDotSegment(const QString &path)
{
    const QStringList segments = path.split(u'/');
    return segments.contains(u"."_s) || segments.contains(u".."_s);
}

QByteArray encodedQuery(const RestQuery &query)
{
    QByteArrayList items;
    for (const auto &[name, value] : query)
        items += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    return items.join('&');
}

} // namespace

QUrl restUrl(const QUrl &base, const QString &path, const RestQuery &query)
{
    if (!base.isValid() || hasDotSegment(path))
        return {};
    QByteArray url = base.toEncoded(QUrl::FullyEncoded | QUrl::RemoveQuery | QUrl::RemoveFragment);
    while (url.endsWith('/'))
        url.chop(1);
    url += '/' + encodedPath(path);
    if (!query.isEmpty())
        url += '?' + encodedQuery(query);
    return QUrl::fromEncoded(url, QUrl::StrictMode);
}

bool haveSameOrigin(const QUrl &a, const QUrl &b)
{
    const auto portOf
        = [](const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && portOf(a) == portOf(b);
}

} // namespace sessionbook
