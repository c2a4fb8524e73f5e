#pragma once

#include "rebuild/SessionRecord.h"

#include <QObject>
#include <QPointer>

namespace sessionbook {

class ExecutionQueue;
class Notebook;
struct CellRunInfo;

/// Writes down what happens in one session: follows the queue that runs cells in it, and is told of
/// files that were sent.
///
/// Owned by the window; lives in the GUI thread. Files are read once more on a worker thread, as
/// what was sent is known by their content alone.
class SessionRecorder : public QObject
{
    Q_OBJECT
public:
    explicit SessionRecorder(QObject *parent = nullptr);
    ~SessionRecorder() override;

    /// From now on what `queue` runs of `notebook`. The record stays; see setRecord().
    void follow(ExecutionQueue &queue, Notebook &notebook);
    /// The file went into the session whole. `sizeBytes` is what was sent.
    void fileSent(const QString &localPath, const QString &remoteName, qint64 sizeBytes);
    void fileRemoved(const QString &remoteName);

    [[nodiscard]] const SessionRecord &record() const { return m_record; }
    /// Another session, and what made its state; empty for a new one.
    void setRecord(const SessionRecord &record);

signals:
    void runBegan(const sessionbook::RecordedRun &run);
    void runEnded(const sessionbook::RecordedRun &run);
    void fileAdded(const sessionbook::SentFile &file);
    void fileForgotten(const QString &remoteName);
    void recordReplaced();

private:
    void beginRun(CellId cell, const QString &source);
    void endRun(CellId cell);

    QPointer<ExecutionQueue> m_queue;
    QPointer<Notebook> m_notebook;
    SessionRecord m_record;
    int m_generation = 0; ///< of sessions: what is read of a file belongs to one of them
};

} // namespace sessionbook
