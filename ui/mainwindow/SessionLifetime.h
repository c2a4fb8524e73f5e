#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <optional>

namespace sessionbook {

class Clock;
class GetSessionJob;
class SessionClient;

/// How long the session lives on when nothing runs. Asks the pool only after something happened,
/// and counts down by itself: each request starts the pool's idle clock anew, so that asking
/// regularly would keep the session alive for ever.
class SessionLifetime : public QObject
{
    Q_OBJECT
public:
    explicit SessionLifetime(Clock &clock, QObject *parent = nullptr);

    /// nullptr: there is none.
    void setSession(SessionClient *session);
    /// A cell ran or a file was sent.
    void refresh();
    /// Nothing where the pool does not say.
    [[nodiscard]] std::optional<std::chrono::minutes> remaining() const;

signals:
    void changed();

private:
    void received(const GetSessionJob &job);

    Clock &m_clock;
    QPointer<SessionClient> m_session;
    QPointer<GetSessionJob> m_job;
    QDateTime m_expiresAt;
    QTimer m_countdown;
};

} // namespace sessionbook
