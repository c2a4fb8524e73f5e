#pragma once

#include "base/Clock.h"
#include "execution/DisplayRegistry.h"
#include "execution/ExecutionOptions.h"
#include "execution/RunState.h"
#include "notebook/Cell.h"

#include <QHash>
#include <QObject>
#include <QPointer>

#include <chrono>
#include <deque>
#include <memory>
#include <optional>

namespace sessionbook {

class CellRun;
class KernelHelper;
class Notebook;
class SessionClient;

/// Runs cells of one notebook one after another in one session.
///
/// Owns its runs: destroying the queue cancels them without further signals. Lives in the GUI
/// thread and never blocks it. Each enqueued cell ends in exactly one runFinished(), in the order
/// of enqueueing. Output arrives in the notebook while the cell runs, at most about 30 times a
/// second however fast it prints.
class ExecutionQueue : public QObject
{
    Q_OBJECT
public:
    ExecutionQueue(Notebook &notebook, Clock &clock, ExecutionOptions options = {},
                   QObject *parent = nullptr);
    ~ExecutionQueue() override;

    /// Where the next runs go; nullptr: cells wait in the queue until there is one. Changing it
    /// cancels what runs.
    void setSession(SessionClient *session);
    /// The session went away by itself: what runs failed with `error`, the queued cells wait for
    /// the next one.
    void loseSession(const RestError &error);

    /// Code ran in the session already that others sent: its variables are there, and the next
    /// number is behind `lastExecutionCount`.
    void adoptState(int lastExecutionCount);

    /// Queues the cell's present source; later edits do not change what runs. A cell already queued
    /// keeps its place and takes the new source; one that runs is queued once more. Cells that are
    /// not code, or blank, finish at once as Done.
    void enqueue(CellId cell);
    /// Stops the running cell by a KeyboardInterrupt, where that can reach it (else
    /// interruptFailed() follows), and cancels the queue.
    void interrupt();
    /// Lets go of the running cell: it ends as Cancelled, whatever the session goes on doing.
    void abandon();
    /// Cancels the queued cells only.
    void cancelQueued();
    /// Forgets the states of past runs (after a restart).
    void reset();

    [[nodiscard]] CellRunInfo info(CellId cell) const;
    [[nodiscard]] bool isBusy() const; ///< something runs or is queued
    [[nodiscard]] CellId runningCell() const; ///< invalid where none runs
    [[nodiscard]] int queuedCount() const;
    [[nodiscard]] std::chrono::milliseconds elapsed() const; ///< of the running cell
    /// While the running cell waits for a free session: how long until the pool is asked again,
    /// zero while it is being asked. runStateChanged() tells when a wait begins.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextTry() const;

signals:
    /// The cell's code goes to the session; what was enqueued, not what the cell holds now.
    void runBegan(sessionbook::CellId cell, const QString &source);
    void runStateChanged(sessionbook::CellId cell);
    void runFinished(sessionbook::CellId cell, sessionbook::RunState state);
    /// Nothing runs and nothing is queued any more.
    void becameIdle();
    /// The queue stopped because this cell failed; `cancelled` cells behind it were not run.
    void stoppedByFailure(sessionbook::CellId cell, int cancelled);
    /// The running cell goes on; only the end of its session will stop it.
    void interruptFailed(sessionbook::CellId cell);
    /// Told once a session: cells' code is sent as it is, so that their output is what the
    /// service's reply holds. `reason` is technical.
    void helperRefused(const QString &reason);
    /// The same of one cell; the next one may fare better.
    void helperMissed(const QString &reason);
    /// Told once a session: output comes only when its cell has ended.
    void liveOutputRefused();
    /// The kernel died or was found new: all variables are gone.
    void sessionStateLost(const QString &detail);

private:
    struct QueuedCell
    {
        CellId cell;
        QString source;
        bool isCancelled = false; ///< waits only for its turn to say so
    };

    void changeSession(SessionClient *session, const CellRunInfo &endOfRun);
    void endRunning(const CellRunInfo &end);
    void startNext();
    void start(const QueuedCell &next);
    void finishWithoutRunning(const QueuedCell &next);
    void finishRun();
    void noteSessionState(const CellRun &run);
    [[nodiscard]] KernelHelper *helper();
    int cancelWaiting();
    void showOutputs(CellRun &run);
    void setInfo(CellId cell, const CellRunInfo &info);
    [[nodiscard]] QueuedCell *waiting(CellId cell);

    Notebook &m_notebook;
    Clock &m_clock;
    ExecutionOptions m_options;
    QPointer<SessionClient> m_session;
    std::unique_ptr<KernelHelper> m_helper; ///< of the session; null where it needs none
    CellRun *m_running = nullptr; ///< our child
    std::deque<QueuedCell> m_queue;
    QHash<CellId, CellRunInfo> m_infos;
    DisplayRegistry m_displays;
    int m_executionCount = 0; ///< of the last run in this session
    bool m_sessionHasState = false; ///< code ran there, so there are variables to lose
    bool m_isIdleTold = true;
};

} // namespace sessionbook
