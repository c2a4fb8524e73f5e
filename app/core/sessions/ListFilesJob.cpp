#include "sessions/ListFilesJob.h"

#include "sessions/NextPage.h"
#include "sessions/ServiceVersion.h"
#include "sessions/SessionFileReader.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int maximumPages = 200;

} // namespace

ListFilesJob::ListFilesJob(const SessionPlace &place, QObject *parent)
    : SessionJob(place, parent)
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
    if (!m_nextQuery.isEmpty())
        request.query = m_nextQuery;
    else if (version().listsRecursively)
        request.query.append({u"recursive"_s, u"true"_s});
    else if (!m_directory.isEmpty())
        request.query.append({u"path"_s, m_directory});
    return request;
}

std::optional<RestError> ListFilesJob::replyFinished(QNetworkReply &reply, const QByteArray &body)
{
    const auto page = readFilePage(body);
    if (!page)
        return page.error();
    take(page->files);
    if (m_files.size() >= maximumEntries || ++m_pages >= maximumPages)
        return std::nullopt;
    const auto next = nextPageQuery(reply.url(), page->nextLink);
    if (!next)
        return next.error();
    m_nextQuery = *next;
    if (m_nextQuery.isEmpty() && m_directories.isEmpty())
        return std::nullopt;
    if (m_nextQuery.isEmpty())
        m_directory = m_directories.takeFirst();
    continueAfter(std::chrono::milliseconds(0));
    return std::nullopt;
}

void ListFilesJob::take(QList<SessionFile> files)
{
    for (SessionFile &file : files) {
        if (m_files.size() >= maximumEntries)
            return;
        if (!version().listsRecursively) {
            file.directory = m_directory; // which the reply does not name
            if (file.isDirectory)
                m_directories.append(file.path());
        }
        m_files.append(std::move(file));
    }
}

} // namespace sessionbook
