#pragma once

#include "rest/RestClient.h"
#include "sessions/SessionClient.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QStringList>

namespace sessionbook {

/// A reply that a test fills: begin(), feed(), end(), or fail().
class HeldReply : public QNetworkReply
{
    Q_OBJECT
public:
    HeldReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation,
              QObject *parent);

    void begin(int httpStatus, const QByteArray &contentType);
    void feed(const QByteArray &bytes);
    void end();
    void failWith(NetworkError error);

    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    qint64 bytesAvailable() const override
    {
        return m_unread.size() + QNetworkReply::bytesAvailable();
    }
    bool isSequential() const override { return true; }
    void abort() override;

protected:
    qint64 readData(char *data, qint64 maximum) override;

private:
    QByteArray m_unread;
    bool m_hasBegun = false;
};

struct HeldRequest
{
    QString path;
    QByteArray operationId;
    QJsonObject body;
    QPointer<HeldReply> reply;
};

/// Records requests and answers none by itself.
class HeldNetwork : public QNetworkAccessManager
{
    Q_OBJECT
public:
    QList<HeldRequest> requests;

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *body) override;
};

/// A session without a pool, for tests of what uses one: the real jobs on a network that the test
/// answers. It keeps to the real protocol (ARCHITECTURE §8): by default it streams and can cancel.
class FakeSession : public SessionClient
{
    Q_OBJECT
public:
    explicit FakeSession(Clock &clock,
                         const PoolAbilities &abilities
                         = {.stream = true, .cancel = true, .restart = true, .pythonVersion = {}});

    /// The code of every execution asked for, in order.
    [[nodiscard]] QStringList executedSources() const;
    /// The ids of executions that were asked to be cancelled.
    [[nodiscard]] QStringList cancelledIds() const;
    [[nodiscard]] QString lastOperationId() const;
    [[nodiscard]] QList<HeldRequest> executions() const { return requestsTo(u"/executions"); }

    // What follows is about the last execution that was asked for.
    void send(const QJsonObject &message);
    void sendText(const QString &text, const QString &stream = QStringLiteral("stdout"));
    /// Ends it with `status` and other fields of the execution resource.
    void reply(const QString &status = QStringLiteral("Succeeded"), QJsonObject fields = {});
    void failWith(QNetworkReply::NetworkError error);
    void failWithHttp(int status);
    /// Answers the last request to cancel.
    void answerCancel(int httpStatus);

private:
    struct Parts;
    FakeSession(std::shared_ptr<Parts> parts, const PoolAbilities &abilities);
    [[nodiscard]] QList<HeldRequest> requestsTo(QStringView pathEnd) const;
    [[nodiscard]] HeldReply *current() const;

    std::shared_ptr<Parts> m_parts;
};

} // namespace sessionbook
