#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"
#include "notebook/recovery/JournalRecord.h"

#include <atomic>
#include <memory>
#include <vector>

namespace sessionbook {

/// A journal's file while its writer lives: locked (flock), so that the next start can tell the
/// journal of a dead program from that of a living one, and open to nobody else (0600).
///
/// For one thread; sync() alone may be called from another one meanwhile. Blocks on the disk.
class JournalFile
{
public:
    /// Makes the file under a name that no reader looks at and no other file has, with `records` as
    /// its first change; publish() gives it its own. Errors: PermissionDenied, DiskFull,
    /// WriteFailed.
    [[nodiscard]] static Result<std::shared_ptr<JournalFile>>
    create(const QString &path, const std::vector<JournalRecord> &records);
    /// One that was not published is removed.
    ~JournalFile();
    JournalFile(const JournalFile &) = delete;
    JournalFile &operator=(const JournalFile &) = delete;

    /// The records as one change: after a failure the file is as it was.
    [[nodiscard]] Result<void> append(const std::vector<JournalRecord> &records);
    /// What was appended survives the computer's end, and so does the name it took.
    [[nodiscard]] Result<void> sync() const;
    /// Takes its name, and the place of a file that had it: what is in both must be on the disk
    /// before. Does not wait for the disk.
    [[nodiscard]] Result<void> publish();

    [[nodiscard]] qint64 sizeBytes() const { return m_size; }

    /// The ending of journals' names.
    static constexpr auto suffix = ".journal";
    /// That of files which are being made.
    static constexpr auto unpublishedSuffix = ".journal-new";

private:
    explicit JournalFile(QString path);
    [[nodiscard]] Error failure(const char *attempt) const;
    [[nodiscard]] bool writeWhole(QByteArrayView bytes);

    QString m_path;
    quint64 m_salt;
    QString m_presentPath;
    FileDescriptor m_file;
    mutable std::atomic<bool> m_isNewlyNamed = false; ///< the directory is not on the disk yet
    qint64 m_size = 0;
};

} // namespace sessionbook
