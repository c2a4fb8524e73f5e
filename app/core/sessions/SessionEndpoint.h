#pragma once

#include "base/Result.h"
#include "rest/RestError.h"
#include "settings/PoolProfile.h"

#include <QString>
#include <QUrl>

namespace sessionbook {

/// A pool a person chose: where it is and how we come by its token. A value, fit to be stored: it
/// holds no secret.
struct SessionEndpoint
{
    enum class Kind { Local, Remote };
    using Credential = PoolCredential;

    Kind kind = Kind::Local;
    QString name = {}; ///< as shown; empty: the host
    QUrl url = {}; ///< for Remote
    Credential credential = Credential::Automatic; ///< for Remote
    PoolSignIn signIn = {}; ///< for Remote

    [[nodiscard]] static SessionEndpoint local();
    /// Of a pool that is not the local one; not checked.
    [[nodiscard]] static SessionEndpoint of(const PoolProfile &pool);
    /// What was typed in or given as an argument, checked: https, or http on this computer; no
    /// user, query or fragment. Spaces around it and slashes at its end are dropped; a missing
    /// scheme is not guessed. Errors: Insecure, BadRequest.
    [[nodiscard]] static Result<SessionEndpoint, RestError>
    remote(const QString &url, Credential credential = Credential::Automatic);
    /// `name`, or what stands for it: the pool's part of the address and its host.
    [[nodiscard]] QString displayName() const;

    bool operator==(const SessionEndpoint &) const = default;
};

} // namespace sessionbook
