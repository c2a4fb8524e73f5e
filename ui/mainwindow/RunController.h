#pragma once

#include "execution/ExecutionQueue.h"
#include "notebookview/NotebookView.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>

namespace sessionbook {

class Clock;
class Notebook;
class SessionController;

/// What follows a run of the current cell.
enum class AfterRun { Stay, SelectNext, InsertBelow };

/// Runs cells of the window's notebook in the window's session, and keeps the view's prompts and
/// clocks true.
///
/// Owns the ExecutionQueue, a new one for each notebook. Borrows view and session.
class RunController : public QObject
{
    Q_OBJECT
public:
    RunController(NotebookView &view, SessionController &session, Clock &clock,
                  QObject *parent = nullptr);
    ~RunController() override;

    void setNotebook(Notebook *notebook);

    /// The session is being prepared by others: cells wait until release().
    void hold();
    /// `lastExecutionCount` of what ran in the session meanwhile; 0: nothing. Does nothing where
    /// it was not held.
    void release(int lastExecutionCount);
    /// The cells whose variables are gone, for the view.
    void setStateLost(const QSet<CellId> &cells);

    void runSelected(AfterRun after);
    void runCells(const QList<CellId> &cells);
    void runAll();
    void runAllAbove();
    void runCurrentAndBelow();
    void interrupt();
    void restart();
    void restartAndRunAll();

    [[nodiscard]] bool isBusy() const { return m_queue && m_queue->isBusy(); }
    /// 1-based, 0 where none runs.
    [[nodiscard]] int runningCellNumber() const;
    [[nodiscard]] int queuedCount() const { return m_queue ? m_queue->queuedCount() : 0; }
    [[nodiscard]] std::chrono::milliseconds elapsed() const;
    /// While the running cell waits for a free session, see ExecutionQueue.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextTry() const;

signals:
    /// Busy or not, another cell, a tick of the clock: what the status bar shows.
    void stateChanged();
    void runFinished(sessionbook::CellId cell);
    void becameIdle();
    /// A run ended in a way that the cell's outputs do not tell alone.
    void runFailed(sessionbook::CellId cell, const sessionbook::CellRunInfo &info, int cancelled);
    /// What was lost is told by the pool's words; empty where it has none.
    void variablesLost(const QString &detail);
    /// Cells run by another queue from now on.
    void queueChanged(sessionbook::ExecutionQueue &queue, sessionbook::Notebook &notebook);
    /// The running cell goes on; only the end of its session will stop it.
    void interruptFailed();
    /// See ExecutionQueue.
    void helperRefused(const QString &reason);
    void helperMissed(const QString &reason);
    void liveOutputRefused();

private:
    void connectQueue();
    void finishCell(CellId cell, RunState state);
    void updateTicking();
    void tick();
    void detachForRestart();
    void attachAfterRestart();
    [[nodiscard]] CellDecoration decoration(CellId cell) const;
    [[nodiscard]] QList<CellId> cellsBetween(int first, int end) const;
    void stepAfter(AfterRun after);

    NotebookView &m_view;
    SessionController &m_session;
    Clock &m_clock;
    Notebook *m_notebook = nullptr;
    std::unique_ptr<ExecutionQueue> m_queue;
    QTimer m_ticking;
    QSet<CellId> m_lost;
    bool m_runAllAfterRestart = false;
    bool m_isHeld = false;
};

} // namespace sessionbook
