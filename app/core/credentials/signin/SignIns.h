#pragma once

#include "credentials/SourceFailure.h"
#include "credentials/signin/Keychain.h"
#include "credentials/signin/SignInPlace.h"

#include <QHash>
#include <QObject>
#include <QSet>

#include <optional>

namespace sessionbook {

/// Who is signed in, for the whole program: their refresh tokens, in memory while it runs and in
/// the system's keychain beyond that; nowhere else.
///
/// All sources of one account share what it has, so that the newest refresh token is used by all.
/// Lives in the GUI thread; borrows the keychain. Without one, or with one that fails, people are
/// signed in for this run.
class SignIns : public QObject
{
    Q_OBJECT
public:
    using Found = std::function<void(Result<Secret, SourceFailure>)>;
    /// `error` says why it is remembered for this run only.
    using Kept = std::function<void(Result<void, Error>)>;

    explicit SignIns(Keychain *keychain, QObject *parent = nullptr);

    /// The refresh token of `place.account`. `found` is called once, possibly at once, not after
    /// `context` was destroyed. Failure: SignInNeeded.
    void find(const SignInPlace &place, QObject *context, Found found);
    /// From now on it is the one that find() gives; `kept` tells whether the keychain took it.
    void keep(const SignInPlace &place, const Secret &refreshToken, QObject *context, Kept kept);
    /// A newer one than before, wherever that one was kept.
    void renew(const SignInPlace &place, const Secret &refreshToken);
    /// Signs out: from memory at once, from the keychain when it gets round to it.
    void forget(const SignInPlace &place);

private:
    /// What this run knows of it without its keychain.
    [[nodiscard]] std::optional<Result<Secret, SourceFailure>> known(const QString &entry) const;
    void write(const QString &entry, const Secret &refreshToken, QObject *context, Kept kept);

    Keychain *m_keychain;
    QHash<QString, Secret> m_tokens; ///< by keychain entry
    QSet<QString> m_forgotten; ///< in this run; the keychain may not have got round to it
};

} // namespace sessionbook
