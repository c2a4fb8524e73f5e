#pragma once

#include "settings/Setting.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <chrono>

namespace sessionbook {

/// Where the token of a pool comes from (credentials/defaults/DefaultSources). The token itself is
/// never stored.
enum class PoolCredential {
    Automatic, ///< SESSIONBOOK_POOL_TOKEN, then as DefaultAzureCredential
    Environment, ///< SESSIONBOOK_POOL_TOKEN
    AzureCli, ///< az account get-access-token
    TypedIn, ///< asked for at each start, kept in memory only
    SignedIn ///< in the window, by browser or device code; remembered in the system's keychain
};

/// Where a pool's tokens are asked for; each empty: the service's own.
struct PoolSignIn
{
    QString tenant = {}; ///< GUID or domain
    QString authority = {}; ///< host, such as "login.microsoftonline.us"
    QString audience = {}; ///< such as "https://dynamicsessions.io", without "/.default"
    QString clientId = {}; ///< of the public application that people sign in with
    QString account = {}; ///< names the entry in the keychain; empty: nobody signed in

    bool operator==(const PoolSignIn &) const = default;
};

/// A pool as the user named it. A value; it is stored, so it holds nothing secret.
struct PoolProfile
{
    QString name;
    QUrl url; ///< empty: the pool on this computer, started by the program
    PoolCredential credential = PoolCredential::Automatic;
    PoolSignIn signIn = {};
    QString apiVersion = {}; ///< the newest that it took when last asked; empty: not known
    QString resourceId = {}; ///< in Azure Resource Manager; empty where the address was typed in
    /// What its sessions live on unused, as Azure Resource Manager says; 0: not known.
    std::chrono::seconds cooldown{0};
    bool isFavourite = false;
    bool sendsExactly = false; ///< "Send code exactly as written": no helper in its kernels
    bool staysAlive = false; ///< sessions are kept from their idle end while a window is open

    /// The pool on this computer; always there, also where the file lists none.
    [[nodiscard]] static PoolProfile local();
    /// https, or http to this computer, without user name, query or fragment (they could carry a
    /// secret into the file).
    [[nodiscard]] static bool isUrlAcceptable(const QUrl &url);
    [[nodiscard]] bool isLocal() const { return url.isEmpty(); }

    bool operator==(const PoolProfile &) const = default;
};

template<> struct SettingCodec<QList<PoolProfile>>
{
    static QVariant toVariant(const QList<PoolProfile> &pools);
    /// Entries without a name or with an address that is not acceptable are passed over.
    static std::optional<QList<PoolProfile>> fromVariant(const QVariant &value);
};

} // namespace sessionbook
