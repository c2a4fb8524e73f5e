#pragma once

#include "base/Clock.h"
#include "execution/CodeExecution.h"
#include "sessions/ExecuteCodeJob.h"

#include <QPointer>

namespace sessionbook {

class CancelExecutionJob;
class SessionClient;

/// Sends the code exactly as it is: to pools that stream, and to plain ones whose kernel shall have
/// no helper or takes none.
class DirectExecution : public CodeExecution
{
    Q_OBJECT
public:
    DirectExecution(SessionClient &session, Clock &clock, const QString &code,
                    const ExecuteOptions &options, QObject *parent = nullptr);

    void start() override;
    void cancel() override;
    void interrupt() override;
    [[nodiscard]] Result<ExecutionReply, RestError> result() const override;

private:
    void finishCancelling(CancelExecutionJob &cancel);

    QPointer<SessionClient> m_session;
    Clock &m_clock;
    QString m_operationId;
    ExecuteCodeJob *m_job;
    bool m_isCancelling = false;
    bool m_hasAskedTwice = false;
};

} // namespace sessionbook
