#include "credentials/signin/SignInPlace.h"

#include "credentials/TokenQuery.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString orElse(const QString &text, const QString &otherwise)
{
    const QString trimmed = text.trimmed();
    return trimmed.isEmpty() ? otherwise : trimmed;
}

} // namespace

QString SignInPlace::defaultClientId()
{
    return u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s;
}

Result<SignInPlace, SourceFailure> SignInPlace::of(const PoolSignIn &settings)
{
    const auto authority = Authority::named(settings.authority);
    if (!authority)
        return authority.error();
    SignInPlace place{.authority = *authority,
                      .tenant = orElse(settings.tenant, u"organizations"_s),
                      .clientId = orElse(settings.clientId, defaultClientId()),
                      .audience = orElse(settings.audience, poolAudience()),
                      .account = settings.account};
    if (!isUsableTenant(place.tenant))
        return SourceFailure::refused(u"the tenant is neither an identifier nor a domain"_s,
                                      u"SignInTenant"_s);
    if (!isUsableAudience(place.audience))
        return SourceFailure::refused(u"the audience holds characters that no audience has"_s,
                                      u"SignInAudience"_s);
    return place;
}

QString SignInPlace::keychainEntry() const
{
    return QStringList{authority.base().host(), clientId, account}.join(u' ');
}

} // namespace sessionbook
