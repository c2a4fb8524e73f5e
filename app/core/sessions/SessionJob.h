#pragma once

#include "rest/RestJob.h"

#include <QString>

namespace sessionbook {

/// A request of the protocol: what every one has in its query. The service version is chosen here
/// alone.
class SessionJob : public RestJob
{
    Q_OBJECT
public:
    /// `identifier` empty: the request concerns the pool, not one session.
    SessionJob(RestClient &client, QString identifier, QObject *parent = nullptr);

protected:
    [[nodiscard]] const QString &identifier() const { return m_identifier; }
    /// With api-version and identifier already in its query.
    [[nodiscard]] Request sessionRequest(const QByteArray &verb, const QString &path) const;
    /// The error, or success: what a job without a value answers.
    [[nodiscard]] Result<void, RestError> outcome() const;

private:
    QString m_identifier;
};

/// A reply that is not what the protocol promises.
[[nodiscard]] RestError invalidReply(const QString &detail);

} // namespace sessionbook
