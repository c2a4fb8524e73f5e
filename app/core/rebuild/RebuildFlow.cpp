#include "rebuild/RebuildFlow.h"

#include "rebuild/OutputFingerprint.h"
#include "sessions/SessionClient.h"

#include <QFutureWatcher>
#include <QtConcurrent>

#include <algorithm>

namespace sessionbook {

namespace {

NotebookData scratchFor(const SessionRecord &record)
{
    NotebookData data = NotebookData::empty();
    data.cells.clear();
    for (const RecordedRun &run : record.runs())
        data.cells.append(Cell::code(run.source));
    return data;
}

QList<SentFileCheck> checksOf(const QList<SentFile> &files)
{
    QList<SentFileCheck> checks;
    for (const SentFile &file : files)
        checks.append(SentFileCheck::of(file));
    return checks;
}

SentFile asItIsNow(const SentFileCheck &check)
{
    SentFile file = check.file;
    file.content = check.present;
    return file;
}

} // namespace

RebuildFlow::RebuildFlow(const SessionRecord &record, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_record(record)
    , m_scratch(scratchFor(record))
    , m_queue(m_scratch, clock, {.stopOnFailure = false})
{
    m_record.closeOpenRuns();
    connect(&m_queue, &ExecutionQueue::runFinished, this, &RebuildFlow::runEnded);
    connect(&m_uploads, &UploadQueue::uploadFinished, this, &RebuildFlow::uploadEnded);
    connect(&m_uploads, &UploadQueue::uploadProgressed, this, &RebuildFlow::progressed);
}

RebuildFlow::~RebuildFlow()
{
    disconnect(&m_queue, nullptr, this, nullptr);
    disconnect(&m_uploads, nullptr, this, nullptr);
}

void RebuildFlow::checkFiles()
{
    using Checks = QList<SentFileCheck>;
    auto *watcher = new QFutureWatcher<Checks>(this);
    connect(watcher, &QFutureWatcher<Checks>::finished, this, [this, watcher] {
        watcher->deleteLater();
        emit filesChecked(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(&checksOf, m_record.files()));
}

void RebuildFlow::start(SessionClient &session, const QList<SentFileCheck> &files,
                        const QList<SentFileCheck> &leftOut)
{
    Q_ASSERT(m_state == State::New);
    m_state = State::Sending;
    m_files = files;
    m_report.filesLeftOut = leftOut;
    m_queue.setSession(&session);
    m_uploads.setSession(&session);
    for (const SentFileCheck &check : files) {
        m_uploads.add({.localPath = check.file.localPath,
                       .remoteName = check.file.remoteName,
                       .sizeBytes = check.present.sizeBytes,
                       .replaces = false});
    }
    if (files.isEmpty())
        QMetaObject::invokeMethod(this, &RebuildFlow::runNext, Qt::QueuedConnection);
}

void RebuildFlow::cancel()
{
    if (m_state == State::Finished || std::exchange(m_isCancelled, true))
        return;
    if (m_state == State::Running && m_queue.isBusy())
        return m_queue.interrupt(); // its end is ours
    stop(RebuildReport::End::Cancelled);
}

void RebuildFlow::loseSession(const RestError &error)
{
    if (m_state == State::Finished)
        return;
    m_report.failure = {.state = RunState::Failed,
                        .failure = RunFailure::Transport,
                        .detail = error.detail,
                        .error = error};
    stop(m_isCancelled ? RebuildReport::End::Cancelled : RebuildReport::End::SessionLost);
}

void RebuildFlow::uploadEnded(quint64 id)
{
    if (m_state != State::Sending)
        return;
    const auto uploads = m_uploads.uploads();
    const auto ended = std::ranges::find(uploads, id, &Upload::id);
    if (ended->state != UploadState::Done) {
        m_report.uploadError = ended->error;
        m_report.failedUpload = ended->remoteName;
        return stop(RebuildReport::End::UploadFailed);
    }
    const auto sent = std::ranges::find(m_files, ended->remoteName, [](const SentFileCheck &check) {
        return check.file.remoteName;
    });
    m_report.record.addFile(asItIsNow(*sent));
    if (++m_sent == m_files.size())
        runNext();
}

void RebuildFlow::runNext()
{
    if (m_state == State::Finished)
        return;
    m_state = State::Running;
    for (; m_next < runCount(); ++m_next) {
        const RecordedRun &run = m_record.runs().at(m_next);
        if (isRepeatable(run.end)) {
            m_report.record.beginRun(run.cell, run.source);
            m_queue.enqueue(m_scratch.idAt(m_next));
            emit progressed();
            return;
        }
        note(run, RebuiltCell::Result::NotRepeatable);
    }
    stop(RebuildReport::End::Complete);
}

void RebuildFlow::runEnded(CellId scratch)
{
    if (m_state != State::Running)
        return;
    judge(m_record.runs().at(m_next), m_queue.info(scratch));
    if (m_state == State::Finished)
        return;
    ++m_next;
    // The queue still tells of this run's end.
    QMetaObject::invokeMethod(this, &RebuildFlow::runNext, Qt::QueuedConnection);
}

void RebuildFlow::judge(const RecordedRun &run, const CellRunInfo &info)
{
    const Cell &ran = m_scratch.cellAt(m_next);
    const FileFingerprint outputs = OutputFingerprint::of(ran.outputs);
    m_report.lastExecutionCount = ran.executionCount.value_or(m_report.lastExecutionCount);
    if (info.state == RunState::Cancelled || m_isCancelled) {
        m_report.record.endRun(run.cell, RunEnd::Interrupted, outputs);
        return stop(RebuildReport::End::Cancelled);
    }
    m_report.failure = info;
    if (info.state == RunState::Failed && !isRaisedByCode(info.failure)) {
        const bool isLate = info.failure == RunFailure::TimedOut;
        m_report.record.endRun(run.cell, isLate ? RunEnd::TimedOut : RunEnd::Lost, outputs);
        m_report.stoppedAt = run.cell;
        note(run, RebuiltCell::Result::FailedAnew);
        return stop(isLate ? RebuildReport::End::Failed : RebuildReport::End::SessionLost);
    }
    const bool raised = info.state == RunState::Failed;
    m_report.record.endRun(run.cell, raised ? RunEnd::Raised : RunEnd::Done, outputs);
    if (raised && run.end == RunEnd::Done) {
        m_report.stoppedAt = run.cell;
        note(run, RebuiltCell::Result::FailedAnew);
        return stop(RebuildReport::End::Failed);
    }
    note(run, outputs == run.outputs ? RebuiltCell::Result::Same : RebuiltCell::Result::Differs);
}

void RebuildFlow::note(const RecordedRun &run, RebuiltCell::Result result)
{
    // Of a cell that ran several times the last one counts, as its outputs are those one sees.
    m_report.cells.removeIf([&run](const RebuiltCell &cell) { return cell.cell == run.cell; });
    RebuiltCell rebuilt{.cell = run.cell, .source = run.source, .result = result};
    const bool hasRun
        = result != RebuiltCell::Result::NotReached && result != RebuiltCell::Result::NotRepeatable;
    if (hasRun) {
        const Cell &ran = m_scratch.cellAt(m_next);
        rebuilt.outputs = ran.outputs;
        rebuilt.executionCount = ran.executionCount;
    }
    m_report.cells.append(rebuilt);
}

void RebuildFlow::noteUnreached()
{
    for (; m_next < runCount(); ++m_next) {
        const RecordedRun &run = m_record.runs().at(m_next);
        if (run.cell != m_report.stoppedAt)
            note(run, RebuiltCell::Result::NotReached);
    }
}

void RebuildFlow::stop(RebuildReport::End end)
{
    m_state = State::Finished;
    m_report.end = end;
    noteUnreached();
    m_queue.cancelQueued();
    m_uploads.cancelAll();
    QMetaObject::invokeMethod(this, &RebuildFlow::finish, Qt::QueuedConnection);
}

void RebuildFlow::finish()
{
    m_queue.setSession(nullptr);
    m_uploads.setSession(nullptr);
    emit finished();
}

} // namespace sessionbook
