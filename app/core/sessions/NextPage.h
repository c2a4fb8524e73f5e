#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "rest/RestUrl.h"

namespace sessionbook {

/// The query of the page that `nextLink` of a listing names, absolute or relative to `current`.
/// Only the query is taken over: the path stays that of our own pool. Empty where the link says
/// nothing; a link to another host is Insecure. Pure.
[[nodiscard]] Result<RestQuery, RestError> nextPageQuery(const QUrl &current,
                                                         const QString &nextLink);

} // namespace sessionbook
