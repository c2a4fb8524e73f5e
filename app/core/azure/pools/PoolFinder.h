#pragma once

#include "azure/arm/ArmClient.h"

#include <QObject>

#include <optional>

namespace sessionbook {

/// Finds the session pools of all subscriptions an account can see, asking several subscriptions
/// side by side. What was found is told as it comes; a subscription that fails takes nothing from
/// the others. Started once; destroying it stops the search.
class PoolFinder : public QObject
{
    Q_OBJECT
public:
    static constexpr int mostAtOnce = 6;

    explicit PoolFinder(const ArmClient &azure, QObject *parent = nullptr);

    void start();

    [[nodiscard]] const QList<AzureSubscription> &subscriptions() const { return m_subscriptions; }
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    /// Why not even the subscriptions could be listed.
    [[nodiscard]] const std::optional<RestError> &error() const { return m_error; }

signals:
    void subscriptionsFound();
    void poolsFound(const QList<sessionbook::SessionPool> &pools);
    void subscriptionFailed(const sessionbook::AzureSubscription &subscription,
                            const sessionbook::RestError &error);
    /// Exactly once, after all the others.
    void finished();

private:
    void subscriptionsListed(const ListSubscriptionsJob &job);
    void askNext();
    void poolsListed(const AzureSubscription &subscription, const ListSessionPoolsJob &job);
    void end();

    const ArmClient &m_azure;
    QList<AzureSubscription> m_subscriptions;
    std::optional<RestError> m_error;
    qsizetype m_next = 0; ///< the first that was not asked yet
    int m_underWay = 0;
    bool m_isFinished = false;
};

} // namespace sessionbook
