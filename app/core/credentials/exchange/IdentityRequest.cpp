#include "credentials/exchange/IdentityRequest.h"

#include "base/Logging.h"
#include "rest/ReplyError.h"
#include "rest/SecretRequest.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype largestBody = qsizetype{1024} * 1024;

QNetworkRequest networkRequestFor(const IdentityRequest::Question &question)
{
    QNetworkRequest request = secretRequest(question.url);
    request.setRawHeader("Accept", "application/json");
    if (question.isPost)
        request.setRawHeader("Content-Type", "application/x-www-form-urlencoded;charset=utf-8");
    for (const auto &[name, value] : question.headers)
        request.setRawHeader(name, value.reveal());
    return request;
}

SourceFailure unreachable(const QUrl &url, const QString &why)
{
    return SourceFailure::refused(u"%1: %2"_s.arg(url.host(), why), u"SignInUnreachable"_s);
}

SourceFailure failureOf(const QNetworkReply &reply, const QUrl &url)
{
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return SourceFailure::refused(
            u"%1: its certificate could not be verified"_s.arg(url.host()), u"SignInTls"_s);
    case QNetworkReply::ConnectionRefusedError:
        return unreachable(url, u"nothing answers there"_s);
    case QNetworkReply::HostNotFoundError:
        return unreachable(url, u"the host name is not known"_s);
    default:
        break;
    }
    // Not Qt's text: it quotes the address.
    return unreachable(url, u"the connection failed (network error %1)"_s.arg(reply.error()));
}

// Torn off, perhaps in mid-reply; Qt counts the errors of connections and proxies below 200, those
// that only say what a status means above.
bool isBroken(const QNetworkReply &reply)
{
    return httpStatusOf(reply) == 0
        || (reply.error() != QNetworkReply::NoError
            && reply.error() < QNetworkReply::ContentAccessDenied);
}

} // namespace

IdentityRequest::IdentityRequest(QNetworkAccessManager &network, Clock &clock, Question question,
                                 QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock)
    , m_question(std::move(question))
{
}

IdentityRequest::~IdentityRequest()
{
    dropReply();
}

void IdentityRequest::setPinnedCertificate(const QByteArray &thumbprint)
{
    m_thumbprint = thumbprint.toLower();
}

void IdentityRequest::send(Callback callback)
{
    m_callback = std::move(callback);
    attempt();
}

void IdentityRequest::attempt()
{
    const int number = ++m_attempt;
    qCDebug(lcCredentials) << "asking" << m_question.url.host() << "attempt" << number;
    const QNetworkRequest request = networkRequestFor(m_question);
    m_body.clear();
    m_reply = m_question.isPost ? m_network.post(request, m_question.form.reveal())
                                : m_network.get(request);
    connect(m_reply, &QNetworkReply::readyRead, this, &IdentityRequest::collect);
    connect(m_reply, &QNetworkReply::finished, this, &IdentityRequest::complete);
    if (!m_thumbprint.isEmpty()) {
        connect(m_reply, &QNetworkReply::sslErrors, m_reply,
                qOverload<>(&QNetworkReply::ignoreSslErrors));
        connect(m_reply, &QNetworkReply::encrypted, this, &IdentityRequest::checkCertificate);
    }
    m_clock.callAfter(m_timeout, this, [this, number] {
        if (number != m_attempt || !m_reply)
            return;
        dropReply();
        answer(unreachable(m_question.url, u"it did not answer in time"_s));
    });
}

void IdentityRequest::checkCertificate()
{
    const QSslCertificate certificate = m_reply->sslConfiguration().peerCertificate();
    if (certificate.digest(QCryptographicHash::Sha1).toHex() == m_thumbprint)
        return;
    dropReply();
    answer(SourceFailure::refused(
        u"%1: its certificate is not the one with the expected thumbprint"_s.arg(
            m_question.url.host()),
        u"SignInTls"_s));
}

void IdentityRequest::collect()
{
    m_body += m_reply->readAll();
    if (m_body.size() <= largestBody)
        return;
    dropReply();
    answer(SourceFailure::refused(u"%1: its reply is too long"_s.arg(m_question.url.host())));
}

void IdentityRequest::complete()
{
    QNetworkReply &reply = *m_reply;
    m_body += reply.readAll();
    const int status = httpStatusOf(reply);
    if (isBroken(reply)) {
        const SourceFailure failure = failureOf(reply, m_question.url);
        dropReply();
        return answer(failure);
    }
    const auto delay = delayBeforeRetry(
        m_retry, m_attempt, status, retryAfterOf(reply.rawHeader("Retry-After"), m_clock.now()));
    const IdentityReply result{status, Secret(m_body), reply.rawHeader("WWW-Authenticate")};
    dropReply();
    if (!delay)
        return answer(result);
    m_clock.callAfter(*delay, this, [this] { attempt(); });
}

void IdentityRequest::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this); // abort() emits finished() at once
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void IdentityRequest::answer(const Result<IdentityReply, SourceFailure> &result)
{
    deleteLater();
    if (m_callback)
        std::exchange(m_callback, nullptr)(result);
}

Secret identityForm(const QList<std::pair<QByteArray, QByteArray>> &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields) {
        if (!form.isEmpty())
            form += '&';
        form += name + '=' + value.toPercentEncoding();
    }
    return Secret(form);
}

} // namespace sessionbook
