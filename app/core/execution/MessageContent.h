#pragma once

#include "notebook/Output.h"

#include <QJsonObject>
#include <QString>

namespace sessionbook {

/// Reads the contents of Jupyter's messages as they come from a session (ARCHITECTURE §8). The
/// session is not trusted: what has another shape than promised reads as empty. Pure.
namespace MessageContent {

/// "display_data", "update_display_data" and "execute_result".
[[nodiscard]] DisplayContent display(const QJsonObject &message);
[[nodiscard]] ErrorContent error(const QJsonObject &message);
/// What a later update_display_data names; empty where the message has no such id.
[[nodiscard]] QString displayId(const QJsonObject &message);
/// Only the two streams there are: anything else counts as "stdout".
[[nodiscard]] QString streamName(const QJsonObject &message);

} // namespace MessageContent
} // namespace sessionbook
