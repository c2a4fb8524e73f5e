#pragma once

#include "azure/arm/ArmListJob.h"
#include "azure/arm/ArmOperationJob.h"
#include "azure/arm/ArmResource.h"
#include "azure/arm/SessionPool.h"
#include "azure/arm/SessionPoolDraft.h"

namespace sessionbook {

using ListTenantsJob = ArmListOf<AzureTenant>;
using ListSubscriptionsJob = ArmListOf<AzureSubscription>;
using ListResourceGroupsJob = ArmListOf<AzureResourceGroup>;
using ListSessionPoolsJob = ArmListOf<SessionPool>;

/// Who shall be given a role.
struct AzurePrincipal
{
    enum class Kind { User, ServicePrincipal };
    QString objectId;
    Kind kind = Kind::User;
};

/// Azure Resource Manager as far as session pools need it: makes the jobs. They are parented to
/// `owner` and not started. `client`'s base is the cloud's resource manager, its token for that
/// audience. Lives in the GUI thread.
class ArmClient
{
public:
    explicit ArmClient(RestClient &client);

    [[nodiscard]] ListTenantsJob *tenants(QObject *owner) const;
    [[nodiscard]] ListSubscriptionsJob *subscriptions(QObject *owner) const;
    [[nodiscard]] ListResourceGroupsJob *resourceGroups(const QString &subscription,
                                                        QObject *owner) const;
    [[nodiscard]] ListSessionPoolsJob *sessionPools(const QString &subscription,
                                                    QObject *owner) const;

    [[nodiscard]] ArmOperationJob *createPool(const SessionPoolDraft &draft, QObject *owner) const;
    /// NotFound where it is gone already.
    [[nodiscard]] ArmOperationJob *deletePool(const SessionPoolId &pool, QObject *owner) const;
    /// As it is where there is one of that name in that region already.
    [[nodiscard]] ArmOperationJob *createResourceGroup(const QString &subscription,
                                                       const AzureResourceGroup &group,
                                                       QObject *owner) const;
    /// Makes the subscription able to hold session pools; done once in its life.
    [[nodiscard]] ArmOperationJob *registerProvider(const QString &subscription,
                                                    QObject *owner) const;
    /// "Azure ContainerApps Session Executor" on the pool. The same assignment has the same name,
    /// so that asking twice makes no second one; an older one of another name is a Conflict of code
    /// RoleAssignmentExists.
    [[nodiscard]] ArmOperationJob *assignExecutorRole(const SessionPoolId &pool,
                                                      const AzurePrincipal &principal,
                                                      QObject *owner) const;

private:
    RestClient &m_client;
};

/// The role that lets its holder use a pool's sessions.
[[nodiscard]] QString sessionExecutorRoleName();

} // namespace sessionbook
