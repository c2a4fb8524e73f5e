#pragma once

#include "pool/files/SessionDirectory.h"
#include "pool/http/RoutePath.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>

namespace sessionbook {

/// What the generations before 2024-10-02 sent and read, in terms of the present one.
///
/// `code/execute` and its siblings wrap everything in `properties`; `python/…`, older still, has
/// flat replies and lists under `$values`. Both number their objects by `$id`, as JSON.NET does.
namespace LegacyShapes {

/// The flat body of POST executions that means the same as `body`; unchanged when it is flat
/// already or no JSON object.
[[nodiscard]] QByteArray flatRequest(const QByteArray &body);

/// `flat` is a finished SessionCodeExecutionResource.
[[nodiscard]] QJsonObject executionReply(const QJsonObject &flat, RoutePath::Shape shape);

/// For uploads too: they answer a list of one.
[[nodiscard]] QJsonObject fileList(const QList<SessionFile> &files, RoutePath::Shape shape);
[[nodiscard]] QJsonObject fileReply(const SessionFile &file);

} // namespace LegacyShapes

} // namespace sessionbook
