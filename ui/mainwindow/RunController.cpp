#include "mainwindow/RunController.h"

#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"
#include "wording/ErrorText.h"

namespace sessionbook {

namespace {

constexpr int tickMs = 100;

} // namespace

RunController::RunController(NotebookView &view, SessionController &session, Clock &clock,
                             QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_session(session)
    , m_clock(clock)
{
    m_ticking.setInterval(tickMs);
    connect(&m_ticking, &QTimer::timeout, this, &RunController::tick);
    connect(&view, &NotebookView::runRequested, this, [this](CellId cell) { runCells({cell}); });
    connect(&session, &SessionController::sessionChanged, this, [this](SessionClient *client) {
        if (m_queue)
            m_queue->setSession(m_isHeld ? nullptr : client);
    });
    connect(&session, &SessionController::sessionLost, this, [this](const RestError &error) {
        if (m_queue)
            m_queue->loseSession(error);
    });
    connect(&session, &SessionController::restarted, this, &RunController::attachAfterRestart);
    connect(&session, &SessionController::restartFailed, this,
            [this] { m_queue->setSession(m_session.session()); });
    view.setDecorations([this](CellId cell) { return decoration(cell); });
}

RunController::~RunController()
{
    m_view.setDecorations({});
}

void RunController::setNotebook(Notebook *notebook)
{
    m_notebook = notebook;
    m_queue.reset();
    if (notebook) {
        m_queue = std::make_unique<ExecutionQueue>(*notebook, m_clock);
        emit queueChanged(*m_queue, *notebook);
        connectQueue();
        m_queue->setSession(m_isHeld ? nullptr : m_session.session());
    }
    emit stateChanged();
}

void RunController::connectQueue()
{
    auto *queue = m_queue.get();
    connect(queue, &ExecutionQueue::runStateChanged, this, [this](CellId cell) {
        m_view.updateDecoration(cell);
        updateTicking();
        emit stateChanged();
    });
    connect(queue, &ExecutionQueue::runFinished, this, &RunController::finishCell);
    connect(queue, &ExecutionQueue::becameIdle, this, [this] {
        updateTicking();
        emit stateChanged();
        emit becameIdle();
    });
    connect(queue, &ExecutionQueue::stoppedByFailure, this, [this](CellId cell, int cancelled) {
        emit runFailed(cell, m_queue->info(cell), cancelled);
    });
    connect(queue, &ExecutionQueue::sessionStateLost, this, &RunController::variablesLost);
    connect(queue, &ExecutionQueue::interruptFailed, this, &RunController::interruptFailed);
    connect(queue, &ExecutionQueue::helperRefused, this, &RunController::helperRefused);
    connect(queue, &ExecutionQueue::helperMissed, this, &RunController::helperMissed);
    connect(queue, &ExecutionQueue::liveOutputRefused, this, &RunController::liveOutputRefused);
}

void RunController::finishCell(CellId cell, RunState state)
{
    emit runFinished(cell);
    if (state != RunState::Failed)
        return;
    // A Python error stands below its cell; only what is not to be seen there is told at once.
    const CellRunInfo info = m_queue->info(cell);
    if (info.failure != RunFailure::Code)
        emit runFailed(cell, info, 0);
}

CellDecoration RunController::decoration(CellId cell) const
{
    CellDecoration decoration;
    if (!m_queue)
        return decoration;
    decoration.run = m_queue->info(cell);
    decoration.isStateLost = m_lost.contains(cell);
    if (decoration.run.state == RunState::Running)
        decoration.elapsed = m_queue->elapsed();
    if (cell == m_queue->runningCell())
        decoration.untilNextTry = m_queue->untilNextTry();
    const auto failure = decoration.run.failure;
    if (decoration.run.state == RunState::Failed && failure != RunFailure::Code
        && failure != RunFailure::None)
        decoration.message = ErrorText::of(decoration.run);
    return decoration;
}

void RunController::hold()
{
    m_isHeld = true;
    if (m_queue)
        m_queue->setSession(nullptr);
}

void RunController::release(int lastExecutionCount)
{
    if (!std::exchange(m_isHeld, false) || !m_queue)
        return;
    m_queue->setSession(m_session.session());
    if (lastExecutionCount > 0)
        m_queue->adoptState(lastExecutionCount);
}

void RunController::setStateLost(const QSet<CellId> &cells)
{
    const QSet<CellId> changed = (m_lost - cells) + (cells - m_lost);
    m_lost = cells;
    for (const CellId cell : changed)
        m_view.updateDecoration(cell);
}

void RunController::updateTicking()
{
    const bool runs = m_queue && m_queue->runningCell().isValid();
    if (runs == m_ticking.isActive())
        return;
    runs ? m_ticking.start() : m_ticking.stop();
}

void RunController::tick()
{
    if (m_queue)
        m_view.updateDecoration(m_queue->runningCell());
    emit stateChanged();
}

void RunController::runCells(const QList<CellId> &cells)
{
    if (!m_queue)
        return;
    m_view.flushPendingEdits();
    NotebookEditor(*m_notebook).breakTypingMerge();
    bool hasCode = false;
    for (const CellId id : cells) {
        const Cell *cell = m_notebook->find(id);
        if (!cell)
            continue;
        hasCode = hasCode || cell->kind == CellKind::Code;
        if (cell->kind == CellKind::Markdown)
            m_view.renderMarkdown(id);
        else
            m_queue->enqueue(id);
    }
    const auto status = m_session.status();
    if (hasCode
        && (status == SessionController::Status::Ended
            || status == SessionController::Status::Unreachable))
        m_session.reconnect(); // whoever runs a cell wants a session
    emit stateChanged();
}

void RunController::runSelected(AfterRun after)
{
    const auto cells = m_view.selectedCells();
    if (cells.isEmpty())
        return;
    if (after != AfterRun::Stay || m_view.mode() == ViewMode::Edit)
        m_view.enterCommandMode();
    runCells(cells);
    m_view.setCurrentCell(cells.last());
    stepAfter(after);
}

void RunController::stepAfter(AfterRun after)
{
    if (after == AfterRun::Stay)
        return;
    const int next = m_notebook->indexOf(m_view.currentCell()) + 1;
    const bool isLast = next >= m_notebook->cellCount();
    if (after == AfterRun::SelectNext && !isLast)
        return m_view.setCurrentCell(m_notebook->idAt(next));
    NotebookEditor editor(*m_notebook);
    const auto step = editor.transaction(QLatin1String(UndoNames::insertCell));
    const auto added = editor.insertCells(next, {Cell::code({})});
    m_view.setCurrentCell(added.first());
    m_view.enterEditMode();
}

QList<CellId> RunController::cellsBetween(int first, int end) const
{
    QList<CellId> cells;
    for (int i = first; i < end; ++i)
        cells << m_notebook->idAt(i);
    return cells;
}

void RunController::runAll()
{
    if (m_notebook)
        runCells(cellsBetween(0, m_notebook->cellCount()));
}

void RunController::runAllAbove()
{
    if (m_notebook)
        runCells(cellsBetween(0, m_notebook->indexOf(m_view.currentCell())));
}

void RunController::runCurrentAndBelow()
{
    const int current = m_notebook ? m_notebook->indexOf(m_view.currentCell()) : -1;
    if (current >= 0)
        runCells(cellsBetween(current, m_notebook->cellCount()));
}

void RunController::interrupt()
{
    if (m_queue)
        m_queue->interrupt();
}

void RunController::restart()
{
    detachForRestart();
    m_session.restart();
}

void RunController::restartAndRunAll()
{
    m_runAllAfterRestart = true;
    restart();
}

void RunController::detachForRestart()
{
    if (!m_queue)
        return;
    // The kernel goes away under what runs: that is a cancelled cell, not one that failed.
    m_queue->cancelQueued();
    m_queue->setSession(nullptr);
}

void RunController::attachAfterRestart()
{
    if (!m_queue)
        return;
    m_queue->reset();
    m_queue->setSession(m_session.session());
    if (std::exchange(m_runAllAfterRestart, false))
        runAll();
}

int RunController::runningCellNumber() const
{
    return m_queue ? m_notebook->indexOf(m_queue->runningCell()) + 1 : 0;
}

std::optional<std::chrono::milliseconds> RunController::untilNextTry() const
{
    return m_queue ? m_queue->untilNextTry() : std::nullopt;
}

std::chrono::milliseconds RunController::elapsed() const
{
    return m_queue ? m_queue->elapsed() : std::chrono::milliseconds(0);
}

} // namespace sessionbook
