#pragma once

#include <QDateTime>
#include <QString>

namespace sessionbook {

/// One entry below /mnt/data as the service lists it.
struct SessionFile
{
    QString name;
    QString directory; ///< relative to /mnt/data; empty at the root
    qint64 sizeBytes = 0;
    QDateTime modifiedAt;
    bool isDirectory = false;

    /// Relative to /mnt/data.
    [[nodiscard]] QString path() const
    {
        return directory.isEmpty() ? name : directory + u'/' + name;
    }

    bool operator==(const SessionFile &) const = default;
};

} // namespace sessionbook
