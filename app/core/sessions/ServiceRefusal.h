#pragma once

#include "rest/RestError.h"

namespace sessionbook {

/// What a refusal by the service is about, where its status alone does not say it (PROTOCOL §4).
/// Pure.
namespace ServiceRefusal {

enum class AboutVersion {
    No,
    Perhaps, ///< a 404 or 405 that names nothing: the path, or something else, is not there
    Yes ///< the pool says that it does not know the version
};
[[nodiscard]] AboutVersion aboutVersion(const RestError &error);

/// No session is free: 429 always; a 404 or 500 that says so.
[[nodiscard]] bool isPoolFull(const RestError &error);

/// The pool runs commands and was sent code, or the other way round.
enum class AboutKind { No, WantsCommands, WantsCode };
[[nodiscard]] AboutKind aboutKind(const RestError &error);

} // namespace ServiceRefusal

} // namespace sessionbook
