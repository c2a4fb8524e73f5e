#include "credentials/FixedTokenSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

FixedTokenSource::FixedTokenSource(const Secret &token, QString audience)
    : m_token(token.reveal().trimmed())
    , m_audience(std::move(audience))
{
}

QString FixedTokenSource::name() const
{
    return u"typed-in token"_s;
}

void FixedTokenSource::fetch(const TokenQuery &query, QObject *, Callback callback)
{
    if (m_token.isEmpty())
        return callback(SourceFailure::unavailable(u"no token was entered"_s));
    if (query.audience != m_audience)
        return callback(SourceFailure::unavailable(
            u"it is for the pool only, not for %1"_s.arg(query.audience)));
    callback(AccessToken{m_token, {}});
}

} // namespace sessionbook
