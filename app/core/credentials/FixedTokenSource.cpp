#include "credentials/FixedTokenSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

FixedTokenSource::FixedTokenSource(const Secret &token)
    : m_token(token.reveal().trimmed())
{
}

QString FixedTokenSource::name() const
{
    return u"typed-in token"_s;
}

void FixedTokenSource::fetch(QObject *, Callback callback)
{
    if (m_token.isEmpty())
        return callback(RestError{RestError::Kind::NoCredential, 0, {}, u"no token was entered"_s});
    callback(AccessToken{m_token, {}});
}

} // namespace sessionbook
