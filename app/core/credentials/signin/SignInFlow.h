#pragma once

#include "credentials/entra/EntraRequest.h"
#include "credentials/signin/SignInPlace.h"

#include <QObject>

#include <optional>

namespace sessionbook {

/// A person who has just signed in.
struct SignedInPerson
{
    QString account; ///< as they know it; where Entra gave none, a name of our own
    Secret refreshToken;
};

/// One attempt of a person to sign in, by browser (BrowserSignIn) or device code
/// (DeviceCodeSignIn): started once, finished once and from the event loop unless deleted before,
/// which ends it silently.
class SignInFlow : public QObject
{
    Q_OBJECT
public:
    using Outcome = Result<SignedInPerson, SourceFailure>;

    SignInFlow(SignInPlace place, const IdentityServices &services, QObject *parent);

    virtual void start() = 0;
    /// After finished().
    [[nodiscard]] const std::optional<Outcome> &outcome() const { return m_outcome; }

signals:
    void finished();

protected:
    [[nodiscard]] const SignInPlace &place() const { return m_place; }
    [[nodiscard]] const IdentityServices &services() const { return m_services; }
    [[nodiscard]] QByteArray scope() const;
    /// What Entra answered to the code; also what ends the flow before.
    void finish(const Result<TokenReply, SourceFailure> &reply);

private:
    SignInPlace m_place;
    IdentityServices m_services;
    std::optional<Outcome> m_outcome;
};

} // namespace sessionbook
