#include "rest/RestJob.h"

#include "base/Logging.h"
#include "rest/ClaimsChallenge.h"
#include "rest/OneShotBody.h"
#include "rest/SecretRequest.h"

#include <QNetworkRequest>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 largestBody = qint64{128} * 1024 * 1024;
constexpr qint64 largestErrorBody = qint64{64} * 1024;

QNetworkRequest networkRequestFor(const QUrl &url, const Secret &token)
{
    QNetworkRequest request = secretRequest(url);
    request.setRawHeader("Authorization", "Bearer " + token.reveal());
    return request;
}

} // namespace

RestJob::RestJob(RestClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
}

RestJob::~RestJob()
{
    dropReply();
}

void RestJob::start()
{
    if (m_phase != Phase::New)
        return;
    m_phase = Phase::Running;
    attempt(TokenSource::Freshness::Cached);
}

void RestJob::cancel()
{
    if (m_phase == Phase::New)
        m_phase = Phase::Running;
    endFromEventLoop(RestError{RestError::Kind::Cancelled});
}

void RestJob::fail(RestError error)
{
    endFromEventLoop(std::move(error));
}

void RestJob::attempt(const TokenSource::Demand &demand)
{
    const int number = ++m_attempt;
    auto next = request();
    if (!next)
        return endFromEventLoop(next.error());
    const bool isGiven = !next->url.isEmpty();
    const QUrl url = isGiven ? next->url : restUrl(m_client.base(), next->path, next->query);
    if (!url.isValid())
        return endFromEventLoop(
            RestError{RestError::Kind::BadRequest, 0, {}, u"not an address: %1"_s.arg(next->path)});
    if (!RestClient::maySendTokenTo(url) || (isGiven && !haveSameOrigin(url, m_client.base())))
        return endFromEventLoop(RestError{RestError::Kind::Insecure, 0, {}, url.host()});
    auto sendWithToken
        = [this, number, url, request = *next](const Result<Secret, RestError> &token) {
              if (number != m_attempt || m_phase != Phase::Running)
                  return;
              if (!token)
                  return endFromEventLoop(token.error());
              send(request, url, *token);
          };
    m_client.tokens().requestToken(demand, this, std::move(sendWithToken));
}

void RestJob::attemptAfter(std::chrono::milliseconds delay)
{
    const int number = m_attempt;
    const auto again = [this, number] {
        if (number == m_attempt && m_phase == Phase::Running)
            attempt(TokenSource::Freshness::Cached);
    };
    m_client.clock().callAfter(delay, this, again);
}

void RestJob::send(const Request &request, const QUrl &url, const Secret &token)
{
    qCDebug(lcRest) << request.verb << url.host() << url.path() << "attempt" << m_attempt;
    QNetworkRequest networkRequest = networkRequestFor(url, token);
    networkRequest.setRawHeader("Accept", request.accept);
    if (!request.contentType.isEmpty())
        networkRequest.setRawHeader("Content-Type", request.contentType);
    for (const auto &[name, value] : request.headers)
        networkRequest.setRawHeader(name, value);

    m_body.clear();
    m_tlsProblem = {};
    m_replyHasStarted = false;
    m_replyHasFinished = false;
    m_reply = dispatch(networkRequest, request);
    boundReadBuffer(request.readBufferBytes);
    watch(*m_reply);
    m_lastActivity = m_client.clock().monotonic();
    if (m_idleTimeout.count() > 0)
        armDeadline(m_idleTimeout);
}

void RestJob::boundReadBuffer(qint64 bytes)
{
    // Qt starts a POST from the event loop, and its network thread never hears of a bound that was
    // set before. Queued behind that start, it arrives before the first byte does.
    QNetworkReply *reply = m_reply;
    QMetaObject::invokeMethod(
        reply, [reply, bytes] { reply->setReadBufferSize(bytes); }, Qt::QueuedConnection);
}

QNetworkReply *RestJob::dispatch(const QNetworkRequest &networkRequest, const Request &request)
{
    QNetworkAccessManager &network = m_client.network();
    if (request.verb == "GET")
        return network.get(networkRequest);
    if (request.verb == "DELETE")
        return network.deleteResource(networkRequest);

    QNetworkRequest streamed = networkRequest;
    streamed.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    if (request.device) {
        streamed.setHeader(QNetworkRequest::ContentLengthHeader, request.device->size());
        return network.post(streamed, request.device);
    }
    if (request.verb == "PUT")
        return network.put(networkRequest, request.body);
    if (m_policy.allowsRepetition() || request.body.isEmpty())
        return network.post(networkRequest, request.body);
    auto *body = new OneShotBody(request.body);
    streamed.setHeader(QNetworkRequest::ContentLengthHeader, body->size());
    QNetworkReply *reply = network.post(streamed, body);
    body->setParent(reply);
    return reply;
}

void RestJob::watch(QNetworkReply &reply)
{
    connect(&reply, &QNetworkReply::metaDataChanged, this, &RestJob::startReply);
    connect(&reply, &QNetworkReply::readyRead, this, &RestJob::pump);
    connect(&reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_tlsProblem = tlsProblem(errors); });
    connect(&reply, &QNetworkReply::finished, this, [this] {
        m_replyHasFinished = true;
        pump();
    });
    connect(&reply, &QNetworkReply::uploadProgress, this, [this](qint64 sent, qint64 total) {
        m_lastActivity = m_client.clock().monotonic();
        if (total > 0)
            emit uploadProgressed(sent, total);
    });
    connect(&reply, &QNetworkReply::downloadProgress, this, [this](qint64 received, qint64 total) {
        if (isSuccessStatus(httpStatusOf(*m_reply)))
            emit downloadProgressed(received, total);
    });
}

