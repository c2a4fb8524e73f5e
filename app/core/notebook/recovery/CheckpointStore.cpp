#include "notebook/recovery/CheckpointStore.h"

#include "notebook/files/FileContent.h"
#include "notebook/files/StateDirectory.h"
#include "notebook/recovery/ZstdText.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QMutex>
#include <QSaveFile>

#include <algorithm>

namespace sessionbook {

namespace {

const QString room = QStringLiteral("checkpoints");
const QString suffix = QStringLiteral(".zst");
const QString pathNote = QStringLiteral("path"); // for people: whose versions these are
constexpr int timeDigits = 14; // milliseconds, so that names sort by time

QString folderName(const QString &path)
{
    const QFileInfo file(path);
    const QString canonical = file.canonicalFilePath();
    const QString known = canonical.isEmpty() ? file.absoluteFilePath() : canonical;
    return QString::fromLatin1(FileFingerprint::of(QFile::encodeName(known)).toText());
}

QString fileName(const QDateTime &savedAt, const FileFingerprint &fingerprint)
{
    return QString::number(savedAt.toMSecsSinceEpoch()).rightJustified(timeDigits, u'0') + u'-'
        + QString::fromLatin1(fingerprint.toText()) + suffix;
}

/// Nothing where the name is not one of ours.
std::optional<Checkpoint> fromName(const QFileInfo &file)
{
    const QString name = file.fileName();
    if (!name.endsWith(suffix) || name.indexOf(u'-') != timeDigits)
        return std::nullopt;
    bool isNumber = false;
    const qint64 time = name.first(timeDigits).toLongLong(&isNumber);
    const QString rest = name.sliced(timeDigits + 1).chopped(suffix.size());
    const auto fingerprint = FileFingerprint::fromText(rest.toLatin1());
    if (!isNumber || !fingerprint)
        return std::nullopt;
    Checkpoint checkpoint;
    checkpoint.savedAt = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC);
    checkpoint.fingerprint = *fingerprint;
    checkpoint.storedBytes = file.size();
    checkpoint.file = file.filePath();
    return checkpoint;
}

/// Newest first.
QList<Checkpoint> namesIn(const QString &folder)
{
    QList<Checkpoint> found;
    const auto files
        = QDir(folder).entryInfoList({u'*' + suffix}, QDir::Files, QDir::Name | QDir::Reversed);
    for (const QFileInfo &file : files) {
        if (const auto checkpoint = fromName(file))
            found.append(*checkpoint);
    }
    return found;
}

/// `newest` stays: where the clock was set back, its name is not the newest.
void removeMoreThan(int count, const QString &folder, const QString &newest)
{
    int kept = 1;
    for (const Checkpoint &checkpoint : namesIn(folder)) {
        if (checkpoint.file != newest && ++kept > count)
            QFile::remove(checkpoint.file);
    }
}

void removeOldest(const QString &directory, qint64 limit, const QString &newest)
{
    QList<Checkpoint> all;
    qint64 size = 0;
    QDirIterator folders(directory, QDir::Dirs | QDir::NoDotAndDotDot);
    while (folders.hasNext())
        all += namesIn(folders.next());
    for (const Checkpoint &checkpoint : std::as_const(all))
        size += checkpoint.storedBytes;
    std::ranges::sort(all, {}, &Checkpoint::savedAt);
    for (const Checkpoint &checkpoint : std::as_const(all)) {
        if (size <= limit)
            return;
        if (checkpoint.file == newest)
            continue;
        QFile::remove(checkpoint.file);
        size -= checkpoint.storedBytes;
        QDir().rmdir(QFileInfo(checkpoint.file).path()); // where it was the last
    }
}

Result<void> write(const QString &path, const CheckpointStore::Version &version)
{
    QSaveFile file(path);
    const auto failure = [&] {
        const bool isFull = file.error() == QFileDevice::ResourceError;
        return Error{isFull ? ErrorKind::DiskFull : ErrorKind::WriteFailed, file.errorString(),
                     path};
    };
    if (!file.open(QIODevice::WriteOnly) || file.write(version.head.toFrame()) < 0
        || !ZstdText::write(version.pieces, file) || !file.commit())
        return failure();
    return {};
}

void notePath(const QString &folder, const QString &path)
{
    QSaveFile note(QDir(folder).filePath(pathNote));
    if (!QFileInfo::exists(note.fileName()) && note.open(QIODevice::WriteOnly)) {
        note.write(QFile::encodeName(QFileInfo(path).absoluteFilePath()) + '\n');
        note.commit();
    }
}

} // namespace

Result<void> CheckpointStore::add(const Version &version, qint64 limit)
{
    static QMutex mutex; // one after the other: no two compress at once, no two remove at once
    const QMutexLocker locker(&mutex);
    const auto directory = StateDirectory::subdirectory(room);
    if (!directory)
        return directory.error();
    const QString folder = *directory + u'/' + folderName(version.path);
    if (!QDir().mkpath(folder))
        return Error{ErrorKind::WriteFailed, QStringLiteral("mkdir"), folder};
    notePath(folder, version.path);
    const FileFingerprint fingerprint = FileContent::fingerprintOf(version.pieces);
    const QString path = folder + u'/' + fileName(version.savedAt, fingerprint);
    const auto present = namesIn(folder);
    if (auto written = write(path, version); !written)
        return written;
    for (const Checkpoint &older : present) { // what it said of the version before is not true now
        if (older.fingerprint == fingerprint && older.file != path)
            QFile::remove(older.file);
    }
    removeMoreThan(versionsAtMost, folder, path);
    removeOldest(*directory, limit, path);
    return {};
}

CheckpointList CheckpointStore::list(const QString &path)
{
    CheckpointList list;
    const QString directory = StateDirectory::path() + u'/' + room + u'/' + folderName(path);
    for (Checkpoint checkpoint : namesIn(directory)) {
        QFile file(checkpoint.file);
        if (!file.open(QIODevice::ReadOnly))
            continue; // it went meanwhile
        const auto head = CheckpointHead::fromFrame(file.read(CheckpointHead::bytesAtMost));
        if (!head) {
            ++list.damaged;
            continue;
        }
        checkpoint.differences = head->differences;
        checkpoint.isFirst = head->isFirst;
        list.checkpoints.append(checkpoint);
    }
    return list;
}

Result<QByteArray> CheckpointStore::read(const Checkpoint &checkpoint)
{
    const auto stored = FileContent::read(checkpoint.file);
    if (!stored)
        return stored.error();
    auto text = ZstdText::read(stored->bytes, checkpoint.fingerprint.sizeBytes);
    if (!text || FileFingerprint::of(*text) != checkpoint.fingerprint)
        return Error{ErrorKind::ReadFailed, QStringLiteral("the checkpoint is damaged"),
                     checkpoint.file};
    return *text;
}

} // namespace sessionbook
