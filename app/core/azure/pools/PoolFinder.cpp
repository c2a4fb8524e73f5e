#include "azure/pools/PoolFinder.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// The subscription never had anything of Container Apps, so it has no pools either.
bool meansNoPools(const RestError &error)
{
    return error.code == "MissingSubscriptionRegistration"_L1
        || error.code == "SubscriptionNotRegistered"_L1;
}

} // namespace

PoolFinder::PoolFinder(const ArmClient &azure, QObject *parent)
    : QObject(parent)
    , m_azure(azure)
{
}

void PoolFinder::start()
{
    auto *job = m_azure.subscriptions(this);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        subscriptionsListed(*job);
    });
    job->start();
}

void PoolFinder::subscriptionsListed(const ListSubscriptionsJob &job)
{
    const auto subscriptions = job.result();
    if (!subscriptions) {
        m_error = subscriptions.error();
        return end();
    }
    m_subscriptions = *subscriptions;
    const QPointer self(this);
    emit subscriptionsFound();
    if (self)
        askNext();
}

void PoolFinder::askNext()
{
    while (m_underWay < mostAtOnce && m_next < m_subscriptions.size()) {
        const AzureSubscription subscription = m_subscriptions.at(m_next++);
        auto *job = m_azure.sessionPools(subscription.id, this);
        connect(job, &RestJob::finished, this, [this, job, subscription] {
            job->deleteLater();
            --m_underWay;
            poolsListed(subscription, *job);
        });
        ++m_underWay;
        job->start();
    }
    if (m_underWay == 0)
        end();
}

void PoolFinder::poolsListed(const AzureSubscription &subscription, const ListSessionPoolsJob &job)
{
    const QPointer self(this);
    const auto pools = job.result();
    if (pools && !pools->isEmpty())
        emit poolsFound(*pools);
    else if (!pools && !meansNoPools(pools.error()))
        emit subscriptionFailed(subscription, pools.error());
    if (self)
        askNext();
}

void PoolFinder::end()
{
    m_isFinished = true;
    emit finished();
}

} // namespace sessionbook
