#pragma once

#include <QDateTime>
#include <QObject>
#include <QPointer>

#include <chrono>
#include <optional>

namespace sessionbook {

class Clock;
class GetSessionJob;
class SessionClient;
struct RestError;

/// How long the session lives on when nothing runs, and whether it is still the same one. Asks the
/// pool only after something happened, and counts down by itself: each request may start the pool's
/// idle clock anew, so that asking regularly would keep the session alive for ever. When the time
/// is over it asks once more.
class SessionLifetime : public QObject
{
    Q_OBJECT
public:
    explicit SessionLifetime(Clock &clock, QObject *parent = nullptr);

    /// nullptr: there is none. `cooldown` is what its pool is known to give a session without use,
    /// 0 where that is not known: it counts where the pool itself tells no end.
    void setSession(SessionClient *session, std::chrono::seconds cooldown);
    /// The session was used just now: a cell ran, or a file was sent.
    void refresh();
    /// The pool is there again.
    void ask();
    /// What is known of the session is of one that is gone.
    void forget();
    /// The session is in use: asks where nothing is known of it yet, once.
    void meet();
    /// Nothing where the pool does not say, or what it says is not bounded.
    [[nodiscard]] std::optional<std::chrono::minutes> remaining() const;
    [[nodiscard]] std::optional<std::chrono::seconds> secondsLeft() const;
    [[nodiscard]] const QDateTime &expiresAt() const { return m_expiresAt; }
    /// What the pool gives a session without use; 0 where it is not known.
    [[nodiscard]] std::chrono::seconds idlePeriod() const { return m_idlePeriod; }

signals:
    void changed();
    /// The pool does not know the session (any more).
    void sessionMissing(const sessionbook::RestError &error);
    /// Another one of the same name took its place.
    void sessionFoundNew();

private:
    void received(const GetSessionJob &job);
    [[nodiscard]] QDateTime endOf(const GetSessionJob &job) const;
    void countDown(int count);

    Clock &m_clock;
    QPointer<SessionClient> m_session;
    QPointer<GetSessionJob> m_job;
    std::chrono::seconds m_cooldown{0};
    QDateTime m_usedAt; ///< by us
    QDateTime m_createdAt;
    QDateTime m_expiresAt;
    std::chrono::seconds m_idlePeriod{0};
    bool m_hasAsked = false; ///< about the present session
    int m_count = 0; ///< of countdowns: a later one ends those before it
};

} // namespace sessionbook
