#include "wording/SignInText.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// Words of the same meaning share a sentence.
enum class Meaning {
    AnswerStrange,
    ApplicationNotKnown,
    ApplicationNotPublic,
    AssertionRefused,
    AudienceUnusable,
    AuthorityUnusable,
    Blocked,
    CertificateUnusable,
    ConsentMissing,
    Declined,
    FederatedFileMissing,
    ManagedIdentityFailed,
    NobodySignedIn,
    NoPort,
    NotAssigned,
    NotInTenant,
    OrderUnknown,
    RedirectNotRegistered,
    SecondFactor,
    SecretExpired,
    SecretWrong,
    ServiceNotInTenant,
    SignInOver,
    TenantNotKnown,
    TenantUnusable,
    TimeRanOut,
    TlsFailed,
    Unreachable,
};

struct Known
{
    QLatin1String code;
    Meaning meaning;
};
constexpr std::array knownCodes{
    Known{"AADSTS7000215"_L1, Meaning::SecretWrong},
    Known{"AADSTS7000222"_L1, Meaning::SecretExpired},
    Known{"AADSTS700016"_L1, Meaning::ApplicationNotKnown},
    Known{"AADSTS7000218"_L1, Meaning::ApplicationNotPublic},
    Known{"AADSTS90002"_L1, Meaning::TenantNotKnown},
    Known{"AADSTS900023"_L1, Meaning::TenantNotKnown},
    Known{"AADSTS500011"_L1, Meaning::ServiceNotInTenant},
    Known{"AADSTS50076"_L1, Meaning::SecondFactor},
    Known{"AADSTS50078"_L1, Meaning::SecondFactor},
    Known{"AADSTS50079"_L1, Meaning::SecondFactor},
    Known{"AADSTS65001"_L1, Meaning::ConsentMissing},
    Known{"AADSTS65004"_L1, Meaning::Declined},
    Known{"AADSTS70043"_L1, Meaning::SignInOver},
    Known{"AADSTS700082"_L1, Meaning::SignInOver},
    Known{"AADSTS700084"_L1, Meaning::SignInOver},
    Known{"AADSTS70008"_L1, Meaning::SignInOver},
    Known{"AADSTS50173"_L1, Meaning::SignInOver},
    Known{"AADSTS50058"_L1, Meaning::SignInOver},
    Known{"AADSTS53003"_L1, Meaning::Blocked},
    Known{"AADSTS53000"_L1, Meaning::Blocked},
    Known{"AADSTS50057"_L1, Meaning::Blocked},
    Known{"AADSTS50105"_L1, Meaning::NotAssigned},
    Known{"AADSTS50020"_L1, Meaning::NotInTenant},
    Known{"AADSTS50011"_L1, Meaning::RedirectNotRegistered},
    Known{"AADSTS700027"_L1, Meaning::AssertionRefused},
    Known{"AADSTS700213"_L1, Meaning::AssertionRefused},
    Known{"AADSTS700211"_L1, Meaning::AssertionRefused},
    Known{"AADSTS70021"_L1, Meaning::AssertionRefused},
    Known{"AADSTS700024"_L1, Meaning::AssertionRefused},
    Known{"access_denied"_L1, Meaning::Declined},
    Known{"authorization_declined"_L1, Meaning::Declined},
    Known{"invalid_grant"_L1, Meaning::SignInOver},
    Known{"interaction_required"_L1, Meaning::SecondFactor},
    Known{"bad_verification_code"_L1, Meaning::TimeRanOut},
    Known{"SignInAudience"_L1, Meaning::AudienceUnusable},
    Known{"SignInAuthority"_L1, Meaning::AuthorityUnusable},
    Known{"SignInCertificate"_L1, Meaning::CertificateUnusable},
    Known{"SignInExpired"_L1, Meaning::TimeRanOut},
    Known{"SignInFederatedFile"_L1, Meaning::FederatedFileMissing},
    Known{"SignInManagedIdentity"_L1, Meaning::ManagedIdentityFailed},
    Known{"SignInNeeded"_L1, Meaning::NobodySignedIn},
    Known{"SignInNoPort"_L1, Meaning::NoPort},
    Known{"SignInOrder"_L1, Meaning::OrderUnknown},
    Known{"SignInTenant"_L1, Meaning::TenantUnusable},
    Known{"SignInTls"_L1, Meaning::TlsFailed},
    Known{"SignInUnexpected"_L1, Meaning::AnswerStrange},
    Known{"SignInUnreachable"_L1, Meaning::Unreachable},
};

} // namespace