void RestJob::startReply()
{
    m_lastActivity = m_client.clock().monotonic();
    if (m_replyHasStarted || !isSuccessStatus(httpStatusOf(*m_reply)))
        return;
    m_replyHasStarted = true;
    replyStarted(*m_reply);
}

void RestJob::pump()
{
    if (!m_reply)
        return;
    // Every one of our own signals may delete or cancel this job.
    const QPointer<RestJob> self(this);
    startReply();
    if (!self || !m_reply)
        return;
    if (!isSuccessStatus(httpStatusOf(*m_reply)))
        collectErrorBody();
    else if (m_reply->bytesAvailable() > 0)
        dataAvailable(*m_reply);
    if (!self || !m_reply)
        return;
    if (m_reply->bytesAvailable() > 0)
        queuePump();
    else if (m_replyHasFinished)
        complete();
}

void RestJob::queuePump()
{
    if (m_pumpIsQueued)
        return;
    m_pumpIsQueued = true;
    const auto pumpAgain = [this] {
        m_pumpIsQueued = false;
        pump();
    };
    QMetaObject::invokeMethod(this, pumpAgain, Qt::QueuedConnection);
}

void RestJob::collectErrorBody()
{
    const QByteArray bytes = m_reply->readAll();
    m_body += bytes.left(largestErrorBody - m_body.size());
}

void RestJob::replyStarted(QNetworkReply &) { }

void RestJob::dataAvailable(QNetworkReply &reply)
{
    m_body += reply.readAll();
    if (m_body.size() > largestBody)
        fail({RestError::Kind::InvalidReply, httpStatusOf(reply), {}, u"the reply is too long"_s});
}

void RestJob::complete()
{
    const QPointer<RestJob> self(this);
    QNetworkReply &reply = *m_reply;
    reply.disconnect(this);
    reply.deleteLater();
    m_reply = nullptr;

    auto error = errorOfReply(reply, m_body, m_client.clock().now());
    if (error)
        return refused(*error, reply);
    m_tokenWasRenewed = false;
    error = replyFinished(reply, m_body);
    if (!self || m_phase != Phase::Running)
        return;
    if (!error && m_continueAfter) {
        m_failures = 0;
        return attemptAfter(*std::exchange(m_continueAfter, std::nullopt));
    }
    if (error)
        return failed(*error);
    end(std::nullopt);
}

std::optional<RestError> RestJob::judged(const RestError &error, const QNetworkReply &)
{
    return error;
}

void RestJob::refused(RestError error, const QNetworkReply &reply)
{
    if (error.kind == RestError::Kind::TlsFailed && !m_tlsProblem.message.isEmpty()) {
        error.code = m_tlsProblem.code;
        error.detail = m_tlsProblem.message;
    }
    const QPointer<RestJob> self(this);
    const auto judgement = judged(error, reply);
    if (!self || m_phase != Phase::Running)
        return;
    if (judgement)
        return failed(*judgement, claimsIn(reply.rawHeader("WWW-Authenticate")));
    attempt(TokenSource::Freshness::Cached);
}

void RestJob::failed(const RestError &error, const QByteArray &claims)
{
    qCDebug(lcRest) << "failed" << int(error.kind) << error.httpStatus;
    if (error.kind == RestError::Kind::Unauthorized && !m_tokenWasRenewed) {
        m_tokenWasRenewed = true;
        return attempt({TokenSource::Freshness::Renewed, claims});
    }
    if (error.httpStatus != 0)
        m_tokenWasRenewed = false; // whoever refuses something else took the token
    const bool waits = m_policy.waitsFor(error);
    const int attempts = waits ? ++m_waits : ++m_failures;
    const auto delay
        = m_policy.delayBefore(attempts, error, {.random = m_client.random(), .waited = m_waited});
    if (!delay)
        return end(error);
    if (waits)
        m_waited += *delay;
    attemptAfter(*delay);
    emit waiting(error, *delay);
}

void RestJob::armDeadline(std::chrono::milliseconds delay)
{
    const int number = m_attempt;
    const auto check = [this, number] {
        if (number == m_attempt && m_reply && m_phase == Phase::Running)
            checkDeadline();
    };
    m_client.clock().callAfter(delay, this, check);
}

void RestJob::checkDeadline()
{
    const auto idle = m_client.clock().monotonic() - m_lastActivity;
    if (idle < m_idleTimeout)
        return armDeadline(m_idleTimeout - idle);
    dropReply();
    failed(
        {RestError::Kind::Timeout, 0, {}, u"nothing for %1 s"_s.arg(m_idleTimeout.count() / 1000)});
}

void RestJob::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this); // abort() emits finished() at once
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void RestJob::end(std::optional<RestError> error)
{
    m_phase = Phase::Finished;
    m_error = std::move(error);
    emit finished();
}

void RestJob::endFromEventLoop(std::optional<RestError> error)
{
    if (m_phase != Phase::Running)
        return;
    m_phase = Phase::Ending;
    dropReply();
    const auto endNow = [this, error = std::move(error)] { end(error); };
    QMetaObject::invokeMethod(this, endNow, Qt::QueuedConnection);
}

} // namespace sessionbook
