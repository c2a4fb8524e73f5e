#include "sessions/ListSessionsJob.h"

#include "sessions/NextPage.h"
#include "sessions/ServiceVersion.h"
#include "sessions/SessionInfoReader.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int maximumPages = 100;

} // namespace

ListSessionsJob::ListSessionsJob(const SessionPlace &place, QObject *parent)
    : SessionJob({place.client, place.dialect, {}}, parent)
{
    requireVersionThat(&ServiceVersion::managesSessions);
}

Result<SessionListing, RestError> ListSessionsJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_listing;
}

Result<RestJob::Request, RestError> ListSessionsJob::request()
{
    if (const auto error = unavailable())
        return *error;
    Request request = sessionRequest("GET", u"listSessions"_s);
    if (!m_nextQuery.isEmpty())
        request.query = m_nextQuery;
    return request;
}

std::optional<RestError> ListSessionsJob::replyFinished(QNetworkReply &reply,
                                                        const QByteArray &body)
{
    const auto page = readSessionPage(body);
    if (!page)
        return page.error();
    const qsizetype room = maximumSessions - m_listing.sessions.size();
    m_listing.sessions += page->sessions.first(std::min(page->sessions.size(), room));
    m_listing.ended += page->ended;
    const auto next = nextPageQuery(reply.url(), page->nextLink);
    if (!next)
        return next.error();
    m_nextQuery = *next;
    if (m_nextQuery.isEmpty())
        return std::nullopt;
    // A page without sessions whose next page is another one would never end.
    m_listing.isComplete = m_listing.sessions.size() < maximumSessions && ++m_pages < maximumPages
        && !page->sessions.isEmpty();
    if (m_listing.isComplete)
        continueAfter(std::chrono::milliseconds(0));
    return std::nullopt;
}

} // namespace sessionbook
