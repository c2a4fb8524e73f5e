#include "credentials/EnvironmentSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

EnvironmentSource::EnvironmentSource(QString audience, QByteArray variable)
    : m_audience(std::move(audience))
    , m_variable(std::move(variable))
{
}

QString EnvironmentSource::name() const
{
    return u"environment"_s;
}

void EnvironmentSource::fetch(const TokenQuery &query, QObject *, Callback callback)
{
    const QString variable = QString::fromLatin1(m_variable);
    Secret token(qgetenv(m_variable.constData()).trimmed());
    if (token.isEmpty())
        return callback(SourceFailure::unavailable(u"%1 is not set"_s.arg(variable)));
    if (query.audience != m_audience)
        return callback(SourceFailure::unavailable(
            u"%1 is for pools only, not for %2"_s.arg(variable, query.audience)));
    callback(AccessToken{std::move(token), {}});
}

} // namespace sessionbook
