#include "execution/ExecutionQueue.h"

#include "execution/CellRun.h"
#include "helper/KernelHelper.h"
#include "notebook/Notebook.h"
#include "sessions/SessionClient.h"

#include <utility>

namespace sessionbook {

namespace {

bool isBlank(QStringView source)
{
    return source.trimmed().isEmpty();
}

} // namespace

ExecutionQueue::ExecutionQueue(Notebook &notebook, Clock &clock, ExecutionOptions options,
                               QObject *parent)
    : QObject(parent)
    , m_notebook(notebook)
    , m_clock(clock)
    , m_options(options)
{
}

/// The run uses the helper until its last breath.
ExecutionQueue::~ExecutionQueue()
{
    delete m_running;
}

void ExecutionQueue::setSession(SessionClient *session)
{
    if (m_session != session)
        changeSession(session, {.state = RunState::Cancelled});
}

void ExecutionQueue::loseSession(const RestError &error)
{
    changeSession(nullptr,
                  {.state = RunState::Failed,
                   .failure = RunFailure::Transport,
                   .detail = error.detail,
                   .error = error});
}

void ExecutionQueue::changeSession(SessionClient *session, const CellRunInfo &endOfRun)
{
    const auto helper = std::move(m_helper); // for as long as its run is there
    m_session = session;
    m_executionCount = 0;
    m_sessionHasState = false;
    m_displays.forgetAll();
    if (m_running)
        endRunning(endOfRun);
    startNext();
}

void ExecutionQueue::adoptState(int lastExecutionCount)
{
    m_executionCount = lastExecutionCount;
    m_sessionHasState = true;
}

/// At once and not by its request's own end: the old session may be gone a moment later.
void ExecutionQueue::endRunning(const CellRunInfo &end)
{
    CellRun *run = std::exchange(m_running, nullptr);
    CellRunInfo info = end;
    info.startedAt = run->info().startedAt;
    info.duration = run->elapsed();
    const CellId cell = run->cell();
    showOutputs(*run);
    delete run;
    setInfo(cell, info);
    emit runFinished(cell, info.state);
    if (waiting(cell) && runningCell() != cell)
        setInfo(cell, {.state = RunState::Queued});
}

void ExecutionQueue::enqueue(CellId id)
{
    const Cell *cell = m_notebook.find(id);
    if (!cell)
        return;
    const QString source = cell->kind == CellKind::Code ? cell->source : QString();
    m_isIdleTold = false;
    if (QueuedCell *place = waiting(id)) {
        place->source = source;
        return;
    }
    m_queue.push_back({.cell = id, .source = source});
    if (runningCell() != id)
        setInfo(id, {.state = RunState::Queued});
    startNext();
}

void ExecutionQueue::interrupt()
{
    cancelQueued();
    if (m_running)
        m_running->interrupt();
}

void ExecutionQueue::abandon()
{
    if (m_running)
        m_running->abandon();
}

void ExecutionQueue::cancelQueued()
{
    cancelWaiting();
    startNext();
}

void ExecutionQueue::reset()
{
    m_executionCount = 0;
    m_sessionHasState = false;
    m_displays.forgetAll();
    for (const auto &[cell, info] : std::exchange(m_infos, {}).asKeyValueRange()) {
        if (info.state == RunState::Queued || info.state == RunState::Running)
            m_infos.insert(cell, info);
        else
            emit runStateChanged(cell);
    }
}

CellRunInfo ExecutionQueue::info(CellId cell) const
{
    return m_infos.value(cell);
}

bool ExecutionQueue::isBusy() const
{
    return m_running || !m_queue.empty();
}

CellId ExecutionQueue::runningCell() const
{
    return m_running ? m_running->cell() : CellId();
}

int ExecutionQueue::queuedCount() const
{
    return int(std::ranges::count(m_queue, false, &QueuedCell::isCancelled));
}

std::chrono::milliseconds ExecutionQueue::elapsed() const
{
    return m_running ? m_running->elapsed() : std::chrono::milliseconds(0);
}

std::optional<std::chrono::milliseconds> ExecutionQueue::untilNextTry() const
{
    return m_running ? m_running->untilNextTry() : std::nullopt;
}

void ExecutionQueue::startNext()
{
    while (!m_running && !m_queue.empty()) {
        const QueuedCell next = m_queue.front();
        const bool runs = !next.isCancelled && !isBlank(next.source) && m_notebook.find(next.cell);
        if (runs && !m_session)
            return;
        m_queue.pop_front();
        if (runs)
            start(next);
        else
            finishWithoutRunning(next);
    }
    if (!isBusy() && !std::exchange(m_isIdleTold, true))
        emit becameIdle();
}

void ExecutionQueue::start(const QueuedCell &next)
{
    m_running = new CellRun(next.cell, next.source, m_options, m_clock, this);
    connect(m_running, &CellRun::outputsChanged, this, [this] { showOutputs(*m_running); });
    connect(m_running, &CellRun::displayUpdated, this,
            [this](const QString &displayId, const DisplayContent &content) {
                m_displays.update(m_notebook, displayId, content);
            });
    connect(m_running, &CellRun::interruptFailed, this,
            [this] { emit interruptFailed(runningCell()); });
    connect(m_running, &CellRun::waitingForSession, this,
            [this] { setInfo(m_running->cell(), m_running->info()); });
    connect(m_running, &CellRun::finished, this, &ExecutionQueue::finishRun);
    m_displays.forget(next.cell);
    m_running->start(*m_session, helper(), m_executionCount + 1);
    m_notebook.setOutputs(next.cell, {}, std::nullopt);
    setInfo(next.cell, m_running->info());
    emit runBegan(next.cell, next.source);
}

KernelHelper *ExecutionQueue::helper()
{
    if (!m_session->takesHelper())
        return nullptr;
    if (!m_helper) {
        m_helper = std::make_unique<KernelHelper>(*m_session, m_clock);
        connect(m_helper.get(), &KernelHelper::refused, this, &ExecutionQueue::helperRefused);
        connect(m_helper.get(), &KernelHelper::missed, this, &ExecutionQueue::helperMissed);
        connect(m_helper.get(), &KernelHelper::cannotFetchFiles, this,
                &ExecutionQueue::liveOutputRefused);
    }
    return m_helper.get();
}

void ExecutionQueue::finishWithoutRunning(const QueuedCell &next)
{
    const Cell *cell = m_notebook.find(next.cell);
    const RunState state = next.isCancelled || !cell ? RunState::Cancelled : RunState::Done;
    if (state == RunState::Done && cell->kind == CellKind::Code)
        m_notebook.setOutputs(next.cell, {}, std::nullopt);
    if (!waiting(next.cell))
        setInfo(next.cell, {.state = state});
    emit runFinished(next.cell, state);
}

void ExecutionQueue::finishRun()
{
    CellRun *run = std::exchange(m_running, nullptr);
    run->deleteLater();
    const CellId cell = run->cell();
    showOutputs(*run);
    m_displays.remember(cell, run->outputs().displays());
    // Before anybody is told: whoever hears of the end may enqueue, and must find the queue as the
    // failure leaves it.
    const bool stops = run->info().state == RunState::Failed && m_options.stopOnFailure;
    const int stopped = stops ? cancelWaiting() : 0;
    setInfo(cell, run->info());
    emit runFinished(cell, run->info().state);
    noteSessionState(*run);
    if (stopped > 0)
        emit stoppedByFailure(cell, stopped);
    if (waiting(cell) && runningCell() != cell)
        setInfo(cell, {.state = RunState::Queued});
    startNext();
}

void ExecutionQueue::noteSessionState(const CellRun &run)
{
    const bool hadState = m_sessionHasState;
    const auto &reply = run.reply();
    const bool hasEnded = run.info().failure == RunFailure::SessionEnded;
    if (reply)
        m_executionCount = run.executionCount().value_or(m_executionCount);
    m_sessionHasState = hasEnded ? false : hadState || reply;
    if (hasEnded || (hadState && reply && reply->kernelRestarted))
        emit sessionStateLost(run.info().detail);
}

/// They keep their places so that every runFinished() comes in the order of enqueueing.
int ExecutionQueue::cancelWaiting()
{
    QList<CellId> cancelled;
    for (QueuedCell &queued : m_queue) {
        if (!std::exchange(queued.isCancelled, true))
            cancelled.append(queued.cell);
    }
    for (const CellId cell : std::as_const(cancelled)) {
        if (runningCell() != cell)
            setInfo(cell, {.state = RunState::Cancelled});
    }
    return int(cancelled.size());
}

void ExecutionQueue::showOutputs(CellRun &run)
{
    m_notebook.setOutputs(run.cell(), run.outputs().outputs(), run.executionCount());
}

void ExecutionQueue::setInfo(CellId cell, const CellRunInfo &info)
{
    m_infos.insert(cell, info);
    emit runStateChanged(cell);
}

ExecutionQueue::QueuedCell *ExecutionQueue::waiting(CellId cell)
{
    const auto place = std::ranges::find_if(m_queue, [cell](const QueuedCell &queued) {
        return queued.cell == cell && !queued.isCancelled;
    });
    return place == m_queue.end() ? nullptr : &*place;
}

} // namespace sessionbook
