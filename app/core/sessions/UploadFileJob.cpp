#include "sessions/UploadFileJob.h"

#include "sessions/ServiceVersion.h"
#include "sessions/SessionFileReader.h"
#include "sessions/UploadPlan.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

RestError localFileError(const QString &localPath, const QString &detail)
{
    return {RestError::Kind::LocalFile,
            0,
            {},
            u"%1: %2"_s.arg(QFileInfo(localPath).fileName(), detail)};
}

} // namespace

UploadFileJob::UploadFileJob(const SessionPlace &place, const QString &localPath,
                             const QString &remoteName, QObject *parent)
    : SessionJob(place, parent)
    , m_localPath(localPath)
    , m_remoteName(remoteName)
{
    setMakesSession();
    setIdleTimeout(std::chrono::seconds(
        60)); // the service may need a while between the last byte and its answer
}

UploadFileJob::~UploadFileJob() = default;

Result<SessionFile, RestError> UploadFileJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_uploaded;
}

Result<RestJob::Request, RestError> UploadFileJob::request()
{
    const RemotePath path(m_remoteName, version());
    // The earlier attempt's reply may still be reading: it is let go first, its body after it.
    auto body = std::make_unique<MultipartBody>(m_localPath, path.name);
    if (!body->open())
        return localFileError(m_localPath, body->errorString());
    if (body->fileSize() > UploadPlan::maximumBytes)
        return RestError{RestError::Kind::TooLarge, 0, {}, u"%1 bytes"_s.arg(body->fileSize())};
    if (m_body)
        m_body.release()->deleteLater();
    m_body = std::move(body);

    Request request = sessionRequest("POST", version().uploadPath());
    path.addTo(request.query);
    request.contentType = m_body->contentType();
    request.device = m_body.get();
    return request;
}

std::optional<RestError> UploadFileJob::replyFinished(QNetworkReply &, const QByteArray &body)
{
    const auto file = readUploadedFile(body);
    if (!file)
        return file.error();
    if (file->sizeBytes != m_body->fileSize()) {
        return invalidReply(
            u"sent %1 bytes, the session has %2"_s.arg(m_body->fileSize()).arg(file->sizeBytes));
    }
    m_uploaded = *file;
    return std::nullopt;
}

} // namespace sessionbook
