#pragma once

class QNetworkAccessManager;

namespace sessionbook {

/// Makes `network` reach loopback addresses directly whatever proxy the system asks for: a proxy
/// would see the local pool's token in plain text. Other hosts use the system's proxies.
void keepLoopbackDirect(QNetworkAccessManager &network);

} // namespace sessionbook
