#include "credentials/LocalPoolSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

LocalPoolSource::LocalPoolSource(Secret token)
    : m_token(std::move(token))
{
}

QString LocalPoolSource::name() const
{
    return u"local pool"_s;
}

void LocalPoolSource::fetch(const TokenQuery &, QObject *, Callback callback)
{
    if (m_token.isEmpty())
        return callback(SourceFailure::unavailable(u"the pool is not running"_s));
    callback(AccessToken{m_token, {}});
}

} // namespace sessionbook
