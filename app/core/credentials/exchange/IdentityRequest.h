#pragma once

#include "base/Clock.h"
#include "base/Result.h"
#include "base/Secret.h"
#include "credentials/SourceFailure.h"
#include "credentials/exchange/IdentityRetry.h"

#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>

class QNetworkAccessManager;
class QNetworkReply;

namespace sessionbook {

/// What a giver of tokens replied, whatever the status; the body may hold a token.
struct IdentityReply
{
    int httpStatus = 0;
    Secret body;
    QByteArray challenge = {}; ///< WWW-Authenticate
};

/// One request to a giver of tokens: Entra ID or the endpoint of a managed identity.
///
/// Repeats it by its rule, ends each try at the timeout, follows no redirect, takes no cookie.
/// Answers exactly once from the event loop and deletes itself; gone before, with its parent, it
/// aborts and says nothing. Failures are those of the connection: SignInUnreachable, SignInTls.
class IdentityRequest : public QObject
{
    Q_OBJECT
public:
    struct Question
    {
        QUrl url;
        QList<std::pair<QByteArray, Secret>> headers = {};
        bool isPost = false;
        Secret form = {}; ///< of a POST, percent-encoded
    };
    using Callback = std::function<void(Result<IdentityReply, SourceFailure>)>;

    IdentityRequest(QNetworkAccessManager &network, Clock &clock, Question question,
                    QObject *parent);
    ~IdentityRequest() override;

    void setRetry(IdentityRetry rule) { m_retry = rule; }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }
    /// The server's certificate must be the one with this SHA-1 (hexadecimal) and no other; nothing
    /// is sent before that is known. Instead of the usual check by authorities.
    void setPinnedCertificate(const QByteArray &thumbprint);
    void send(Callback callback);

private:
    void attempt();
    void checkCertificate();
    void collect();
    void complete();
    void dropReply();
    void answer(const Result<IdentityReply, SourceFailure> &result);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    Question m_question;
    IdentityRetry m_retry = IdentityRetry::Never;
    std::chrono::milliseconds m_timeout = std::chrono::seconds(30);
    QByteArray m_thumbprint; ///< lower case; empty: none is pinned
    Callback m_callback;
    QNetworkReply *m_reply = nullptr;
    QByteArray m_body;
    int m_attempt = 0;
};

/// application/x-www-form-urlencoded, each value percent-encoded in full.
[[nodiscard]] Secret identityForm(const QList<std::pair<QByteArray, QByteArray>> &fields);

} // namespace sessionbook
