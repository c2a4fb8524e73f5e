#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace sessionbook {

struct ReceivedRequest
{
    QByteArray verb;
    QByteArray target; ///< as it came over the wire
    QHash<QByteArray, QByteArray> headers; ///< by lower-case name
    QByteArray body;
};

/// A real server on loopback that does as it is told, faults included: one script for each whole
/// request, in order. A request without a script gets no answer.
class ScriptedServer : public QObject
{
    Q_OBJECT
public:
    using Script = std::function<void(QTcpSocket &socket)>;

    explicit ScriptedServer(QObject *parent = nullptr);
    ~ScriptedServer() override;

    [[nodiscard]] QUrl endpoint() const;
    void next(Script script) { m_scripts.append(std::move(script)); }
    /// Answers each request that has no script.
    void answerOthers(std::function<Script(const ReceivedRequest &)> answer)
    {
        m_answerOthers = std::move(answer);
    }
    [[nodiscard]] const QList<ReceivedRequest> &received() const { return m_received; }
    [[nodiscard]] int connections() const { return m_connections; }
    /// Nobody listens any more; the port stays unused for now.
    void close() { m_server.close(); }

    [[nodiscard]] static Script answer(int status, const QByteArray &body,
                                       const QByteArray &headers = {});
    [[nodiscard]] static Script raw(const QByteArray &bytes);
    [[nodiscard]] static Script rawThenClose(const QByteArray &bytes);
    [[nodiscard]] static Script closeAtOnce();
    [[nodiscard]] static Script staySilent();
    /// One chunk after another, each when `interval` milliseconds have passed.
    [[nodiscard]] static Script chunks(const QByteArray &headers, const QList<QByteArray> &pieces,
                                       int intervalMs);
    /// Writes `line` as fast as the client takes it, `count` times, then `last`; never more than a
    /// megabyte ahead.
    [[nodiscard]] static Script flood(const QByteArray &headers, const QByteArray &line,
                                      qint64 count, const QByteArray &last);

private:
    void read(QTcpSocket &socket);

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_buffers;
    QList<Script> m_scripts;
    std::function<Script(const ReceivedRequest &)> m_answerOthers;
    QList<ReceivedRequest> m_received;
    int m_connections = 0;
};

} // namespace sessionbook
