#include "azure/pools/PoolCreation.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

PoolCreation::PoolCreation(const ArmClient &azure, Plan plan, QObject *parent)
    : QObject(parent)
    , m_azure(azure)
    , m_plan(std::move(plan))
{
}

void PoolCreation::start()
{
    if (!m_plan.groupIsNew)
        return createPool();
    const SessionPoolDraft &pool = m_plan.pool;
    run(Stage::Group,
        m_azure.createResourceGroup(pool.id.subscription, {pool.id.group, pool.region}, this),
        &PoolCreation::groupCreated);
}

void PoolCreation::cancel()
{
    if (m_job)
        m_job->cancel();
}

void PoolCreation::run(Stage stage, ArmOperationJob *job, Handler handler)
{
    m_job = job;
    connect(job, &RestJob::finished, this, [this, job, handler] {
        job->deleteLater();
        (this->*handler)(*job);
    });
    job->start();
    m_stage = stage;
    emit stageChanged();
}

void PoolCreation::groupCreated(const ArmOperationJob &job)
{
    if (const auto group = job.result(); !group)
        return end(group.error());
    createPool();
}

void PoolCreation::createPool()
{
    run(Stage::Pool, m_azure.createPool(m_plan.pool, this), &PoolCreation::poolCreated);
}

void PoolCreation::poolCreated(const ArmOperationJob &job)
{
    const auto object = job.result();
    if (object) {
        const auto pool = SessionPool::read(*object);
        return end(pool ? Result<SessionPool, RestError>(*pool)
                        : invalidArmReply(u"not a session pool"_s));
    }
    if (object.error().code != "MissingSubscriptionRegistration"_L1 || m_wasRegistered)
        return end(object.error());
    m_wasRegistered = true;
    run(Stage::Registration, m_azure.registerProvider(m_plan.pool.id.subscription, this),
        &PoolCreation::registered);
}

void PoolCreation::registered(const ArmOperationJob &job)
{
    if (const auto provider = job.result(); !provider)
        return end(provider.error());
    createPool();
}

void PoolCreation::end(Result<SessionPool, RestError> result)
{
    m_result = std::move(result);
    m_stage = Stage::Finished;
    emit finished();
}

} // namespace sessionbook
