#include "credentials/tools/ToolArguments.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

std::optional<SourceFailure> problemWithArguments(const QString &audience, const QString &tenant)
{
    if (!isUsableAudience(audience))
        return SourceFailure::unavailable(u"the audience holds characters that no audience has"_s,
                                          u"SignInAudience"_s);
    if (!tenant.isEmpty() && !isUsableTenant(tenant))
        return SourceFailure::unavailable(u"the tenant is neither an identifier nor a domain"_s,
                                          u"SignInTenant"_s);
    return std::nullopt;
}

std::function<void(Result<ToolResult, SourceFailure>)>
answerWith(CredentialSource::Answer (*read)(const ToolResult &),
           CredentialSource::Callback callback)
{
    return [read, callback = std::move(callback)](const Result<ToolResult, SourceFailure> &result) {
        callback(result ? read(*result) : CredentialSource::Answer(result.error()));
    };
}

} // namespace sessionbook
