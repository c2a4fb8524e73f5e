#pragma once

#include <QList>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>

#include <utility>

namespace sessionbook {

struct FakeAnswer
{
    int status = 200; ///< 0: no reply at all, only `error`
    QByteArray body = {};
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QNetworkReply::NetworkError error = QNetworkReply::NoError; ///< after the body
    bool staysOpen = false; ///< never finishes by itself
};

struct SentRequest
{
    QByteArray verb;
    QUrl url;
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers;

    [[nodiscard]] QByteArray header(const QByteArray &name) const;
};

class FakeReply;

/// A network that sends nothing: it answers as scripted, from the event loop, and records what it
/// was asked.
class FakeNetwork final : public QNetworkAccessManager
{
    Q_OBJECT
public:
    /// In the order of the requests; a request without an answer stays open.
    void answerNext(const FakeAnswer &answer) { m_answers.append(answer); }
    [[nodiscard]] const QList<SentRequest> &requests() const { return m_requests; }
    /// Replies that were made and are neither finished nor aborted.
    [[nodiscard]] int openReplies() const;
    [[nodiscard]] int abortedReplies() const { return m_aborted; }
    /// More data for the last reply, and its end.
    void continueLast(const QByteArray &body);
    void finishLast(QNetworkReply::NetworkError error = QNetworkReply::NoError);

protected:
    QNetworkReply *createRequest(Operation operation, const QNetworkRequest &request,
                                 QIODevice *data) override;

private:
    QList<FakeAnswer> m_answers;
    QList<SentRequest> m_requests;
    QList<QPointer<FakeReply>> m_replies;
    int m_aborted = 0;
};

/// Made by FakeNetwork.
class FakeReply final : public QNetworkReply
{
    Q_OBJECT
public:
    FakeReply(QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
              const FakeAnswer &answer, qint64 sentBytes, QObject *parent);

    void abort() override;
    [[nodiscard]] qint64 bytesAvailable() const override
    {
        return m_buffer.size() + QIODevice::bytesAvailable();
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    void deliver(const QByteArray &bytes);
    void end(NetworkError error);

signals:
    void aborted();

protected:
    qint64 readData(char *data, qint64 maxSize) override;

private:
    void begin(const FakeAnswer &answer, qint64 sentBytes);

    QByteArray m_buffer;
};

} // namespace sessionbook
