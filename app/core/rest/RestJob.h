#pragma once

#include "base/Result.h"
#include "rest/RestClient.h"
#include "rest/RestError.h"
#include "rest/RetryPolicy.h"

#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QUrlQuery>

#include <chrono>
#include <optional>

namespace sessionbook {

/// One request and its life: made with its data, started once, finished exactly once and always from the event loop.
///
/// Inside: the token (renewed once on 401), retries by the job's RetryPolicy, a deadline of its own (so that Timeout and
/// Cancelled are told apart), redirects never followed to another host. cancel() finishes it as Cancelled; deleting it aborts
/// the request and emits nothing. Owned by whoever started it (a QObject parent); jobs do not delete themselves.
/// Subclasses say what is sent and read the reply; each has `Result<T, RestError> result() const`, valid after finished().
class RestJob : public QObject
{
    Q_OBJECT
public:
    explicit RestJob(RestClient &client, QObject *parent = nullptr);
    ~RestJob() override;

    void start();
    void cancel();
    [[nodiscard]] bool isFinished() const;
    /// Nothing while the job goes on or when it succeeded.
    [[nodiscard]] const std::optional<RestError> &error() const;
    /// Without a deadline when zero. From the last byte sent or received, not from the start.
    void setIdleTimeout(std::chrono::milliseconds timeout);
    void setRetryPolicy(RetryPolicy policy);

signals:
    void finished();
    void uploadProgressed(qint64 sentBytes, qint64 totalBytes);
    void downloadProgressed(qint64 receivedBytes, qint64 totalBytes);

protected:
    struct Request
    {
        QByteArray verb;
        QString path; ///< below the endpoint, not percent-encoded, such as "files/a b.csv/content"
        QUrlQuery query;
        QByteArray contentType;
        QByteArray accept;
        QByteArray body; ///< or, for a stream:
        QIODevice *device = nullptr;
        QList<std::pair<QByteArray, QByteArray>> headers;
    };
    /// Asked anew for every attempt; an error finishes the job.
    [[nodiscard]] virtual Result<Request, RestError> request() = 0;
    /// The reply's headers are there (2xx only); data may follow. For streaming jobs.
    virtual void replyStarted(QNetworkReply &reply);
    /// Some data of a 2xx reply is there; the default collects it for replyFinished().
    virtual void dataAvailable(QNetworkReply &reply);
    /// A 2xx reply is complete. `body` is what dataAvailable() collected. An error finishes the job as failed.
    [[nodiscard]] virtual std::optional<RestError> replyFinished(QNetworkReply &reply, const QByteArray &body) = 0;

    RestClient &client() const { return m_client; }

private:
    RestClient &m_client;
    // Implementation's own state machine: attempt, reply, deadline, collected body.
};

} // namespace sessionbook
