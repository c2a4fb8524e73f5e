#pragma once

#include "rest/RestError.h"
#include "sessions/SessionInfo.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace sessionbook {

class ListSessionsJob;
class SessionClient;

/// The sessions of one window's pool: asks when told to and, while somebody looks, once a minute.
/// Asking concerns the pool and keeps no session alive.
///
/// Owned by the window; lives in the GUI thread. Ends sessions, too.
class PoolSessions : public QObject
{
    Q_OBJECT
public:
    enum class State {
        NoPool, ///< there is nobody to ask
        Asking, ///< for the first time
        Listed,
        CannotList, ///< the pool is of a version without such a list
        Failed ///< see error()
    };

    explicit PoolSessions(QObject *parent = nullptr);
    ~PoolSessions() override;

    /// nullptr: none. The window's own session, through which the pool is asked.
    void setSession(SessionClient *session);
    /// Somebody looks.
    void setWatched(bool watched);
    void refresh();
    /// Deletes a session; the list is asked for again.
    void end(const QString &identifier);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const QList<SessionInfo> &sessions() const { return m_sessions; }
    [[nodiscard]] bool isOwn(const QString &identifier) const;
    [[nodiscard]] const RestError &error() const { return m_error; }

signals:
    void changed();
    void endFailed(const sessionbook::RestError &error);

private:
    void listed(const ListSessionsJob &job);

    QPointer<SessionClient> m_session;
    QPointer<ListSessionsJob> m_job;
    QTimer m_slowly;
    State m_state = State::NoPool;
    QList<SessionInfo> m_sessions;
    RestError m_error;
    bool m_isWatched = false;
};

} // namespace sessionbook
