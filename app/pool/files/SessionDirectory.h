#pragma once

#include "pool/process/FileDescriptor.h"
#include "base/Result.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace sessionbook {

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

/// An upload that has not arrived yet: written where no listing shows it. Removed unless committed.
class IncomingFile
{
public:
    IncomingFile(FileDescriptor directory, QByteArray name, FileDescriptor file);
    IncomingFile(IncomingFile &&) = default;
    ~IncomingFile();

    [[nodiscard]] Result<void> write(const char *bytes, size_t count);

private:
    friend class SessionDirectory;
    FileDescriptor m_directory;
    QByteArray m_name;
    FileDescriptor m_file;
};

/// The files of one session, as seen from outside: what is /mnt/data inside.
///
/// The session owns the content and may be hostile: every path is resolved beneath the root by the
/// kernel (openat2), never through a symbolic link, and only regular files and directories exist
/// for it. Holds descriptors, so that renaming what lies above changes nothing. Thread-safe: it
/// keeps no state but the two descriptors.
class SessionDirectory
{
public:
    static constexpr int MaxEntries = 10000;

    /// Makes the directory `path`, which must not exist yet, with what is needed inside.
    [[nodiscard]] static Result<SessionDirectory> create(const QString &path);

    /// The directory to bind as /mnt/data.
    [[nodiscard]] QString dataPath() const { return m_path + QLatin1StringView("/data"); }
    [[nodiscard]] QString path() const { return m_path; }

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
    explicit SessionDirectory(QString path, FileDescriptor data, FileDescriptor incoming);
    [[nodiscard]] FileDescriptor openBeneath(const QByteArray &path, int flags) const;

    QString m_path;
    FileDescriptor m_data;
    FileDescriptor m_incoming;
};

/// `directory` and `name` as one path relative to the session's root; both may be absolute below
/// /mnt/data. The error says what is wrong with them. No characters are refused that a session may
/// have used itself.
[[nodiscard]] Result<QString> sessionPath(const QString &directory, const QString &name);
/// Whether the service accepts an upload by this path (PROTOCOL §7): its characters, no dots in
/// directories.
[[nodiscard]] bool isUploadablePath(const QString &path);

} // namespace sessionbook
