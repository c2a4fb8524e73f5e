#include "credentials/EnvironmentSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

EnvironmentSource::EnvironmentSource(QByteArray variable)
    : m_variable(std::move(variable))
{
}

QString EnvironmentSource::name() const
{
    return u"environment"_s;
}

void EnvironmentSource::fetch(QObject *, Callback callback)
{
    Secret token(qgetenv(m_variable.constData()).trimmed());
    if (token.isEmpty()) {
        const QString detail = u"%1 is not set"_s.arg(QString::fromLatin1(m_variable));
        return callback(RestError{RestError::Kind::NoCredential, 0, {}, detail});
    }
    callback(AccessToken{std::move(token), {}});
}

} // namespace sessionbook
