#pragma once

#include "sessions/PoolAbilities.h"
#include "sessions/SessionJob.h"

namespace sessionbook {

/// Asks the pool what it is: its Python and the extensions it knows.
class PoolMetadataJob : public SessionJob
{
    Q_OBJECT
public:
    explicit PoolMetadataJob(RestClient &client, QObject *parent = nullptr);

    [[nodiscard]] Result<PoolAbilities, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    PoolAbilities m_abilities;
};

} // namespace sessionbook
