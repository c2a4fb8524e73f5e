#include "rebuild/SessionRecorder.h"

#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "rebuild/OutputFingerprint.h"
#include "rebuild/SentFileCheck.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace sessionbook {

namespace {

RunEnd endOf(const CellRunInfo &info)
{
    if (info.state == RunState::Cancelled)
        return RunEnd::Interrupted;
    switch (info.failure) {
    case RunFailure::None:
        return RunEnd::Done;
    case RunFailure::Code:
    case RunFailure::OutOfMemory:
        return RunEnd::Raised;
    case RunFailure::TimedOut:
        return RunEnd::TimedOut;
    default: // whether it ran is not known
        return RunEnd::Lost;
    }
}

} // namespace

SessionRecorder::SessionRecorder(QObject *parent)
    : QObject(parent)
{
}

SessionRecorder::~SessionRecorder() = default;

void SessionRecorder::follow(ExecutionQueue &queue, Notebook &notebook)
{
    if (m_queue)
        disconnect(m_queue, nullptr, this, nullptr);
    m_queue = &queue;
    m_notebook = &notebook;
    connect(&queue, &ExecutionQueue::runBegan, this, &SessionRecorder::beginRun);
    connect(&queue, &ExecutionQueue::runFinished, this, &SessionRecorder::endRun);
}

void SessionRecorder::setRecord(const SessionRecord &record)
{
    ++m_generation;
    m_record = record;
    emit recordReplaced();
}

void SessionRecorder::beginRun(CellId cell, const QString &source)
{
    m_record.beginRun(cell, source);
    emit runBegan(m_record.runs().last());
}

void SessionRecorder::endRun(CellId cell)
{
    const bool isOpen = !m_record.runs().isEmpty() && m_record.runs().last().cell == cell
        && m_record.runs().last().end == RunEnd::Running;
    if (!isOpen)
        return; // it never began
    const Cell *ran = m_notebook->find(cell);
    m_record.endRun(cell, endOf(m_queue->info(cell)),
                    OutputFingerprint::of(ran ? ran->outputs : QList<Output>()));
    emit runEnded(m_record.runs().last());
}

void SessionRecorder::fileSent(const QString &localPath, const QString &remoteName,
                               qint64 sizeBytes)
{
    auto *watcher = new QFutureWatcher<FileFingerprint>(this);
    connect(watcher, &QFutureWatcher<FileFingerprint>::finished, this,
            [this, watcher, localPath, remoteName, sizeBytes, generation = m_generation] {
                watcher->deleteLater();
                if (generation != m_generation)
                    return;
                const FileFingerprint read = watcher->result();
                const bool isWhatWasSent = read.sizeBytes == sizeBytes;
                const SentFile file{.localPath = localPath,
                                    .remoteName = remoteName,
                                    .content = isWhatWasSent ? read : FileFingerprint()};
                m_record.addFile(file);
                emit fileAdded(file);
            });
    watcher->setFuture(QtConcurrent::run(&SentFileCheck::fingerprintOf, localPath));
}

void SessionRecorder::fileRemoved(const QString &remoteName)
{
    m_record.removeFile(remoteName);
    emit fileForgotten(remoteName);
}

} // namespace sessionbook
