#include "credentials/managed/ArcKeyFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 largestKey = 4096;

SourceFailure problem(const QString &what)
{
    return SourceFailure::refused(what, u"SignInManagedIdentity"_s);
}

QString pathIn(const QByteArray &challenge)
{
    const QByteArray prefix = "Basic realm=";
    if (!challenge.startsWith(prefix))
        return {};
    QByteArray path = challenge.mid(prefix.size()).trimmed();
    if (path.size() >= 2 && path.startsWith('"') && path.endsWith('"'))
        path = path.mid(1, path.size() - 2);
    return QString::fromUtf8(path);
}

} // namespace

QString arcKeyDirectory()
{
    return u"/var/opt/azcmagent/tokens"_s;
}

Result<Secret, SourceFailure> readArcKey(const QByteArray &challenge, const QString &directory)
{
    const QString path = pathIn(challenge);
    if (path.isEmpty())
        return problem(u"its challenge names no key file"_s);
    const QFileInfo info(path);
    // The canonical path too: a link could lead elsewhere.
    const QString allowed = QDir(directory).canonicalPath();
    if (!path.endsWith(".key"_L1) || QDir::cleanPath(info.path()) != QDir::cleanPath(directory)
        || allowed.isEmpty() || QFileInfo(info.canonicalFilePath()).path() != allowed)
        return problem(u"its challenge names a file that is not one of its keys"_s);
    QFile file(path);
    if (!info.isFile() || info.size() > largestKey)
        return problem(u"its key is no file, or too long"_s);
    if (!file.open(QIODevice::ReadOnly))
        return problem(u"its key cannot be read: join the group “himds”"_s);
    return Secret(file.read(largestKey));
}

} // namespace sessionbook
