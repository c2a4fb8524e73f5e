#include "panels/FileRow.h"

#include "wording/ErrorText.h"

#include <QFileInfo>
#include <QLocale>
#include <QSet>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

FileRow rowOf(const SessionFile &file)
{
    const QString name = file.directory.isEmpty() ? file.name : file.directory + u'/' + file.name;
    return {.kind = file.isDirectory ? FileRow::Kind::Directory : FileRow::Kind::File,
            .name = name,
            .sizeBytes = file.sizeBytes};
}

FileRow rowOf(const RefusedUpload &refused)
{
    return {.kind = FileRow::Kind::Problem,
            .name = QFileInfo(refused.localPath).fileName(),
            .localPath = refused.localPath,
            .reason = ErrorText::of(refused)};
}

FileRow rowOf(const Upload &upload)
{
    const bool failed = upload.state == UploadState::Failed;
    const QString waits = upload.waitsForRoom
        ? FileRow::tr("The pool is full; the file is sent when a session is free.")
        : QString();
    const auto percent = upload.sizeBytes > 0 ? upload.sentBytes * 100 / upload.sizeBytes : 0;
    return {.kind = failed ? FileRow::Kind::Problem : FileRow::Kind::Upload,
            .name = upload.remoteName,
            .localPath = upload.localPath,
            .sizeBytes = upload.sizeBytes,
            .percent = int(std::clamp<qint64>(percent, 0, 100)),
            .isWaiting = upload.waitsForRoom,
            .reason = failed ? ErrorText::of(upload.error) : waits,
            .uploadId = upload.id};
}

bool isShown(const Upload &upload)
{
    return upload.state != UploadState::Done && upload.state != UploadState::Cancelled;
}

} // namespace

QList<FileRow> FileRow::from(const QList<SessionFile> &files, const QList<Upload> &uploads,
                             const QList<RefusedUpload> &refused)
{
    QList<FileRow> rows;
    QSet<QString> onTheWay;
    for (const auto &one : refused)
        rows << rowOf(one);
    for (const auto &upload : uploads) {
        if (!isShown(upload))
            continue;
        rows << rowOf(upload);
        if (rows.last().kind == Kind::Upload)
            onTheWay << upload.remoteName;
    }
    for (const auto &file : files) {
        const FileRow row = rowOf(file);
        if (!onTheWay.contains(row.name))
            rows << row;
    }
    const auto rank = [](const FileRow &row) {
        return row.kind == Kind::Problem ? 0 : row.kind == Kind::Upload ? 1 : 2;
    };
    std::ranges::stable_sort(rows, [&](const FileRow &a, const FileRow &b) {
        if (rank(a) != rank(b))
            return rank(a) < rank(b);
        return rank(a) == 2 && QString::localeAwareCompare(a.name, b.name) < 0;
    });
    return rows;
}

QString FileRow::sizeText(qint64 bytes)
{
    if (bytes < 1000)
        //: a size in bytes
        return tr("%1 B").arg(bytes);
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

} // namespace sessionbook
