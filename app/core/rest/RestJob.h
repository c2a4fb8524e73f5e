#pragma once

#include "base/Result.h"
#include "rest/ReplyError.h"
#include "rest/RestClient.h"
#include "rest/RestError.h"
#include "rest/RestUrl.h"
#include "rest/RetryPolicy.h"

#include <QNetworkReply>
#include <QObject>

#include <chrono>
#include <optional>

namespace sessionbook {

/// One request and its life: made with its data, started once, finished exactly once and always
/// from the event loop.
///
/// Inside: the token (renewed once on 401), retries by the job's RetryPolicy, a deadline of its own
/// (so that Timeout and Cancelled are told apart), redirects never followed. cancel() finishes it
/// as Cancelled; deleting it aborts the request and emits nothing; both may be done from any of its
/// signals. Owned by whoever started it (a QObject parent); jobs do not delete themselves.
/// Subclasses say what is sent and read the reply; each has `Result<T, RestError> result() const`,
/// valid after finished().
class RestJob : public QObject
{
    Q_OBJECT
public:
    explicit RestJob(RestClient &client, QObject *parent = nullptr);
    ~RestJob() override;

    void start();
    void cancel();
    [[nodiscard]] bool isFinished() const { return m_phase == Phase::Finished; }
    /// Nothing while the job goes on or when it succeeded.
    [[nodiscard]] const std::optional<RestError> &error() const { return m_error; }
    /// Without a deadline when zero. From the last byte sent or received, not from the start.
    /// Before start().
    void setIdleTimeout(std::chrono::milliseconds timeout) { m_idleTimeout = timeout; }
    void setRetryPolicy(RetryPolicy policy) { m_policy = policy; }

signals:
    void finished();
    /// It failed for now, for this reason, and tries again after `delay`.
    void waiting(const sessionbook::RestError &why, std::chrono::milliseconds delay);
    void uploadProgressed(qint64 sentBytes, qint64 totalBytes);
    void downloadProgressed(qint64 receivedBytes, qint64 totalBytes);

protected:
    struct Request
    {
        QByteArray verb = "GET"; ///< GET, POST, PUT or DELETE
        QString path; ///< below the endpoint, not percent-encoded, such as "files/a#b.csv/content";
                      ///< no "/" within a name
        RestQuery query; ///< not percent-encoded
        QUrl url = {}; ///< instead of path and query: an address that the service itself gave, sent
                       ///< as it stands and to the endpoint's own host only
        QByteArray contentType = {};
        QByteArray accept = "application/json";
        QByteArray body = {}; ///< or, for a stream:
        QIODevice *device
            = nullptr; ///< open, of known size; lives until the next request() or the job's end
        QList<std::pair<QByteArray, QByteArray>> headers = {};
        qint64 readBufferBytes
            = 0; ///< 0: without bound; else the sender waits while so much is unread
    };
    /// Asked anew for every attempt; an error finishes the job.
    [[nodiscard]] virtual Result<Request, RestError> request() = 0;
    /// The reply's headers are there (2xx only); data may follow. For streaming jobs.
    virtual void replyStarted(QNetworkReply &reply);
    /// Some data of a 2xx reply is there; the default collects it for replyFinished(). What is left
    /// unread is offered again in the next turn of the event loop, so an override that reads a
    /// bounded piece keeps the thread responsive.
    virtual void dataAvailable(QNetworkReply &reply);
    /// A 2xx reply is complete. `body` is what dataAvailable() collected. An error finishes the job
    /// as failed.
    [[nodiscard]] virtual std::optional<RestError> replyFinished(QNetworkReply &reply,
                                                                 const QByteArray &body)
        = 0;

    [[nodiscard]] const RetryPolicy &retryPolicy() const { return m_policy; }
    [[nodiscard]] RestClient &client() const { return m_client; }
    [[nodiscard]] bool isRunning() const { return m_phase == Phase::Running; }
    /// Ends the job as failed, without another attempt: from replyStarted() or dataAvailable().
    void fail(RestError error);
    /// An attempt failed: the error to go on with, perhaps in terms that this job knows better.
    /// Nothing: the request is another one now and to be asked at once, which only a refusal that
    /// certainly did nothing allows. The default changes nothing.
    [[nodiscard]] virtual std::optional<RestError> judged(const RestError &error,
                                                          const QNetworkReply &reply);
    /// From replyFinished(): not done yet, ask request() for another one after `delay`.
    void continueAfter(std::chrono::milliseconds delay) { m_continueAfter = delay; }

private:
    enum class Phase { New, Running, Ending, Finished };

    void attempt(const TokenSource::Demand &demand);
    void attemptAfter(std::chrono::milliseconds delay);
    void send(const Request &request, const QUrl &url, const Secret &token);
    void boundReadBuffer(qint64 bytes);
    QNetworkReply *dispatch(const QNetworkRequest &networkRequest, const Request &request);
    void watch(QNetworkReply &reply);

    void startReply();
    void pump();
    void queuePump();
    void collectErrorBody();
    void complete();
    void refused(RestError error, const QNetworkReply &reply);
    void failed(const RestError &error, const QByteArray &claims = {});

    void armDeadline(std::chrono::milliseconds delay);
    void checkDeadline();
    void dropReply();
    void end(std::optional<RestError> error);
    void endFromEventLoop(std::optional<RestError> error);

    RestClient &m_client;
    RetryPolicy m_policy = RetryPolicy::idempotent();
    std::chrono::milliseconds m_idleTimeout{30000};
    Phase m_phase = Phase::New;
    std::optional<RestError> m_error;

    QNetworkReply *m_reply = nullptr; ///< of the present attempt
    QByteArray m_body; ///< collected from it
    int m_attempt
        = 0; ///< counts up with every request, so that late callbacks know that they are late
    int m_failures = 0; ///< since the last progress, for the policy
    int m_waits = 0; ///< for room in a full pool
    std::chrono::milliseconds m_waited{0}; ///< in these
    bool m_tokenWasRenewed = false; ///< since the last reply that took it
    ServiceError m_tlsProblem; ///< of the present attempt
    bool m_replyHasStarted = false;
    bool m_replyHasFinished = false;
    bool m_pumpIsQueued = false;
    std::chrono::milliseconds m_lastActivity{0};
    std::optional<std::chrono::milliseconds> m_continueAfter;
};

} // namespace sessionbook
