#pragma once

#include "dialogs/Dialogs.h"

#include <QObject>

#include <functional>
#include <memory>

namespace sessionbook {

class AccessCheck;
class MainWindowActions;
class PoolDirectory;
class SessionController;
struct ProgramServices;

/// What a window does about pools: choosing one, connecting to it, checking access, remembering
/// favourites and those used lately (KnownPools), never tokens. Nothing of Azure is asked
/// before a person chooses a pool there.
class PoolCommands : public QObject
{
    Q_OBJECT
public:
    PoolCommands(const MainWindowActions &actions, SessionController &session,
                 const ProgramServices &services, QWidget &window);
    ~PoolCommands() override;

    using Use = Dialogs::Answer<PoolChoice>;
    /// Asks for what is missing to use a pool (the token, where it is one that was typed in; who
    /// signs in), remembers the pool and calls `use`; not where a person cancels.
    void prepare(const PoolProfile &pool, const Use &use);
    /// The same with a pool that a person chooses among all.
    void choose(const Use &use);
    void connectTo(const PoolProfile &pool);
    /// Of the pool in use.
    void checkAccess();

private:
    [[nodiscard]] Use connecting();
    void complete(const PoolChoice &choice, const Use &use);
    [[nodiscard]] PoolChooserRequest chooserRequest();
    void setSendsExactly(bool exactly);
    void makeDirectory();
    void signDirectoryIn();
    void switchTenant(const QString &tenant);
    void askToSignIn(QWidget *parent, const PoolSignIn &initial,
                     const Dialogs::Answer<PoolSignIn> &answer);
    void checkAccessTo(QWidget *parent, const PoolChoice &choice,
                       const std::function<void()> &signedIn);
    [[nodiscard]] std::shared_ptr<AccessCheck> newCheck(const PoolChoice &choice) const;
    /// How pools that are found in Azure are signed in to.
    [[nodiscard]] PoolProfile foundPool() const;

    SessionController &m_session;
    const ProgramServices &m_services;
    QWidget &m_window;
    PoolSignIn m_signIn; ///< to Azure
    PoolCredential m_credential = PoolCredential::Automatic;
    std::unique_ptr<PoolDirectory> m_directory;
};

} // namespace sessionbook
