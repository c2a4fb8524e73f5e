#include "azure/arm/ArmResource.h"

#include <QRegularExpression>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qsizetype longestText = 300;

bool isResourceName(const QString &name)
{
    static const QRegularExpression pattern(uR"(\A[A-Za-z0-9][-A-Za-z0-9_]{0,79}\z)"_s);
    return pattern.match(name).hasMatch();
}

} // namespace

QString armText(const QJsonValue &value)
{
    QString text = value.toString().left(longestText);
    for (QChar &c : text) {
        if (!c.isPrint())
            c = u' ';
    }
    return text.simplified();
}

bool isGuid(const QString &text)
{
    static const QRegularExpression pattern(uR"(\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z)"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(text).hasMatch();
}

std::optional<AzureTenant> AzureTenant::read(const QJsonObject &object)
{
    const QString id = object.value("tenantId"_L1).toString();
    if (!isGuid(id))
        return std::nullopt;
    const QString name = armText(object.value("displayName"_L1));
    return AzureTenant{.id = id, .name = name.isEmpty() ? id : name};
}

std::optional<AzureSubscription> AzureSubscription::read(const QJsonObject &object)
{
    const QString id = object.value("subscriptionId"_L1).toString();
    if (!isGuid(id))
        return std::nullopt;
    const QString name = armText(object.value("displayName"_L1));
    const QString state = object.value("state"_L1).toString();
    const bool isOff = state.compare("Disabled"_L1, Qt::CaseInsensitive) == 0
        || state.compare("Deleted"_L1, Qt::CaseInsensitive) == 0;
    return AzureSubscription{.id = id, .name = name.isEmpty() ? id : name, .isEnabled = !isOff};
}

bool AzureResourceGroup::isNameAcceptable(const QString &name)
{
    static const QRegularExpression pattern(uR"(\A[-\w.()]{0,89}[-\w()]\z)"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return pattern.match(name).hasMatch();
}

std::optional<AzureResourceGroup> AzureResourceGroup::read(const QJsonObject &object)
{
    const QString name = object.value("name"_L1).toString();
    if (!isNameAcceptable(name))
        return std::nullopt;
    return AzureResourceGroup{.name = name, .region = armText(object.value("location"_L1))};
}

std::optional<SessionPoolId> SessionPoolId::parse(const QString &id)
{
    const QStringList parts = id.split(u'/');
    const auto word = [&](qsizetype at, QLatin1StringView expected) {
        return parts.value(at).compare(expected, Qt::CaseInsensitive) == 0;
    };
    if (parts.size() != 9 || !parts.first().isEmpty() || !word(1, "subscriptions"_L1)
        || !word(3, "resourceGroups"_L1) || !word(5, "providers"_L1) || !word(6, "Microsoft.App"_L1)
        || !word(7, "sessionPools"_L1))
        return std::nullopt;
    const SessionPoolId pool{parts.at(2), parts.at(4), parts.at(8)};
    if (!isGuid(pool.subscription) || !AzureResourceGroup::isNameAcceptable(pool.group)
        || !isResourceName(pool.name))
        return std::nullopt;
    return pool;
}

std::optional<SessionPoolId> SessionPoolId::ofEndpoint(const QUrl &endpoint)
{
    QString path = endpoint.path(QUrl::FullyDecoded);
    while (path.endsWith(u'/'))
        path.chop(1);
    path.replace("/sessionPools/"_L1, "/providers/Microsoft.App/sessionPools/"_L1,
                 Qt::CaseInsensitive);
    return parse(path);
}

bool SessionPoolId::operator==(const SessionPoolId &other) const
{
    const auto isSame
        = [](const QString &a, const QString &b) { return a.compare(b, Qt::CaseInsensitive) == 0; };
    return isSame(name, other.name) && isSame(group, other.group)
        && isSame(subscription, other.subscription);
}

QString SessionPoolId::toString() const
{
    return u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.App/sessionPools/%3"_s.arg(
        subscription, group, name);
}

} // namespace sessionbook
