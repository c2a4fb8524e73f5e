#include "notebook/recovery/JournalFile.h"

#include "notebook/files/SystemError.h"
#include "notebook/recovery/JournalFrame.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace sessionbook {

namespace {

void syncDirectoryOf(const QString &path)
{
    const FileDescriptor directory(::open(QFile::encodeName(QFileInfo(path).path()).constData(),
                                          O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.isOpen())
        ::fsync(directory.get());
}

} // namespace

JournalFile::JournalFile(QString path)
    : m_path(std::move(path))
    , m_salt(QRandomGenerator::system()->generate64())
    , m_presentPath(m_path.chopped(qsizetype(qstrlen(suffix))) + QLatin1Char('-')
                    + QString::number(m_salt, 16) + QLatin1String(unpublishedSuffix))
{
}

Result<std::shared_ptr<JournalFile>> JournalFile::create(const QString &path,
                                                         const std::vector<JournalRecord> &records)
{
    // Not std::make_shared: the constructor is nobody else's.
    std::shared_ptr<JournalFile> file(new JournalFile(path));
    const QByteArray name = QFile::encodeName(file->m_presentPath);
    file->m_file = FileDescriptor(
        ::open(name.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file->m_file.isOpen())
        return file->failure("open");
    // Before it has its name, so that nobody can find it unlocked.
    if (::flock(file->m_file.get(), LOCK_EX | LOCK_NB) != 0)
        return file->failure("lock");
    if (!file->writeWhole(JournalFrame::fileHead(file->m_salt)))
        return file->failure("write");
    if (const auto appended = file->append(records); !appended)
        return appended.error();
    return file;
}

JournalFile::~JournalFile()
{
    if (m_file.isOpen() && m_presentPath != m_path)
        ::unlink(QFile::encodeName(m_presentPath).constData());
}

Result<void> JournalFile::append(const std::vector<JournalRecord> &records)
{
    const qint64 before = m_size;
    for (size_t i = 0; i < records.size(); ++i) {
        const auto continues
            = i + 1 < records.size() ? JournalFrame::Continues::Yes : JournalFrame::Continues::No;
        const QByteArray record = JournalRecords::encoded(records[i]);
        if (writeWhole(JournalFrame::framed(record, continues, m_salt, m_size)))
            continue;
        const Error error = failure("write");
        // Half a change would be passed over by a reader, but not what is written behind it.
        if (::ftruncate(m_file.get(), before) == 0)
            m_size = before;
        return error;
    }
    return {};
}

Result<void> JournalFile::sync() const
{
    if (::fdatasync(m_file.get()) != 0)
        return failure("sync");
    struct stat status = {};
    if (::fstat(m_file.get(), &status) != 0 || status.st_nlink == 0) {
        errno = ENOENT; // somebody removed it: what is written there goes nowhere
        return failure("sync");
    }
    if (m_isNewlyNamed.exchange(false))
        syncDirectoryOf(m_path);
    return {};
}

Result<void> JournalFile::publish()
{
    const int renamed = std::rename(QFile::encodeName(m_presentPath).constData(),
                                    QFile::encodeName(m_path).constData());
    if (renamed != 0)
        return failure("rename");
    m_presentPath = m_path;
    m_isNewlyNamed = true;
    return {};
}

Error JournalFile::failure(const char *attempt) const
{
    return SystemError::writing(m_path, attempt, errno);
}

bool JournalFile::writeWhole(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written
            = ::pwrite(m_file.get(), bytes.data(), static_cast<size_t>(bytes.size()), m_size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        m_size += written;
        bytes = bytes.sliced(written);
    }
    return true;
}

} // namespace sessionbook
