#include "credentials/signin/SignedInSource.h"

#include <QPointer>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// Refresh token over or revoked, password changed, second factor, consent, session conditions.
constexpr std::array codesThatSigningInMends{
    "SignInNeeded"_L1, "invalid_grant"_L1, "interaction_required"_L1, "AADSTS50076"_L1,
    "AADSTS50078"_L1,  "AADSTS50079"_L1,   "AADSTS50173"_L1,          "AADSTS65001"_L1,
    "AADSTS70008"_L1,  "AADSTS70043"_L1,   "AADSTS700082"_L1,         "AADSTS700084"_L1,
    "AADSTS50089"_L1,  "AADSTS50058"_L1,   "AADSTS9002313"_L1,
};

} // namespace

SignedInSource::SignedInSource(SignInPlace place, SignIns &signIns,
                               const IdentityServices &services)
    : m_place(std::move(place))
    , m_signIns(signIns)
    , m_services(services)
{
}

QString SignedInSource::name() const
{
    return m_place.account.isEmpty() ? u"sign-in"_s : u"sign-in of %1"_s.arg(m_place.account);
}

void SignedInSource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    m_signIns.find(m_place, context,
                   [this, query, context, callback = std::move(callback)](
                       const Result<Secret, SourceFailure> &refreshToken) {
                       if (!refreshToken)
                           return callback(refreshToken.error());
                       redeem(*refreshToken, query, context, callback);
                   });
}

void SignedInSource::redeem(const Secret &refreshToken, const TokenQuery &query, QObject *context,
                            Callback callback)
{
    EntraFields fields{{"grant_type", Secret("refresh_token")},
                       {"client_id", Secret(m_place.clientId.toUtf8())},
                       {"refresh_token", refreshToken},
                       {"scope", Secret(personScope(query))}};
    if (!query.claims.isEmpty())
        fields.append({"claims", Secret(query.claims)});
    requestEntraToken(
        m_services, m_place.authority.tokenUrl(m_place.tenant), fields, context,
        [place = m_place, signIns = QPointer(&m_signIns),
         callback = std::move(callback)](const Result<TokenReply, SourceFailure> &reply) {
            if (!reply)
                return callback(reply.error());
            if (signIns && !reply->refreshToken.isEmpty())
                signIns->renew(place, reply->refreshToken);
            callback(reply->access);
        });
}

bool asksForSignIn(const RestError &error)
{
    return error.kind == RestError::Kind::NoCredential
        && std::ranges::find(codesThatSigningInMends, error.code) != codesThatSigningInMends.end();
}

} // namespace sessionbook