QString SignInText::of(const QString &code)
{
    const auto known = std::ranges::find(knownCodes, code, &Known::code);
    if (known == knownCodes.end())
        return code.startsWith("AADSTS"_L1)
            ? tr("Signing in was refused with the code %1. The details say why.").arg(code)
            : QString();
    switch (known->meaning) {
    case Meaning::AnswerStrange:
        return tr("The answer did not come from a sign-in service, or was damaged. Check the "
                  "authority and the network, then try again.");
    case Meaning::ApplicationNotKnown:
        return tr("The tenant does not know the application that signs in. Check AZURE_CLIENT_ID "
                  "or the client ID, and the tenant.");
    case Meaning::ApplicationNotPublic:
        return tr("The application may not sign people in without a secret. Allow public client "
                  "flows for it, or clear the client ID.");
    case Meaning::AssertionRefused:
        return tr("The tenant does not accept the certificate or federated token. Register the "
                  "certificate, or the federated credential, with the application.");
    case Meaning::AudienceUnusable:
        return tr("The audience is none that a token can be for. Correct it, or clear it to use "
                  "the service's own.");
    case Meaning::AuthorityUnusable:
        return tr("The authority must be a host name, or an address that begins with https. "
                  "Correct it, or clear it to use the public cloud.");
    case Meaning::Blocked:
        return tr("A rule of your organisation does not let this account sign in from here. "
                  "Ask its administrator, or use a computer that it manages.");
    case Meaning::CertificateUnusable:
        return tr("The certificate in AZURE_CLIENT_CERTIFICATE_PATH cannot be used. It must be a "
                  "PEM or PKCS#12 file with an RSA key; check its password, too.");
    case Meaning::ConsentMissing:
        return tr("Nobody has yet allowed the application to use the service for you. Sign in "
                  "again and accept, or ask your administrator.");
    case Meaning::Declined:
        return tr("Signing in was declined. Try again, and accept what is asked.");
    case Meaning::FederatedFileMissing:
        return tr("The file in AZURE_FEDERATED_TOKEN_FILE cannot be read. Check that the workload "
                  "identity is set up where this program runs.");
    case Meaning::ManagedIdentityFailed:
        return tr("The managed identity of this computer gave no token. Check that it is assigned, "
                  "and AZURE_CLIENT_ID where there are several.");
    case Meaning::NobodySignedIn:
        return tr("Nobody is signed in for this pool. Sign in from the session menu.");
    case Meaning::NoPort:
        return tr("The browser could not be sent back here: no port of this computer is free. "
                  "Sign in with a code instead.");
    case Meaning::NotAssigned:
        return tr("Your account is not assigned to the application. Ask your administrator, or "
                  "sign in with another account.");
    case Meaning::NotInTenant:
        return tr("This account does not belong to the tenant. Sign in with another account, or "
                  "name its tenant.");
    case Meaning::OrderUnknown:
        return tr("AZURE_TOKEN_CREDENTIALS names no way of signing in that Sessionbook knows. Set "
                  "it to prod, dev or one credential, or unset it.");
    case Meaning::RedirectNotRegistered:
        return tr("The application does not send browsers back to this computer. Register "
                  "http://localhost with it, or clear the client ID.");
    case Meaning::SecondFactor:
        return tr("Your organisation wants to see a second factor. Sign in again, from the session "
                  "menu or with ‘az login’.");
    case Meaning::SecretExpired:
        return tr("The application's secret has expired. Make a new one, and set "
                  "AZURE_CLIENT_SECRET to its value.");
    case Meaning::SecretWrong:
        return tr("The application's secret is wrong. Set AZURE_CLIENT_SECRET to the secret's "
                  "value, not to its ID.");
    case Meaning::ServiceNotInTenant:
        return tr("The tenant does not know the service that the token is for. Check the tenant "
                  "and the audience; a tenant knows the service once it has a session pool.");
    case Meaning::SignInOver:
        return tr("The sign-in has expired or was revoked. Sign in again, from the session menu or "
                  "with ‘az login’.");
    case Meaning::TenantNotKnown:
        return tr("There is no such tenant. Check its name or ID, and the authority of its cloud.");
    case Meaning::TenantUnusable:
        return tr("A tenant is a GUID or a domain such as contoso.com. Correct it, or clear it to "
                  "use the account's own.");
    case Meaning::TimeRanOut:
        return tr("The time to sign in ran out. Start again.");
    case Meaning::TlsFailed:
        return tr("The certificate of the sign-in service could not be verified, so nothing was "
                  "sent. Check the network and this computer's clock.");
    case Meaning::Unreachable:
        return tr("The sign-in service cannot be reached. Check the network and its proxy, then "
                  "try again.");
    }
    return {};
}

} // namespace sessionbook
