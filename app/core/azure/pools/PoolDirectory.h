#pragma once

#include "azure/access/TokenClaims.h"
#include "azure/arm/ArmClient.h"
#include "azure/pools/PoolCreation.h"
#include "azure/pools/PoolFinder.h"
#include "azure/pools/PoolUse.h"

#include <QObject>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>

class QNetworkAccessManager;

namespace sessionbook {

/// The session pools an account can see, and what can be done with them. Asks nothing before
/// refresh().
///
/// Lives in the GUI thread; borrows network and clock. What is made with azure() must be gone
/// before it signs in anew.
class PoolDirectory : public QObject
{
    Q_OBJECT
public:
    /// Where tokens for an audience come from.
    using TokenMaker = std::function<std::unique_ptr<TokenSource>(const QString &audience)>;
    enum class State {
        Idle, ///< not asked yet
        Searching,
        Ready, ///< all that can be known is known
        Failed ///< see error(): nobody is signed in, or Azure did not answer
    };
    struct Failure
    {
        AzureSubscription subscription;
        RestError error;
    };

    PoolDirectory(QNetworkAccessManager &network, Clock &clock, QObject *parent = nullptr);
    ~PoolDirectory() override;

    struct Audiences
    {
        QString resourceManager; ///< such as "https://management.azure.com": its address, too
        QString pools; ///< such as "https://dynamicsessions.io"
    };
    /// Forgets what was found, and asks with these tokens from now on.
    void signIn(const Audiences &audiences, const TokenMaker &tokens);
    /// Looks anew; what was found stays until it is replaced.
    void refresh();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<RestError> &error() const { return m_error; }
    [[nodiscard]] const QList<SessionPool> &pools() const { return m_pools; }
    [[nodiscard]] const QList<AzureSubscription> &subscriptions() const { return m_subscriptions; }
    [[nodiscard]] const QList<Failure> &failures() const { return m_failures; }
    [[nodiscard]] QString subscriptionName(const QString &id) const;
    /// The directories of Entra that the account belongs to; empty where they cannot be told.
    [[nodiscard]] const QList<AzureTenant> &tenants() const { return m_tenants; }
    /// Of who is signed in, where the token says it.
    [[nodiscard]] const std::optional<TokenClaims> &account() const { return m_account; }
    /// How many sessions are in use; nullptr before signIn().
    [[nodiscard]] PoolUse *use() const { return m_use.get(); }
    /// nullptr before signIn().
    [[nodiscard]] const ArmClient *azure() const { return m_azure.get(); }

    /// A pool that was created by us.
    void add(const SessionPool &pool);
    /// Deletes a pool with all its sessions; it is shown as going until it has gone.
    void remove(const SessionPoolId &pool);

signals:
    void changed();
    void useFound(const QUrl &pool, int sessionsInUse);
    void removed(const sessionbook::SessionPool &pool);
    void removalFailed(const sessionbook::SessionPool &pool, const sessionbook::RestError &error);

private:
    void listTenants();
    void tokenCame(const Result<Secret, RestError> &token);
    void find();
    void found(const QList<SessionPool> &pools);
    void finderFinished();
    void setState(State state);
    void removalFinished(const SessionPool &pool, const ArmOperationJob &job);
    void setPoolState(const SessionPoolId &pool, SessionPool::State state);

    QNetworkAccessManager &m_network;
    Clock &m_clock;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<RestClient> m_rest;
    std::unique_ptr<ArmClient> m_azure;
    std::unique_ptr<TokenSource> m_poolTokens;
    std::unique_ptr<PoolUse> m_use;
    std::unique_ptr<PoolFinder> m_finder;
    std::unique_ptr<QObject> m_jobs; ///< owns those that list directories and delete pools
    State m_state = State::Idle;
    std::optional<RestError> m_error;
    std::optional<TokenClaims> m_account;
    QList<SessionPool> m_pools; ///< by name
    QSet<QString> m_seen; ///< keys, by the present search
    QList<AzureSubscription> m_subscriptions;
    QList<AzureTenant> m_tenants;
    QList<Failure> m_failures;
};

} // namespace sessionbook
