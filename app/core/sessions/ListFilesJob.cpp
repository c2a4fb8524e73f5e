#include "sessions/ListFilesJob.h"

#include "sessions/SessionFileReader.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int maximumPages = 100;

} // namespace

ListFilesJob::ListFilesJob(RestClient &client, const QString &identifier, QObject *parent)
    : SessionJob(client, identifier, parent)
{
}

Result<QList<SessionFile>, RestError> ListFilesJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_files;
}

Result<RestJob::Request, RestError> ListFilesJob::request()
{
    Request request = sessionRequest("GET", u"files"_s);
    if (m_nextQuery.isEmpty())
        request.query.append({u"recursive"_s, u"true"_s});
    else
        request.query = m_nextQuery;
    return request;
}

std::optional<RestError> ListFilesJob::replyFinished(QNetworkReply &reply, const QByteArray &body)
{
    const auto page = readFilePage(body);
    if (!page)
        return page.error();
    m_files += page->files.first(std::min(page->files.size(), maximumEntries - m_files.size()));
    if (page->nextLink.isEmpty() || m_files.size() >= maximumEntries || ++m_pages >= maximumPages)
        return std::nullopt;
    return followNextLink(reply.url(), page->nextLink);
}

std::optional<RestError> ListFilesJob::followNextLink(const QUrl &current, const QString &link)
{
    const QUrl next = current.resolved(QUrl(link, QUrl::StrictMode));
    if (!haveSameOrigin(next, current))
        return RestError{RestError::Kind::Insecure, 0, {}, u"the next page is on another host"_s};
    // Only the query is taken over: the path stays that of our own pool.
    m_nextQuery.clear();
    for (const auto &[name, value] : QUrlQuery(next).queryItems(QUrl::FullyDecoded))
        m_nextQuery.append({name, value});
    if (m_nextQuery.isEmpty())
        return std::nullopt;
    continueAfter(std::chrono::milliseconds(0));
    return std::nullopt;
}

} // namespace sessionbook
