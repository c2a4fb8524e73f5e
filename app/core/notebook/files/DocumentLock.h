#pragma once

#include "base/FileDescriptor.h"

#include <QString>

#include <optional>

namespace sessionbook {

/// Says to other processes of the program that a file is open here: a lock in the state directory,
/// found by the file's real path, which the system releases with the process. It keeps nobody from
/// writing the file.
class DocumentLock
{
public:
    DocumentLock() = default;
    DocumentLock(DocumentLock &&) noexcept = default;
    DocumentLock &operator=(DocumentLock &&other) noexcept;
    ~DocumentLock() { release(); }

    /// `address` is what another process finds in the lock: where to ask this one. Not held where
    /// another process has it, or where no lock can be made (then there is nothing to tell
    /// anybody).
    [[nodiscard]] static DocumentLock take(const QString &path, const QString &address);
    /// The address that the process left which has the file open (empty where it left none);
    /// nothing where nobody has. This process counts, too.
    [[nodiscard]] static std::optional<QString> holderOf(const QString &path);

    [[nodiscard]] bool isHeld() const { return m_file.isOpen(); }
    void release();

private:
    FileDescriptor m_file;
    QString m_lockPath;
};

} // namespace sessionbook
