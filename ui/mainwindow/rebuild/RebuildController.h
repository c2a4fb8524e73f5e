#pragma once

#include "dialogs/Dialogs.h"
#include "rebuild/PoolEnvironment.h"
#include "rebuild/RebuildFlow.h"
#include "rebuild/RecordStore.h"
#include "rebuild/SessionEnd.h"
#include "rebuild/SessionRecorder.h"

#include <QObject>

#include <memory>
#include <optional>

namespace sessionbook {

class NotebookController;
class RunController;
class SessionController;
class SessionFiles;
class SessionLifetime;
struct ProgramServices;

/// Treats a window's session as a cache: notices that its state is gone and why, and makes it again
/// in a new session, in the same pool or in another one.
///
/// Owned by the window, borrows the rest. While it is busy, cells that are run wait. Outputs of the
/// notebook change only after everything ran, as one step that can be undone, and only where they
/// differ.
class RebuildController : public QObject
{
    Q_OBJECT
public:
    struct Sources
    {
        NotebookController &document;
        SessionController &session;
        RunController &runs;
        SessionFiles &files;
        SessionLifetime &lifetime;
    };
    RebuildController(Sources sources, const ProgramServices &services, QWidget &window,
                      QObject *parent = nullptr);
    ~RebuildController() override;

    [[nodiscard]] bool isBusy() const { return m_phase != Phase::Idle; }
    [[nodiscard]] bool isMoving() const { return isBusy() && m_target.has_value(); }
    /// Something ran, now or before the notebook was opened, that can run again.
    [[nodiscard]] bool canRebuild() const;
    void rebuild();
    /// The old session stays until the new one is ready, and where that fails.
    void moveTo(const PoolChoice &choice);
    void cancel();
    /// Puts back what the last rebuild replaced, where it still stands; undoable.
    void keepOldOutputs();

    /// Why the state is gone; nothing while it is there, or where nothing ran.
    [[nodiscard]] const std::optional<SessionEnd> &lostBy() const { return m_lostBy; }
    [[nodiscard]] const SessionRecord &record() const { return m_recorder.record(); }
    [[nodiscard]] int doneCount() const { return m_flow ? m_flow->doneCount() : 0; }
    [[nodiscard]] int runCount() const { return m_flow ? m_flow->runCount() : 0; }
    /// The document was closed by a person: the record waits for the next time.
    void closeRecord() { m_store.close(); }

signals:
    void changed(); ///< busy, its progress, or what is lost
    void stateLost(const sessionbook::SessionEnd &end);
    void began();
    /// Each began() ends in finished(), moveFailed() or gaveUp(). `cameBack`: a move did not
    /// complete, and the old session is in use again.
    void finished(const sessionbook::RebuildReport &report, bool cameBack);
    /// Cancelled, or nothing answered, before anything ran.
    void gaveUp();
    /// The new pool could not be reached; the old session is in use again.
    void moveFailed(const QString &reason, const QString &detail);
    /// After finished(), where that completed: the session in `oldPool` still lives.
    void moved(const QString &oldPool, const sessionbook::EnvironmentDifferences &differences);

private:
    enum class Phase { Idle, Checking, Connecting, Rebuilding };

    void followSession();
    void followRuns();
    void followDocument();
    void takeStored(const SessionRecord &record, bool wasClosed);
    void noteLoss(const SessionEnd &end);
    void loseAll();
    void forgetLoss();
    void cellEnded(CellId cell);
    void begin(std::optional<PoolChoice> target);
    void decideFiles(const QList<SentFileCheck> &checks);
    void connectNewSession();
    void sessionChanged(SessionClient *session);
    void connectingFailed();
    void askEnvironment(SessionClient *session, PoolEnvironment &environment);
    void flowFinished();
    void adopt(const RebuildReport &report);
    void showOutputs(const RebuildReport &report);
    void backToIdle();

    Sources m_from;
    const ProgramServices &m_services;
    QWidget &m_window;
    SessionRecorder m_recorder;
    RecordStore m_store;
    std::unique_ptr<RebuildFlow> m_flow;
    std::optional<PoolChoice> m_target; ///< of a move
    QString m_oldPool;
    PoolEnvironment m_oldEnvironment; ///< of a move, as far as the pools told
    PoolEnvironment m_newEnvironment;
    Phase m_phase = Phase::Idle;
    QList<SentFileCheck> m_toSend;
    QList<SentFileCheck> m_leftOut;

    std::optional<SessionEnd> m_lostBy;
    QSet<CellId> m_lostCells;
    qsizetype m_lostRuns = 0; ///< of the record, from its beginning
    QSet<QString> m_lostFiles; ///< of the record, by their remote names
    SessionRecord m_madeAgain; ///< of these, what a rebuild that stopped left in the session

    /// What the last rebuild replaced.
    struct Replaced
    {
        CellId cell;
        QList<Output> before;
        std::optional<int> countBefore;
        QList<Output> after;
    };
    QList<Replaced> m_replaced;
};

} // namespace sessionbook
