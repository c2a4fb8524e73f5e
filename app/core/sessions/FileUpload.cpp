#include "sessions/FileUpload.h"

#include "sessions/SessionClient.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

FileUpload::FileUpload(SessionClient &session, const PlannedUpload &upload, QObject *parent)
    : QObject(parent)
    , m_session(&session)
    , m_upload(upload)
{
}

FileUpload::~FileUpload() = default;

void FileUpload::start()
{
    Q_ASSERT(m_state == State::New && m_session);
    m_state = State::Sending;
    m_job = m_session->uploadFile(m_upload.localPath, m_upload.remoteName, this);
    m_job->setRetryPolicy(RetryPolicy::idempotent().waitingForRoom());
    connect(m_job, &RestJob::finished, this, &FileUpload::uploadEnded);
    connect(m_job, &RestJob::waiting, this, [this](const RestError &why) {
        if (why.kind != RestError::Kind::Throttled)
            return;
        m_hasSent = false; // it was refused whole
        emit waitingForRoom();
    });
    connect(m_job, &RestJob::uploadProgressed, this, [this](qint64 sent, qint64 total) {
        m_hasSent = m_hasSent || sent > 0;
        // What frames the file in the request is counted too; people compare with the file's own
        // size.
        emit progressed(
            std::clamp<qint64>(m_upload.sizeBytes - (total - sent), 0, m_upload.sizeBytes));
    });
    connect(m_session, &QObject::destroyed, this, &FileUpload::sessionGone);
    m_job->start();
}

void FileUpload::cancel()
{
    if (m_state == State::Sending)
        m_job->cancel();
}

void FileUpload::uploadEnded()
{
    m_error = m_job->error();
    m_job->deleteLater();
    m_job = nullptr;
    if (m_error && sessionMayHoldAPart())
        return removePart();
    finish();
}

// A service that answered with a refusal kept nothing; and where a file was to be replaced, the old
// one may still be whole.
bool FileUpload::sessionMayHoldAPart() const
{
    const bool wasRefused = m_error->httpStatus >= 400 && m_error->httpStatus < 500;
    return m_hasSent && !wasRefused && !m_upload.replaces;
}

void FileUpload::removePart()
{
    m_state = State::Removing;
    m_job = m_session->deleteFile(m_upload.remoteName, this);
    m_job->setRetryPolicy(RetryPolicy::never());
    m_job->setIdleTimeout(std::chrono::seconds(10));
    connect(m_job, &RestJob::finished, this, &FileUpload::finish);
    m_job->start();
}

void FileUpload::sessionGone()
{
    if (m_state != State::Sending && m_state != State::Removing)
        return;
    delete std::exchange(m_job, nullptr); // its client may be next to go
    if (!m_error)
        m_error = RestError{RestError::Kind::ConnectionLost, 0, {}, u"the session was closed"_s};
    QMetaObject::invokeMethod(this, &FileUpload::finish, Qt::QueuedConnection);
}

void FileUpload::finish()
{
    if (m_state == State::Finished)
        return;
    m_state = State::Finished;
    emit finished();
}

} // namespace sessionbook
