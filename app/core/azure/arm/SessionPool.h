#pragma once

#include "azure/arm/ArmResource.h"

#include <QJsonObject>
#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace sessionbook {

/// A session pool as Azure Resource Manager describes it, in the shape of any version. What is not
/// said, or makes no sense, is left out; a pool without a usable id is none.
struct SessionPool
{
    enum class Kind { Python, Node, Shell, CustomContainer, Other };
    enum class State { Ready, Working, Failed, Deleting };

    SessionPoolId id;
    Kind kind = Kind::Other;
    QString containerType; ///< as the service said it, for Kind::Other
    QString region;
    std::optional<bool> hasEgress; ///< whether code may reach the internet
    std::optional<std::chrono::seconds> cooldown;
    std::optional<int> maximumSessions;
    State state = State::Ready;
    QUrl endpoint; ///< of its sessions; empty where there is none that a token may be sent to

    [[nodiscard]] static std::optional<SessionPool> read(const QJsonObject &object);
    /// Whether Sessionbook can run cells in it. Other containers speak a protocol of their own.
    [[nodiscard]] bool runsCells() const;
    /// Whether the endpoint is one of the service's own, so that asking it unasked gives nothing
    /// away.
    [[nodiscard]] bool hasServiceEndpoint() const;

    bool operator==(const SessionPool &) const = default;
};

} // namespace sessionbook
