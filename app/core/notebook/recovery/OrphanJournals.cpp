#include "notebook/recovery/OrphanJournals.h"

#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/JournalFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace sessionbook {

namespace {

/// A name that leads out of the directory is nobody's.
bool isPlainName(const QString &name)
{
    return !name.isEmpty() && !name.contains(QLatin1Char('/'))
        && name.endsWith(QLatin1String(".base"));
}

/// Of a regular file of ours that nobody else holds locked.
FileDescriptor lockedFile(const QString &path)
{
    FileDescriptor file(::open(QFile::encodeName(path).constData(),
                               O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat opened = {};
    if (!file.isOpen() || ::fstat(file.get(), &opened) != 0 || !S_ISREG(opened.st_mode)
        || opened.st_uid != ::geteuid() || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return {};
    // Its program may have put a new one in its place between the two calls.
    struct stat named = {};
    if (::stat(QFile::encodeName(path).constData(), &named) != 0 || named.st_ino != opened.st_ino
        || named.st_dev != opened.st_dev)
        return {};
    return file;
}

QByteArray contentOf(const FileDescriptor &descriptor)
{
    QFile file;
    return file.open(descriptor.get(), QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString directoryOr(const QString &directory)
{
    return directory.isEmpty() ? StateDirectory::path() + QStringLiteral("/journals") : directory;
}

QStringList namesIn(const QString &directory, const char *suffix,
                    const QString &begin = QStringLiteral("*"))
{
    return QDir(directory).entryList({begin + QLatin1String(suffix)}, QDir::Files | QDir::Hidden);
}

/// Files that were being made when their program ended, and copies whose journal is gone: neither
/// there nor being made.
void removeStrays(const QString &directory)
{
    for (const QString &name : namesIn(directory, JournalFile::unpublishedSuffix)) {
        const QString path = directory + QLatin1Char('/') + name;
        if (lockedFile(path).isOpen())
            QFile::remove(path);
    }
    for (const QString &name : namesIn(directory, ".base")) {
        const QString journal = name.left(name.lastIndexOf(QLatin1Char('-')));
        const QString start = directory + QLatin1Char('/') + journal;
        // Looked for in this order: one that is being made becomes one that is there.
        if (namesIn(directory, JournalFile::unpublishedSuffix, journal + QLatin1String("-*"))
                .isEmpty()
            && !QFile::exists(start + QLatin1String(JournalFile::suffix)))
            QFile::remove(directory + QLatin1Char('/') + name);
    }
}

template<typename IsWanted>
std::vector<std::shared_ptr<OrphanJournal>> claimThose(const QString &directory, IsWanted isWanted)
{
    std::vector<std::shared_ptr<OrphanJournal>> orphans;
    for (const QString &name : namesIn(directory, JournalFile::suffix)) {
        auto orphan = OrphanJournal::claim(directory + QLatin1Char('/') + name);
        if (orphan && isWanted(*orphan))
            orphans.push_back(std::move(orphan));
    }
    std::ranges::sort(orphans, std::ranges::greater(),
                      [](const auto &orphan) { return orphan->changedAt(); });
    return orphans;
}

} // namespace

OrphanJournal::OrphanJournal(QString path)
    : m_path(std::move(path))
{
}

std::shared_ptr<OrphanJournal> OrphanJournal::claim(const QString &path)
{
    // Not std::make_shared: the constructor is nobody else's.
    std::shared_ptr<OrphanJournal> orphan(new OrphanJournal(path));
    orphan->m_file = lockedFile(path);
    if (!orphan->m_file.isOpen())
        return nullptr;
    auto content = JournalReader::read(contentOf(orphan->m_file));
    if (!content)
        return nullptr;
    orphan->m_content = std::move(*content);
    orphan->m_changedAt = QFileInfo(path).lastModified();
    return orphan;
}

QString OrphanJournal::copyPath() const
{
    const QString &name = m_content.state.base().copyName;
    return isPlainName(name) ? QFileInfo(m_path).path() + QLatin1Char('/') + name : QString();
}

void OrphanJournal::remove() const
{
    QFile::remove(m_path);
    if (const QString copy = copyPath(); !copy.isEmpty())
        QFile::remove(copy);
}

std::vector<std::shared_ptr<OrphanJournal>> OrphanJournals::claimAll(const QString &directory)
{
    const QString place = directoryOr(directory);
    removeStrays(place);
    return claimThose(place, [](const OrphanJournal &) { return true; });
}

std::vector<std::shared_ptr<OrphanJournal>> OrphanJournals::claimFor(const QString &documentPath,
                                                                     const QString &directory)
{
    const QString wanted = QFileInfo(documentPath).absoluteFilePath();
    return claimThose(directoryOr(directory), [&wanted](const OrphanJournal &orphan) {
        return orphan.content().state.base().path == wanted;
    });
}

} // namespace sessionbook
