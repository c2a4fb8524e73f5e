#pragma once

#include "sessions/SessionFile.h"
#include "sessions/UploadPlan.h"
#include "sessions/UploadQueue.h"

#include <QCoreApplication>
#include <QList>
#include <QString>

namespace sessionbook {

/// One line of the Files panel: a file of the session, one on its way there, or one that could not
/// go. A value.
struct FileRow
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::FileRow)
public:
    enum class Kind { File, Directory, Upload, Problem };

    Kind kind = Kind::File;
    QString name; ///< as the session knows it, with its directory: "plots/a.png"
    QString localPath = {}; ///< of uploads and problems
    qint64 sizeBytes = 0;
    int percent = 0; ///< of an Upload
    bool isWaiting = false; ///< an Upload for which the pool has no session free
    QString reason = {}; ///< of a Problem, or why an Upload waits; for people
    quint64 uploadId = 0; ///< 0: not (yet) of the upload queue

    /// Problems first, then what is on its way, then directories and files by name. A file that is
    /// being replaced shows once.
    [[nodiscard]] static QList<FileRow> from(const QList<SessionFile> &files,
                                             const QList<Upload> &uploads,
                                             const QList<RefusedUpload> &refused);
    /// "36 B", "13.5 kB".
    [[nodiscard]] static QString sizeText(qint64 bytes);

    bool operator==(const FileRow &) const = default;
};

} // namespace sessionbook

Q_DECLARE_METATYPE(sessionbook::FileRow)
