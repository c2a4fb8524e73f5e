#include "credentials/signin/SignInFlow.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

SignInFlow::Outcome outcomeOf(const Result<TokenReply, SourceFailure> &reply)
{
    if (!reply)
        return reply.error();
    if (reply->refreshToken.isEmpty())
        return SourceFailure::refused(u"the sign-in service gave no refresh token"_s,
                                      u"SignInUnexpected"_s);
    // The account names the entry in the keychain, so it is never empty.
    const QString account = reply->account.isEmpty() ? u"signed-in account"_s : reply->account;
    return SignedInPerson{account, reply->refreshToken};
}

} // namespace

SignInFlow::SignInFlow(SignInPlace place, const IdentityServices &services, QObject *parent)
    : QObject(parent)
    , m_place(std::move(place))
    , m_services(services)
{
}

QByteArray SignInFlow::scope() const
{
    return personScope({.audience = m_place.audience});
}

void SignInFlow::finish(const Result<TokenReply, SourceFailure> &reply)
{
    if (m_outcome)
        return;
    m_outcome = outcomeOf(reply);
    QMetaObject::invokeMethod(this, &SignInFlow::finished, Qt::QueuedConnection);
}

} // namespace sessionbook
