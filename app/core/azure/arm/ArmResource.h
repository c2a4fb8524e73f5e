#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <optional>

namespace sessionbook {

/// A directory of Microsoft Entra that the account belongs to.
struct AzureTenant
{
    QString id;
    QString name; ///< for people; the id where the service names none

    /// Nothing where the object is none; so with the others below.
    [[nodiscard]] static std::optional<AzureTenant> read(const QJsonObject &object);
    bool operator==(const AzureTenant &) const = default;
};

struct AzureSubscription
{
    QString id; ///< the bare guid
    QString name;
    bool isEnabled = true; ///< else nothing can be created in it

    [[nodiscard]] static std::optional<AzureSubscription> read(const QJsonObject &object);
    bool operator==(const AzureSubscription &) const = default;
};

struct AzureResourceGroup
{
    QString name;
    QString region;

    [[nodiscard]] static std::optional<AzureResourceGroup> read(const QJsonObject &object);
    [[nodiscard]] static bool isNameAcceptable(const QString &name);
    bool operator==(const AzureResourceGroup &) const = default;
};

/// The name of a session pool among all of Azure's resources.
struct SessionPoolId
{
    QString subscription;
    QString group;
    QString name;

    /// "/subscriptions/…/resourceGroups/…/providers/Microsoft.App/sessionPools/…", in any case.
    [[nodiscard]] static std::optional<SessionPoolId> parse(const QString &id);
    /// Out of the management endpoint of a pool that is no custom container's.
    [[nodiscard]] static std::optional<SessionPoolId> ofEndpoint(const QUrl &endpoint);
    [[nodiscard]] QString toString() const;
    /// The same for all ways to write it.
    [[nodiscard]] QString key() const { return toString().toLower(); }
    /// Azure's names do not care for case, and its replies vary it.
    bool operator==(const SessionPoolId &other) const;
};

/// A text of the service fit to stand on one line: no control characters, of bounded length.
[[nodiscard]] QString armText(const QJsonValue &value);
[[nodiscard]] bool isGuid(const QString &text);

} // namespace sessionbook
