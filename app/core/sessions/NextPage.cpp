#include "sessions/NextPage.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sessionbook {

Result<RestQuery, RestError> nextPageQuery(const QUrl &current, const QString &nextLink)
{
    if (nextLink.isEmpty())
        return RestQuery();
    const QUrl next = current.resolved(QUrl(nextLink, QUrl::StrictMode));
    if (!haveSameOrigin(next, current))
        return RestError{RestError::Kind::Insecure, 0, {}, u"the next page is on another host"_s};
    RestQuery query;
    for (const auto &[name, value] : QUrlQuery(next).queryItems(QUrl::FullyDecoded))
        query.append({name, value});
    return query;
}

} // namespace sessionbook
