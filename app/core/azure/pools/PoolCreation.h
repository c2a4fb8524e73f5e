#pragma once

#include "azure/arm/ArmClient.h"

#include <QObject>
#include <QPointer>

namespace sessionbook {

/// Creates a session pool with what it needs: its resource group where that is new, and the
/// subscription's registration for Container Apps where it never had any.
///
/// Started once; finished() exactly once, then result(). cancel() ends the waiting: what Azure was
/// asked for already may still come to be. Destroying it does the same and says nothing.
class PoolCreation : public QObject
{
    Q_OBJECT
public:
    enum class Stage { Group, Pool, Registration, Finished };

    struct Plan
    {
        SessionPoolDraft pool;
        bool groupIsNew = false; ///< then it is created in the pool's region
    };

    PoolCreation(const ArmClient &azure, Plan plan, QObject *parent = nullptr);

    void start();
    void cancel();

    [[nodiscard]] Stage stage() const { return m_stage; }
    [[nodiscard]] Result<SessionPool, RestError> result() const { return m_result; }

signals:
    void stageChanged();
    void finished();

private:
    using Handler = void (PoolCreation::*)(const ArmOperationJob &);
    void run(Stage stage, ArmOperationJob *job, Handler handler);
    void groupCreated(const ArmOperationJob &job);
    void createPool();
    void poolCreated(const ArmOperationJob &job);
    void registered(const ArmOperationJob &job);
    void end(Result<SessionPool, RestError> result);

    const ArmClient &m_azure;
    Plan m_plan;
    Stage m_stage = Stage::Group;
    bool m_wasRegistered = false;
    QPointer<ArmOperationJob> m_job;
    Result<SessionPool, RestError> m_result
        = RestError{RestError::Kind::Cancelled, 0, {}, QStringLiteral("not finished")};
};

} // namespace sessionbook
