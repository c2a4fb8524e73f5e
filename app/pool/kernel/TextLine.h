#pragma once

#include "WorkerProtocol.h"

namespace sessionbook {

/// The message in a line that the worker wrote for text on stdout or stderr; nothing when it is
/// another line, or not written in the worker's own way.
///
/// Text is most of what sessions say, by the megabyte: it comes out of here as the UTF-8 that the
/// line holds, without a tree of Qt's JSON values in between. Pure, any thread.
[[nodiscard]] std::optional<WorkerMessage> parseTextLine(const QByteArray &line);

} // namespace sessionbook
