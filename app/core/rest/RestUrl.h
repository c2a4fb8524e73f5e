#pragma once

#include <QList>
#include <QString>
#include <QUrl>

#include <utility>

namespace sessionbook {

/// Names and values as they are, not percent-encoded: QUrlQuery would read "%41" in a value as an
/// escape and leave "+" alone.
using RestQuery = QList<std::pair<QString, QString>>;

/// `path` appended to `base` (never resolved against it), each segment and each query value
/// percent-encoded in full. An invalid URL where the path holds "." or ".." segments: they would
/// name something else than they say.
[[nodiscard]] QUrl restUrl(const QUrl &base, const QString &path, const RestQuery &query);

/// Scheme, host and port: what a token must not leave.
[[nodiscard]] bool haveSameOrigin(const QUrl &a, const QUrl &b);

} // namespace sessionbook
