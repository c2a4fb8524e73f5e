#pragma once

#include "base/Clock.h"
#include "execution/ExecutionOptions.h"
#include "execution/OutputCollector.h"
#include "execution/RunState.h"
#include "notebook/Cell.h"
#include "sessions/ExecutionReply.h"

#include <QObject>

namespace sessionbook {

class CodeExecution;
class KernelHelper;
class SessionClient;

/// One cell's run: sends its code, gathers its outputs, ends in exactly one finished(), always from
/// the event loop.
///
/// Made and owned by ExecutionQueue; deleting it drops the request and emits nothing. The session
/// and its helper are borrowed and must outlive the run. Outputs are announced at most about 30
/// times a second, less often the more text there is to write anew.
class CellRun : public QObject
{
    Q_OBJECT
public:
    enum class Phase { Prepared, Running, Interrupting, Finished };

    CellRun(CellId cell, QString source, const ExecutionOptions &options, Clock &clock,
            QObject *parent = nullptr);

    /// `executionCount` is the cell's number where the pool gives none; `helper` nullptr: the code
    /// is sent as it is.
    void start(SessionClient &session, KernelHelper *helper, int executionCount);
    /// KeyboardInterrupt where it can reach the code, else interruptFailed(). May be repeated: code
    /// may catch the first one.
    void interrupt();
    /// Ends the request, whatever the session goes on doing.
    void abandon();

    [[nodiscard]] CellId cell() const { return m_cell; }
    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] std::chrono::milliseconds elapsed() const;
    /// While the pool has no session free: how long until it is asked again, zero while it is being
    /// asked. The time does not count as the run's.
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilNextTry() const;
    [[nodiscard]] OutputCollector &outputs() { return m_outputs; }

    /// After finished(): state, failure, detail, error and times.
    [[nodiscard]] const CellRunInfo &info() const { return m_info; }
    /// After finished(); nothing where the session did not answer.
    [[nodiscard]] const std::optional<ExecutionReply> &reply() const { return m_reply; }
    [[nodiscard]] std::optional<int> executionCount() const;

signals:
    void outputsChanged();
    /// It waits for a free session, from now on or once more.
    void waitingForSession();
    /// Displays of this id in cells that ran before show `content` from now on; those of this run
    /// do already.
    void displayUpdated(const QString &displayId, const sessionbook::DisplayContent &content);
    /// The code goes on, and only the end of its session will stop it.
    void interruptFailed();
    void finished();

private:
    void receive(const QJsonObject &message);
    void noteWait(const RestError &why, std::chrono::milliseconds delay);
    void announceSoon();
    void announce();
    void finish();
    void judge(const ExecutionReply &reply);
    void judge(const RestError &error);

    CellId m_cell;
    QString m_source;
    ExecutionOptions m_options;
    Clock &m_clock;
    CodeExecution *m_execution = nullptr; ///< our child
    OutputCollector m_outputs;
    QHash<QString, DisplayContent> m_updates; ///< to be announced, by display id
    std::optional<ExecutionReply> m_reply;
    int m_executionCount = 0;
    CellRunInfo m_info;
    Phase m_phase = Phase::Prepared;
    std::chrono::milliseconds m_startedAt{0};
    std::optional<std::chrono::milliseconds> m_nextTryAt;
    bool m_isAnnouncing = false;
};

} // namespace sessionbook
