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

/// "plots/a.png" as the protocol wants it: the name in the path, the directory in the query.
struct RemotePath
{
    explicit RemotePath(const QString &remoteName);
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

/// Reads a listing: `{"value": […], "nextLink"}`, or the bare array that a container answers
/// without a pool before it. Entries without a name are passed over, since one odd entry must not
/// hide the others. Pure.
[[nodiscard]] Result<SessionFilePage, RestError> readFilePage(const QByteArray &body);
/// Reads the answer to an upload: one object, an array of one, or `{"value": [one]}`. Pure.
[[nodiscard]] Result<SessionFile, RestError> readUploadedFile(const QByteArray &body);

} // namespace sessionbook
