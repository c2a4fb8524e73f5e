#pragma once

#include "settings/PoolProfile.h"

#include <QList>
#include <QUrl>

#include <functional>

class QWidget;

namespace sessionbook {

class PoolDirectory;

/// What the pool chooser shows, and what it has done for it. Everything borrowed outlives the
/// dialog.
struct PoolChooserRequest
{
    PoolDirectory &directory;
    std::function<QList<PoolProfile>()> known; ///< now: favourites, those used lately; newest first
    std::function<PoolProfile()> found; ///< how a pool that is found is signed in to
    QUrl current; ///< of the pool in use; empty: the local one

    /// Favourites changed, or a pool was deleted.
    std::function<void(const QList<PoolProfile> &)> remember;
    /// Asks who to sign in as and signs the directory in anew.
    std::function<void(QWidget *parent)> signIn;
    /// Looks into another directory of Entra, by its id.
    std::function<void(const QString &tenant)> switchTenant;
    /// Calls `signedIn` when somebody signed in for the pool meanwhile; it is known then.
    std::function<void(QWidget *parent, const PoolProfile &pool, std::function<void()> signedIn)>
        checkAccess;
};

} // namespace sessionbook
