#include "settings/RecentFiles.h"

#include <QDir>
#include <QFileInfo>

namespace sessionbook {

namespace {

QString normalized(const QString &path)
{
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

} // namespace

QStringList RecentFiles::withOpened(const QStringList &recent, const QString &path)
{
    QStringList files = without(recent, path);
    files.prepend(normalized(path));
    files.removeDuplicates();
    return files.mid(0, maximum);
}

QStringList RecentFiles::without(const QStringList &recent, const QString &path)
{
    QStringList files = recent;
    files.removeAll(normalized(path));
    files.removeAll(path);
    return files;
}

} // namespace sessionbook
