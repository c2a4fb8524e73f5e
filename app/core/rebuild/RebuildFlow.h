#pragma once

#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "rebuild/RebuildReport.h"
#include "sessions/UploadQueue.h"

#include <QObject>

namespace sessionbook {

class SessionClient;

/// Makes a session's state again in a new session: sends the files, runs what ran, in that order,
/// one after another, and compares what it shows.
///
/// It runs in a notebook of its own: the one that people see, with its outputs, is not touched,
/// and code of cells that were edited or deleted since runs as it ran. Finishes exactly once, from
/// the event loop; deleting it ends it without a word. Lives in the GUI thread.
class RebuildFlow : public QObject
{
    Q_OBJECT
public:
    RebuildFlow(const SessionRecord &record, Clock &clock, QObject *parent = nullptr);
    ~RebuildFlow() override;

    /// Reads the files that were sent, on a worker thread; ends in filesChecked().
    void checkFiles();
    /// `session` is new and lives until finished(). `files` are sent as they are now.
    void start(SessionClient &session, const QList<SentFileCheck> &files,
               const QList<SentFileCheck> &leftOut = {});
    void cancel();
    /// The new session ended, too: what runs is not awaited.
    void loseSession(const RestError &error);

    [[nodiscard]] int doneCount() const { return m_next; }
    [[nodiscard]] int runCount() const { return int(m_record.runs().size()); }
    [[nodiscard]] const RebuildReport &report() const { return m_report; }

signals:
    void filesChecked(const QList<sessionbook::SentFileCheck> &checks);
    void progressed();
    void finished();

private:
    enum class State { New, Sending, Running, Finished };

    void uploadEnded(quint64 id);
    void runNext();
    void runEnded(CellId scratch);
    void judge(const RecordedRun &run, const CellRunInfo &info);
    void note(const RecordedRun &run, RebuiltCell::Result result);
    void noteUnreached();
    void stop(RebuildReport::End end);
    void finish();

    SessionRecord m_record;
    Notebook m_scratch; ///< a cell for each run
    ExecutionQueue m_queue;
    UploadQueue m_uploads;
    QList<SentFileCheck> m_files;
    RebuildReport m_report;
    State m_state = State::New;
    int m_next = 0; ///< the run that is under way, or comes next
    qsizetype m_sent = 0;
    bool m_isCancelled = false;
};

} // namespace sessionbook
