#pragma once

#include "dialogs/Dialogs.h"
#include "mainwindow/SessionLink.h"
#include "sessions/LocalPool.h"

#include <QObject>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace sessionbook {

struct ProgramServices;

/// What becomes of the session that a move left.
enum class OldSession { End, Leave };

/// Gives one window its session: chooses the pool, waits for the local one, asks what the pool can
/// do, starts anew.
///
/// Lives in the GUI thread, owned by the window; what uses session() must be gone before it. When
/// it is destroyed its session is deleted by SessionFarewell.
class SessionController : public QObject
{
    Q_OBJECT
public:
    enum class Status {
        Connecting, ///< the local pool starts, or a pool is being asked what it can do
        Ready,
        Restarting, ///< the kernel is being replaced; session() is there and must not be used
        Unreachable, ///< see problem()
        Ended ///< by the user
    };

    explicit SessionController(const ProgramServices &services, QObject *parent = nullptr);
    ~SessionController() override;

    void connectTo(const PoolChoice &choice);
    /// The settings of the pool in use changed: its session stays, the next cell heeds them. Who
    /// signs in matters from the next connection on.
    void updatePool(const PoolProfile &pool);
    /// The same pool again: the same session where the pool still knows it.
    void reconnect();
    /// A new kernel; the files stay where the pool can keep them, see keepsFilesOnRestart().
    void restart();
    void endSession();
    /// A new session in the same pool; the present one is deleted.
    void startAnew();
    /// A request of the session found nobody there: the pool is Unreachable until reconnect(). Of
    /// the local pool its process tells more.
    void noteUnreachable(const RestError &error);
    /// A new session in another pool. The present one is set aside, until settleMove() or
    /// undoMove().
    void moveTo(const PoolChoice &choice);
    /// The new session is in use: what becomes of the old one. Does nothing where none was left.
    void settleMove(OldSession old);
    /// Back to the old session; the new one is deleted.
    void undoMove();
    /// When the window goes, its session stays for as long as the pool keeps it.
    void setLeftOnClose(bool left) { m_isLeftOnClose = left; }

    [[nodiscard]] Status status() const { return m_status; }
    [[nodiscard]] SessionClient *session() const; ///< nullptr unless Ready or Restarting
    [[nodiscard]] const PoolProfile &pool() const { return m_choice.profile; }
    /// The same with its token, where that was typed in.
    [[nodiscard]] const PoolChoice &choice() const { return m_choice; }
    /// As people call it.
    [[nodiscard]] QString poolName() const;
    /// Why it is Unreachable: worded, and what was said technically.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    [[nodiscard]] const QString &problemDetail() const { return m_problemDetail; }
    [[nodiscard]] bool keepsFilesOnRestart() const;
    /// While Connecting to a pool that has no room: how long until it is asked again.
    /// statusChanged() tells of each wait.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextTry() const;

signals:
    void statusChanged();
    /// nullptr: there is none now.
    void sessionChanged(sessionbook::SessionClient *session);
    /// The pool ended under a session that was in use; sessionChanged(nullptr) follows.
    void sessionLost(const sessionbook::RestError &error);
    /// The session was given up by a person: ended, or for one in another pool.
    void sessionLeft();
    /// A fresh kernel in a session that stays.
    void restarted();
    void restartFailed(const QString &message);
    /// The pool has no token, and signing in would give it one.
    void signInNeeded();

private:
    void openLink();
    void followLocalPool(LocalPool::State state);
    void localPoolFailed();
    /// Which version the pool took last time, and a note for the next time.
    void useKnownVersion();
    void discover();
    void discovered(const PoolMetadataJob &job);
    void discoveryFailed(const RestError &error);
    void restartFinished(const RestartSessionJob &job);
    /// What a move left: the pool and its session.
    struct OldPlace
    {
        PoolChoice choice;
        std::shared_ptr<SessionLink> link;
    };

    /// Tells everybody that the session is gone and asks the pool to delete it.
    void leaveSession();
    void retireLink();
    void setStatus(Status status);
    void setUnreachable(const QString &problem, const QString &detail);

    const ProgramServices &m_services;
    PoolChoice m_choice;
    Status m_status = Status::Ended;
    QString m_problem;
    QString m_problemDetail;
    std::shared_ptr<SessionLink> m_link; ///< shared with the farewell that outlives us
    /// Uploads and downloads under way stay with their session, so links live until the window
    /// goes.
    std::vector<std::shared_ptr<SessionLink>> m_retired;
    std::optional<OldPlace> m_old;
    bool m_isLeftOnClose = false;
    QPointer<RestJob> m_job; ///< discovery or restart
    std::optional<std::chrono::milliseconds> m_nextTryAt; ///< of discovery
};

} // namespace sessionbook
