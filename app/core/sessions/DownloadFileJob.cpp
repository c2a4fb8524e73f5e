#include "sessions/DownloadFileJob.h"

#include "sessions/ServiceVersion.h"
#include "sessions/SessionFileReader.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 pieceBytes = qint64{1} * 1024 * 1024;

} // namespace

DownloadFileJob::DownloadFileJob(const SessionPlace &place, const QString &remoteName,
                                 const QString &localPath, QObject *parent)
    : SessionJob(place, parent)
    , m_remoteName(remoteName)
    , m_localPath(localPath)
{
}

DownloadFileJob::~DownloadFileJob() = default;

RestError DownloadFileJob::localFileError() const
{
    const QString name = QFileInfo(m_localPath).fileName();
    return {RestError::Kind::LocalFile, 0, {}, u"%1: %2"_s.arg(name, m_file->errorString())};
}

Result<RestJob::Request, RestError> DownloadFileJob::request()
{
    m_file = std::make_unique<QSaveFile>(m_localPath);
    if (!m_file->open(QIODevice::WriteOnly))
        return localFileError();
    const RemotePath path(m_remoteName, version());
    Request request = sessionRequest("GET", version().contentPath(path.name));
    path.addTo(request.query);
    request.accept = "*/*";
    request.headers = {{"Accept-Encoding", "identity"}};
    request.readBufferBytes = 4 * pieceBytes;
    return request;
}

void DownloadFileJob::dataAvailable(QNetworkReply &reply)
{
    const QByteArray bytes = reply.read(pieceBytes);
    if (m_file->write(bytes) != bytes.size())
        fail(localFileError());
}

std::optional<RestError> DownloadFileJob::replyFinished(QNetworkReply &, const QByteArray &)
{
    if (!m_file->commit())
        return localFileError();
    return std::nullopt;
}

} // namespace sessionbook
