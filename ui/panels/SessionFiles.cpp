#include "panels/SessionFiles.h"

#include "helper/HelperNames.h"
#include "wording/ErrorText.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// The helper's own files come and go while cells run, and are nobody's business.
QList<SessionFile> withoutOurs(QList<SessionFile> files)
{
    files.removeIf([](const SessionFile &file) {
        const QString root = file.directory.isEmpty() ? file.name : file.directory;
        return HelperNames::isOurs(root.section(u'/', 0, 0));
    });
    return files;
}

bool isNobodyThere(const RestError &error)
{
    return error.kind == RestError::Kind::ConnectionRefused
        || error.kind == RestError::Kind::HostNotFound;
}

} // namespace

SessionFiles::SessionFiles(Dialogs &dialogs, QWidget &window, QObject *parent)
    : QObject(parent)
    , m_dialogs(dialogs)
    , m_window(window)
{
    connect(&m_uploads, &UploadQueue::uploadAdded, this, &SessionFiles::changed);
    connect(&m_uploads, &UploadQueue::uploadProgressed, this, &SessionFiles::changed);
    connect(&m_uploads, &UploadQueue::uploadFinished, this, &SessionFiles::uploadEnded);
}

SessionFiles::~SessionFiles() = default;

void SessionFiles::setSession(SessionClient *session)
{
    if (m_session == session)
        return;
    delete m_listing;
    m_session = session;
    m_files.clear();
    m_isListed = false;
    m_waitsForRoom = false;
    m_refreshAgain = false;
    m_dragDirectory.reset();
    m_uploads.setSession(session);
    emit changed();
    refresh();
}

QList<FileRow> SessionFiles::rows() const
{
    auto uploads = m_uploads.uploads();
    uploads.removeIf([this](const Upload &upload) { return m_dismissed.contains(upload.id); });
    for (const QString &path : m_waitingForList)
        uploads.append({.localPath = path,
                        .remoteName = QFileInfo(path).fileName(),
                        .waitsForRoom = m_waitsForRoom});
    return FileRow::from(m_files, uploads, m_refused);
}

QStringList SessionFiles::names() const
{
    QStringList names;
    for (const auto &file : m_files)
        if (file.directory.isEmpty())
            names << file.name;
    return names;
}

void SessionFiles::refresh()
{
    if (!m_session)
        return;
    if (m_listing) {
        m_refreshAgain = true; // what is listed now may be older than what made us ask
        return;
    }
    m_listing = m_session->listFiles(this);
    // The cell or the file that needs a session says that the pool is full.
    m_listing->setRetryPolicy(RetryPolicy::idempotent().waitingForRoom());
    connect(m_listing, &RestJob::waiting, this, [this](const RestError &why) {
        m_waitsForRoom = why.kind == RestError::Kind::Throttled;
        emit changed();
    });
    connect(m_listing, &RestJob::finished, this, &SessionFiles::listed);
    m_listing->start();
}

void SessionFiles::listed()
{
    const auto result = m_listing->result();
    m_listing->deleteLater();
    m_listing.clear();
    m_waitsForRoom = false;
    if (result)
        m_files = withoutOurs(*result);
    else if (isNobodyThere(result.error()))
        emit unreachable(result.error());
    else
        emit failed(ErrorText::of(result.error()));
    m_isListed = true;
    emit changed();
    if (!m_waitingForList.isEmpty())
        planUploads(std::exchange(m_waitingForList, {}));
    if (std::exchange(m_refreshAgain, false))
        refresh();
}

void SessionFiles::upload(const QStringList &localPaths)
{
    if (localPaths.isEmpty())
        return;
    if (m_session && !m_isListed) {
        m_waitingForList << localPaths;
        emit changed();
        refresh();
        return;
    }
    planUploads(localPaths);
}

void SessionFiles::planUploads(const QStringList &localPaths)
{
    const UploadPlan plan = UploadPlan::from(localPaths, names());
    m_refused << plan.refused;
    emit changed();

    QList<PlannedUpload> fresh;
    QList<PlannedUpload> conflicting;
    QStringList conflictNames;
    for (const auto &upload : plan.accepted)
        (upload.replaces ? conflicting : fresh) << upload;
    for (const auto &upload : conflicting)
        conflictNames << upload.remoteName;
    enqueue(fresh, ConflictChoice::Replace);
    if (conflicting.isEmpty())
        return;
    m_dialogs.askAboutConflict(&m_window, conflictNames,
                               [guard = QPointer(this), conflicting](ConflictChoice choice) {
                                   if (guard)
                                       guard->enqueue(conflicting, choice);
                               });
}

void SessionFiles::enqueue(const QList<PlannedUpload> &uploads, ConflictChoice choice)
{
    if (choice == ConflictChoice::Skip)
        return;
    QStringList taken = names();
    for (PlannedUpload upload : uploads) {
        if (choice == ConflictChoice::KeepBoth) {
            upload.remoteName = UploadPlan::freeName(upload.remoteName, taken);
            upload.replaces = false;
            taken << upload.remoteName;
        }
        m_uploads.add(upload);
    }
}

void SessionFiles::uploadEnded(quint64 id)
{
    const auto uploads = m_uploads.uploads();
    const auto ended = std::ranges::find(uploads, id, &Upload::id);
    emit changed();
    if (ended == uploads.end() || ended->state != UploadState::Done)
        return;
    emit sent(ended->localPath, ended->remoteName, ended->sizeBytes);
    emit uploaded(ended->remoteName);
    refresh();
}

void SessionFiles::cancel(const FileRow &row)
{
    const auto isThis
        = [&](const RefusedUpload &refused) { return refused.localPath == row.localPath; };
    if (row.uploadId == 0 && row.kind == FileRow::Kind::Upload)
        m_waitingForList.removeAll(row.localPath);
    else if (row.uploadId == 0)
        m_refused.removeIf(isThis);
    else if (row.kind == FileRow::Kind::Upload)
        m_uploads.cancel(row.uploadId);
    else
        m_dismissed << row.uploadId;
    emit changed();
}

void SessionFiles::fetch(const QString &name, const QString &localPath,
                         std::function<void()> whenDone)
{
    if (!m_session)
        return;
    auto *job = m_session->downloadFile(name, localPath, this);
    connect(job, &RestJob::finished, this, [this, job, whenDone = std::move(whenDone)] {
        job->deleteLater();
        if (job->error())
            emit failed(ErrorText::of(*job->error()));
        else
            whenDone();
    });
    job->start();
}

void SessionFiles::download(const QString &name, const QString &localPath)
{
    fetch(name, localPath, [this, name, localPath] { emit downloaded(name, localPath); });
}

void SessionFiles::fetchForDrag(const QString &name)
{
    if (!m_dragDirectory)
        m_dragDirectory = std::make_unique<QTemporaryDir>();
    if (!m_dragDirectory->isValid())
        return emit failed(m_dragDirectory->errorString());
    const QString path = m_dragDirectory->filePath(QFileInfo(name).fileName());
    fetch(name, path, [this, path] { emit fetchedForDrag(path); });
}

void SessionFiles::remove(const QStringList &names)
{
    if (!m_session)
        return;
    for (const auto &name : names) {
        auto *job = m_session->deleteFile(name, this);
        connect(job, &RestJob::finished, this, [this, job, name] {
            job->deleteLater();
            if (job->error())
                emit failed(ErrorText::of(*job->error()));
            else
                emit removed(name);
            refresh();
        });
        job->start();
    }
}

} // namespace sessionbook
