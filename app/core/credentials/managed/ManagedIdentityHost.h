#pragma once

#include "credentials/TokenQuery.h"
#include "credentials/exchange/IdentityRequest.h"

#include <QProcessEnvironment>
#include <QUrl>

namespace sessionbook {

/// What gives a program its managed identity where it runs, told from the environment, and how that
/// is asked. Pure.
struct ManagedIdentityHost
{
    enum class Kind {
        ServiceFabric,
        AppService, ///< and Functions and Container Apps
        MachineLearning,
        CloudShell,
        Arc,
        Imds ///< any virtual machine; also when this is none, which asking tells
    };

    Kind kind = Kind::Imds;
    QUrl endpoint; ///< invalid where the environment names none that can be used
    QString clientId = {}; ///< of a user-assigned identity; empty: the system's, or the only one

    /// `isArcInstalled`: its agent is on this computer though the environment does not say so.
    [[nodiscard]] static ManagedIdentityHost in(const QProcessEnvironment &environment,
                                                bool isArcInstalled);

    [[nodiscard]] QString name() const; ///< technical, such as "App Service"
    /// Whether the environment names it, so that asking needs no probe and a failure is one.
    [[nodiscard]] bool isConfigured(const QProcessEnvironment &environment) const;
    /// Arc and Cloud Shell know one identity only.
    [[nodiscard]] bool takesClientId() const;
    [[nodiscard]] IdentityRequest::Question question(const QProcessEnvironment &environment,
                                                     const TokenQuery &query) const;
    /// Without the header that the metadata service insists on: any answer tells that it is there.
    [[nodiscard]] IdentityRequest::Question probe() const;
    [[nodiscard]] IdentityRetry retry() const;
};

} // namespace sessionbook
