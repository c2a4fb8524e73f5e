#pragma once

#include "credentials/CredentialSource.h"

#include <memory>

class QNetworkAccessManager;

namespace sessionbook {

class Clock;

/// The identity that Azure gives to the machine or service this program runs on: Service Fabric,
/// App Service and Container Apps, Machine Learning, Cloud Shell, Azure Arc, or the metadata
/// service of a virtual machine. Told from the environment each time; AZURE_CLIENT_ID names one of
/// several.
///
/// Asks by a network of its own that knows no proxy: its hosts are on this machine or beside it.
/// Made when first needed.
class ManagedIdentitySource final : public CredentialSource
{
public:
    enum class Probe {
        First, ///< among other sources: a second is enough to tell that there is none
        Never ///< it is what was asked for: all tries are made
    };

    explicit ManagedIdentitySource(Clock &clock, Probe probe = Probe::First);
    /// Where Azure Arc's agent and its keys are looked for.
    ManagedIdentitySource(Clock &clock, Probe probe, QString arcAgent, QString arcKeyDirectory);
    ~ManagedIdentitySource() override;

    [[nodiscard]] QString name() const override;
    void fetch(const TokenQuery &query, QObject *context, Callback callback) override;

private:
    Clock &m_clock;
    Probe m_probe;
    QString m_arcAgent;
    QString m_arcKeyDirectory;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace sessionbook
