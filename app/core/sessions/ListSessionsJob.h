#pragma once

#include "base/Result.h"
#include "sessions/SessionInfo.h"
#include "sessions/SessionJob.h"

namespace sessionbook {

/// Lists the pool's sessions, page after page, up to `maximumSessions`. Makes none. A next page on
/// another host is refused. BadRequest or NotFound from a pool whose version has no such list.
class ListSessionsJob : public SessionJob
{
    Q_OBJECT
public:
    static constexpr qsizetype maximumSessions = 5000;

    explicit ListSessionsJob(const SessionPlace &place, QObject *parent = nullptr);

    [[nodiscard]] Result<SessionListing, RestError> result() const;

protected:
    Result<Request, RestError> request() override;
    std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) override;

private:
    SessionListing m_listing;
    RestQuery m_nextQuery; ///< of the page to ask for; empty: the first
    int m_pages = 0;
};

} // namespace sessionbook
