#include "credentials/defaults/DefaultSources.h"

#include "credentials/EnvironmentSource.h"
#include "credentials/FixedTokenSource.h"
#include "credentials/defaults/SourceOrder.h"
#include "credentials/defaults/UnusableSource.h"
#include "credentials/entra/ServicePrincipalSource.h"
#include "credentials/entra/WorkloadIdentitySource.h"
#include "credentials/managed/ManagedIdentitySource.h"
#include "credentials/signin/SignedInSource.h"
#include "credentials/tools/AzureCliSource.h"
#include "credentials/tools/AzureDeveloperCliSource.h"
#include "credentials/tools/AzurePowerShellSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Source = std::unique_ptr<CredentialSource>;

Source settingsProblem(const SourceFailure &failure)
{
    return std::make_unique<UnusableSource>(u"settings"_s, failure);
}

template<typename T> Source entraSource(const PoolSignIn &signIn, const IdentityServices &services)
{
    const auto authority = Authority::named(signIn.authority);
    if (!authority)
        return settingsProblem(authority.error());
    return std::make_unique<T>(*authority, services);
}

Source sourceOf(SourceKind kind, bool isOnlyOne, const PoolSignIn &signIn,
                const IdentityServices &services)
{
    const QString tenant = signIn.tenant.trimmed();
    switch (kind) {
    case SourceKind::ServicePrincipal:
        return entraSource<ServicePrincipalSource>(signIn, services);
    case SourceKind::WorkloadIdentity:
        return entraSource<WorkloadIdentitySource>(signIn, services);
    case SourceKind::ManagedIdentity:
        return std::make_unique<ManagedIdentitySource>(
            services.clock,
            isOnlyOne ? ManagedIdentitySource::Probe::Never : ManagedIdentitySource::Probe::First);
    case SourceKind::AzureCli:
        return std::make_unique<AzureCliSource>(tenant);
    case SourceKind::AzurePowerShell:
        return std::make_unique<AzurePowerShellSource>(tenant);
    case SourceKind::AzureDeveloperCli:
        return std::make_unique<AzureDeveloperCliSource>(tenant);
    }
    return nullptr;
}

void appendAutomatic(CredentialSources::List &sources, const IdentityChoice &choice,
                     const IdentityServices &services)
{
    sources.push_back(std::make_unique<EnvironmentSource>(choice.poolAudience()));
    const auto order = sourceOrder(qEnvironmentVariable("AZURE_TOKEN_CREDENTIALS"));
    if (!order) {
        sources.push_back(settingsProblem(order.error()));
        return;
    }
    for (const SourceKind kind : *order)
        sources.push_back(sourceOf(kind, order->size() == 1, choice.signIn, services));
}

Source signedInSource(const PoolSignIn &signIn, const IdentityServices &services, SignIns *signIns)
{
    const auto place = SignInPlace::of(signIn);
    if (!place)
        return settingsProblem(place.error());
    if (!signIns)
        return settingsProblem(
            SourceFailure::refused(u"nobody can sign in here"_s, u"SignInNeeded"_s));
    return std::make_unique<SignedInSource>(*place, *signIns, services);
}

} // namespace

QString IdentityChoice::poolAudience() const
{
    const QString audience = signIn.audience.trimmed();
    return audience.isEmpty() ? sessionbook::poolAudience() : audience;
}

CredentialSources makeSources(const IdentityChoice &choice, const IdentityServices &services,
                              SignIns *signIns)
{
    CredentialSources::List sources;
    switch (choice.credential) {
    case PoolCredential::Automatic:
        appendAutomatic(sources, choice, services);
        break;
    case PoolCredential::Environment:
        sources.push_back(std::make_unique<EnvironmentSource>(choice.poolAudience()));
        break;
    case PoolCredential::AzureCli:
        sources.push_back(sourceOf(SourceKind::AzureCli, true, choice.signIn, services));
        break;
    case PoolCredential::TypedIn:
        sources.push_back(
            std::make_unique<FixedTokenSource>(choice.typedIn, choice.poolAudience()));
        break;
    case PoolCredential::SignedIn:
        sources.push_back(signedInSource(choice.signIn, services, signIns));
        break;
    }
    return CredentialSources(std::move(sources));
}

} // namespace sessionbook
