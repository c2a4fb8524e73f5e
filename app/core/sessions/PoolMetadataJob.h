#pragma once

#include "sessions/PoolAbilities.h"
#include "sessions/SessionJob.h"

namespace sessionbook {

/// Asks the pool what it is: its Python and the extensions it knows.
///
/// Asked once for each connection, and always in the newest version first: so a pool that speaks
/// newer ones than when it was remembered is noticed.
class PoolMetadataJob : public SessionJob
{
    Q_OBJECT
public:
    explicit PoolMetadataJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<PoolAbilities, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    PoolAbilities m_abilities;
};

} // namespace sessionbook
