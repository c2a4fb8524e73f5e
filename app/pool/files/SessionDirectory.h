#pragma once

#include "DiskUsage.h"
#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QDateTime>
#include <QList>
#include <QString>

#include <sys/types.h>

#include <atomic>
#include <limits>
#include <memory>

namespace sessionbook {

/// How much a session's files may take.
struct DiskQuota
{
    qint64 bytes = std::numeric_limits<qint64>::max();
    qint64 entries = std::numeric_limits<qint64>::max();
    qint64 reserveBytes = 0; ///< what uploads leave free of the disk
};

/// What the file routes tell about one entry of a session's directory.
struct SessionFile
{
    QString name;
    QString directory; ///< relative to the session's root, empty at the root
    bool isDirectory = false;
    qint64 sizeBytes = 0;
    QDateTime modified;
};

/// A file opened for download; `descriptor` is a regular file for certain.
struct SessionFileContent
{
    FileDescriptor descriptor;
    qint64 sizeBytes = 0;
};

/// What uploads into one session may still bring; shared by those under way.
struct UploadRoom
{
    qint64 bytes = 0; ///< when the upload began
    qint64 reserveBytes = 0;
    std::shared_ptr<std::atomic<qint64>> underWay;
};

/// An upload that has not arrived yet: written where no listing shows it. Removed unless committed.
class IncomingFile
{
public:
    IncomingFile(FileDescriptor directory, QByteArray name, FileDescriptor file, UploadRoom room);
    IncomingFile(IncomingFile &&) = default;
    ~IncomingFile();

    /// DiskFull when the session's quota or the disk's reserve would be touched.
    [[nodiscard]] Result<void> write(const char *bytes, size_t count);

private:
    friend class SessionDirectory;
    [[nodiscard]] bool reserve(qint64 bytes);

    FileDescriptor m_directory;
    QByteArray m_name;
    FileDescriptor m_file;
    UploadRoom m_room;
    qint64 m_bytes = 0;
};

/// The files of one session, as seen from outside: what is /mnt/data inside.
///
/// The session owns the content and may be hostile: every path is resolved beneath the root by the
/// kernel (openat2), never through a symbolic link, and only regular files and directories exist
/// for it. Holds descriptors, so that renaming what lies above changes nothing. Thread-safe.
///
/// Keeps uploads within the quota; what the session writes itself is for others to measure.
class SessionDirectory
{
public:
    static constexpr int MaxEntries = 10000;

    /// Makes the directory `path`, which must not exist yet, with what is needed inside.
    [[nodiscard]] static Result<SessionDirectory> create(const QString &path, DiskQuota quota = {});

    /// The directory to bind as /mnt/data.
    [[nodiscard]] QString dataPath() const { return m_path + QLatin1StringView("/data"); }
    [[nodiscard]] QString path() const { return m_path; }

    /// Counts no further than just beyond the quota's entries.
    [[nodiscard]] DiskUsage usage() const;
    [[nodiscard]] dev_t device() const;

    /// At most MaxEntries, directories before what lies in them.
    [[nodiscard]] Result<QList<SessionFile>> list(const QString &directory, bool recursive) const;
    [[nodiscard]] Result<SessionFile> file(const QString &path) const;
    [[nodiscard]] Result<SessionFileContent> open(const QString &path) const;
    /// Files, and directories with all they hold.
    [[nodiscard]] Result<void> remove(const QString &path) const;

    [[nodiscard]] Result<IncomingFile> beginUpload() const;
    /// Puts an upload in its place, replacing a file of that name and making the directories above
    /// it.
    [[nodiscard]] Result<SessionFile> commit(IncomingFile upload, const QString &path) const;

private:
    SessionDirectory(QString path, FileDescriptor data, FileDescriptor incoming, DiskQuota quota);
    [[nodiscard]] Result<qint64> roomBytes() const;
    [[nodiscard]] FileDescriptor openBeneath(const QByteArray &path, int flags) const;

    QString m_path;
    FileDescriptor m_data;
    FileDescriptor m_incoming;
    DiskQuota m_quota;
    std::shared_ptr<std::atomic<qint64>> m_underWay; ///< bytes of uploads that are not committed
};

/// `directory` and `name` as one path relative to the session's root; both may be absolute below
/// /mnt/data. The error says what is wrong with them. No characters are refused that a session may
/// have used itself.
[[nodiscard]] Result<QString> sessionPath(const QString &directory, const QString &name);
/// Whether the service accepts an upload by this path (PROTOCOL §7): its characters, no dots in
/// directories.
[[nodiscard]] bool isUploadablePath(const QString &path);

} // namespace sessionbook
