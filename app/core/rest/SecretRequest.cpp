#include "rest/SecretRequest.h"

#include <QNetworkRequest>

namespace sessionbook {

QNetworkRequest secretRequest(const QUrl &url)
{
    QNetworkRequest request(url);
    // The secret must not reach another host, so nothing is followed behind our back.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    // Back-pressure is tested over HTTP/1.1 only (docs/decisions/0016).
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setRawHeader("User-Agent", "sessionbook/" SESSIONBOOK_VERSION);
    return request;
}

} // namespace sessionbook
