#pragma once

#include "base/Clock.h"
#include "execution/CodeExecution.h"
#include "helper/HelperFrame.h"
#include "helper/HelperMessages.h"
#include "sessions/ExecuteCodeJob.h"

#include <QJsonArray>
#include <QPointer>

#include <utility>

namespace sessionbook {

class DirectExecution;
class HandOverPoller;
class HelperInterrupter;
class KernelHelper;
class ReplyRecall;

/// Runs code through the helper in its kernel, so that a plain pool gives everything that a
/// notebook shows (docs/decisions/0110): output while the code runs, every display, interrupts.
///
/// Code is sent a second time only when the first reply says that there was no helper to take it.
/// Where the connection is lost in the middle, the outcome is asked for until it is found or the
/// session is gone. A kernel that takes no helper gets the code as it is.
class HelperExecution : public CodeExecution
{
    Q_OBJECT
public:
    HelperExecution(KernelHelper &helper, QString code, const ExecuteOptions &options,
                    QObject *parent = nullptr);

    void start() override;
    void cancel() override;
    void interrupt() override;
    [[nodiscard]] Result<ExecutionReply, RestError> result() const override;

private:
    enum class Stage { New, Preparing, Running, Recalling, Draining, Finished };

    void prepare();
    void prepared();
    void send();
    void sendDirectly();
    void startPolling();
    void answered(const ExecuteCodeJob &job);
    void answeredWithoutFrame(const ExecutionReply &reply);
    [[nodiscard]] bool mayBeALie(const ExecutionReply &reply) const;
    void sendAgain();
    void lost(const RestError &error);
    void endAsKernelDied(const QString &detail);
    void endWithoutHelper(const ExecutionReply &ended);
    void take(const HelperFrame &frame);
    void drain(int segments);
    void readPieces(int segments);
    void receive(const QJsonObject &message);
    void receiveText(const QString &stream, const QString &text);
    void noteInterrupt();
    void conclude(const HelperEnd &end);
    void finish(Result<ExecutionReply, RestError> result);
    [[nodiscard]] bool isRunning() const
    {
        return m_stage == Stage::Running || m_stage == Stage::Recalling;
    }

    KernelHelper &m_helper;
    QString m_code;
    ExecuteOptions m_options;
    Stage m_stage = Stage::New;
    QString m_run;
    int m_room = 0;
    QPointer<ExecuteCodeJob> m_job;
    HandOverPoller *m_poller = nullptr; ///< our child, of the present run
    HelperInterrupter *m_interrupter = nullptr; ///< our child, of the present run
    ReplyRecall *m_recall = nullptr; ///< our child, while Recalling
    DirectExecution *m_direct = nullptr; ///< our child, instead of all others
    Result<ExecutionReply, RestError> m_result;
    QString m_lastErrorName;
    std::pair<QString, QString> m_serviceError; ///< code and message: a timeout, most often
    QJsonArray m_lastMessages; ///< of the reply, behind the segments
    std::optional<HelperEnd> m_end;
    bool m_isKernelNew = false;
    bool m_wasSentAgain = false;
    bool m_wasInterrupted = false;
    bool m_isEndAwaited = false; ///< since an interrupt was delivered
};

} // namespace sessionbook
