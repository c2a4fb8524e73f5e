#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "rest/RestUrl.h"
#include "sessions/SessionFile.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QUrl>

namespace sessionbook {

struct ServiceVersion;

/// "plots/a.png" as the protocol wants it: the name in the path, the directory in the query; before
/// 2024-10-02, which had no directories, all of it in the path.
struct RemotePath
{
    RemotePath(const QString &remoteName, const ServiceVersion &version);
    void addTo(RestQuery &query) const;

    QString directory; ///< empty at the root
    QString name;
};

/// The service's times: ISO 8601 with up to nine digits of fraction, of which Qt reads three.
/// Invalid where it is none.
[[nodiscard]] QDateTime readTime(QString text);

struct SessionFilePage
{
    QList<SessionFile> files;
    QString nextLink; ///< empty: the last page
};

/// Reads a listing of any generation: `{"value": […], "nextLink"}`, entries as they are or wrapped
/// in `properties`, `$values`, or the bare array that a container answers without a pool before it.
/// Entries without a name are passed over, since one odd entry must not hide the others. Pure.
[[nodiscard]] Result<SessionFilePage, RestError> readFilePage(const QByteArray &body);
/// Reads the answer to an upload: one object, or a listing of one. Pure.
[[nodiscard]] Result<SessionFile, RestError> readUploadedFile(const QByteArray &body);

} // namespace sessionbook
