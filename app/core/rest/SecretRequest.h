#pragma once

class QNetworkRequest;
class QUrl;

namespace sessionbook {

/// A request that may carry a token or a secret: follows no redirect, keeps no cookie, no cache and
/// no password, and says who we are.
[[nodiscard]] QNetworkRequest secretRequest(const QUrl &url);

} // namespace sessionbook
