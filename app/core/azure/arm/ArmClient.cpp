#include "azure/arm/ArmClient.h"

#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

const QString directoryVersion = u"2022-12-01"_s;
const QString groupVersion = u"2021-04-01"_s;
// The newest version whose list is public in every region; all pools can be read with it.
const QString poolVersion = u"2025-07-01"_s;
const QString roleVersion = u"2022-04-01"_s;
const QString executorRole = u"0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0"_s;

QString below(const QString &subscription, const QString &path)
{
    return u"subscriptions/%1/%2"_s.arg(subscription, path);
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

QString sessionExecutorRoleName()
{
    return u"Azure ContainerApps Session Executor"_s;
}

ArmClient::ArmClient(RestClient &client)
    : m_client(client)
{
}

ListTenantsJob *ArmClient::tenants(QObject *owner) const
{
    return new ListTenantsJob(m_client, u"tenants"_s, directoryVersion, owner);
}

ListSubscriptionsJob *ArmClient::subscriptions(QObject *owner) const
{
    return new ListSubscriptionsJob(m_client, u"subscriptions"_s, directoryVersion, owner);
}

ListResourceGroupsJob *ArmClient::resourceGroups(const QString &subscription, QObject *owner) const
{
    return new ListResourceGroupsJob(m_client, below(subscription, u"resourcegroups"_s),
                                     groupVersion, owner);
}

ListSessionPoolsJob *ArmClient::sessionPools(const QString &subscription, QObject *owner) const
{
    return new ListSessionPoolsJob(m_client,
                                   below(subscription, u"providers/Microsoft.App/sessionPools"_s),
                                   poolVersion, owner);
}

ArmOperationJob *ArmClient::createPool(const SessionPoolDraft &draft, QObject *owner) const
{
    return new ArmOperationJob(m_client, {"PUT", draft.id.toString(), poolVersion, draft.toJson()},
                               owner);
}

ArmOperationJob *ArmClient::deletePool(const SessionPoolId &pool, QObject *owner) const
{
    return new ArmOperationJob(m_client, {"DELETE", pool.toString(), poolVersion}, owner);
}

ArmOperationJob *ArmClient::createResourceGroup(const QString &subscription,
                                                const AzureResourceGroup &group,
                                                QObject *owner) const
{
    return new ArmOperationJob(m_client,
                               {"PUT", below(subscription, u"resourcegroups/"_s + group.name),
                                groupVersion, compact({{u"location"_s, group.region}})},
                               owner);
}

ArmOperationJob *ArmClient::registerProvider(const QString &subscription, QObject *owner) const
{
    return new ArmOperationJob(m_client,
                               {.verb = "POST",
                                .path = below(subscription, u"providers/Microsoft.App/register"_s),
                                .apiVersion = groupVersion,
                                .statePath = below(subscription, u"providers/Microsoft.App"_s)},
                               owner);
}

ArmOperationJob *ArmClient::assignExecutorRole(const SessionPoolId &pool,
                                               const AzurePrincipal &principal,
                                               QObject *owner) const
{
    const QString scope = pool.toString();
    const QUuid name = QUuid::createUuidV5(QUuid(executorRole),
                                           scope.toLower() + u' ' + principal.objectId.toLower());
    const QString role
        = u"/subscriptions/%1/providers/Microsoft.Authorization/roleDefinitions/%2"_s.arg(
            pool.subscription, executorRole);
    const QJsonObject properties{
        {u"roleDefinitionId"_s, role},
        {u"principalId"_s, principal.objectId},
        {u"principalType"_s,
         principal.kind == AzurePrincipal::Kind::User ? u"User"_s : u"ServicePrincipal"_s}};
    return new ArmOperationJob(m_client,
                               {"PUT",
                                u"%1/providers/Microsoft.Authorization/roleAssignments/%2"_s.arg(
                                    scope, name.toString(QUuid::WithoutBraces)),
                                roleVersion, compact({{u"properties"_s, properties}})},
                               owner);
}

} // namespace sessionbook
