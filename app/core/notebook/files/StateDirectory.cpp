#include "notebook/files/StateDirectory.h"

#include "base/FileDescriptor.h"
#include "notebook/files/SystemError.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sessionbook {

namespace {

constexpr mode_t onlyOurs = 0700;

/// XDG_STATE_HOME, which counts only where it is absolute; QStandardPaths knows it from Qt 6.7 on.
QString stateHome()
{
    if (QStandardPaths::isTestModeEnabled())
        return QDir::homePath() + QStringLiteral("/.qttest/state");
    const QString home = qEnvironmentVariable("XDG_STATE_HOME");
    return QDir::isAbsolutePath(home) ? QDir::cleanPath(home)
                                      : QDir::homePath() + QStringLiteral("/.local/state");
}

Result<void> make(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), onlyOurs) == 0 || errno == EEXIST)
        return {};
    return SystemError::writing(path, "mkdir", errno);
}

Result<void> makeWithParents(const QString &path)
{
    if (QDir(path).exists())
        return {};
    const QString parent = QFileInfo(path).path();
    if (parent != path) {
        if (auto made = makeWithParents(parent); !made)
            return made;
    }
    return make(path);
}

/// What was there before may be somebody else's or open to others: by the descriptor, so that what
/// is looked at is what is changed.
Result<void> closeToOthers(const QString &path)
{
    const FileDescriptor directory(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat status = {};
    if (!directory.isOpen() || ::fstat(directory.get(), &status) != 0)
        return SystemError::writing(path, "open", errno);
    if (status.st_uid != ::geteuid())
        return Error{ErrorKind::PermissionDenied,
                     QStringLiteral("the directory belongs to another user"), path};
    if ((status.st_mode & 07777) == onlyOurs || ::fchmod(directory.get(), onlyOurs) == 0)
        return {};
    return SystemError::writing(path, "chmod", errno);
}

} // namespace

QString StateDirectory::path()
{
    return stateHome() + QStringLiteral("/sessionbook");
}

Result<QString> StateDirectory::subdirectory(const QString &name)
{
    Q_ASSERT(!name.isEmpty() && !name.contains(QLatin1Char('/')));
    const QString whole = path();
    const QString part = whole + QLatin1Char('/') + name;
    if (const auto made = makeWithParents(stateHome()); !made)
        return made.error();
    for (const QString &directory : {whole, part}) {
        if (const auto made = make(directory); !made)
            return made.error();
        if (const auto closed = closeToOthers(directory); !closed)
            return closed.error();
    }
    return part;
}

} // namespace sessionbook
