#pragma once

#include "azure/arm/ArmResource.h"

#include <QByteArray>

#include <chrono>

namespace sessionbook {

/// A session pool that is to be created.
struct SessionPoolDraft
{
    enum class Kind { Python, Node, Shell };
    /// What is wrong with a name, the first thing first.
    enum class NameFault { None, Empty, TooShort, TooLong, FirstCharacter, Character };

    static constexpr int shortestName = 3;
    static constexpr int longestName = 63;
    static constexpr std::chrono::seconds shortestCooldown{300};
    static constexpr std::chrono::seconds longestCooldown{3600};
    static constexpr int mostSessions = 600;

    SessionPoolId id;
    Kind kind = Kind::Python;
    QString region; ///< an AzureRegion's id
    bool hasEgress = false;
    std::chrono::seconds cooldown = shortestCooldown;
    int maximumSessions = 10;

    /// Lower-case letters, digits and hyphens, a letter first.
    [[nodiscard]] static NameFault faultOfName(const QString &name);
    /// What is sent to create it, in the shape of the stable versions since 2025.
    [[nodiscard]] QByteArray toJson() const;
};

} // namespace sessionbook
