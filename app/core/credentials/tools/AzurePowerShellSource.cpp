#include "credentials/tools/AzurePowerShellSource.h"

#include "credentials/tools/ToolReplies.h"

#include <QStringEncoder>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// Tokens are secure strings where asked for from 2.17 on and always from 5.0 on.
QString scriptFor(const QString &audience, const QString &tenant)
{
    const QString tenantLine
        = tenant.isEmpty() ? QString() : u"$ask.TenantId = '%1'\n"_s.arg(tenant);
    return uR"($ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module Az.Accounts -MinimumVersion 2.2.0
$ask = @{ ResourceUrl = '%1' }
%2$version = (Get-Module Az.Accounts).Version
if ($version -ge [version]'2.17.0' -and $version -lt [version]'5.0.0') { $ask.AsSecureString = $true }
$reply = Get-AzAccessToken @ask
$token = $reply.Token
if ($token -is [securestring]) { $token = ConvertFrom-SecureString -SecureString $token -AsPlainText }
@{ Token = $token; ExpiresOn = $reply.ExpiresOn.ToString('o') } | ConvertTo-Json -Compress
)"_s.arg(audience, tenantLine);
}

// Base64 of UTF-16LE: nothing in it needs quoting.
QString encodedCommand(const QString &script)
{
    QStringEncoder encode(QStringEncoder::Utf16LE);
    return QString::fromLatin1(QByteArray(encode(script)).toBase64());
}

} // namespace

AzurePowerShellSource::AzurePowerShellSource(QString tenant, QString program,
                                             std::chrono::milliseconds timeout)
    : ToolSource(std::move(tenant), std::move(program), timeout, readPowerShellReply)
{
}

QString AzurePowerShellSource::name() const
{
    return u"Azure PowerShell"_s;
}

Result<QStringList, SourceFailure> AzurePowerShellSource::argumentsFor(const TokenQuery &query,
                                                                       const QString &tenant) const
{
    if (!query.claims.isEmpty())
        return SourceFailure::unavailable(
            u"the service asks for more: run “Connect-AzAccount -ClaimsChallenge %1”"_s.arg(
                QString::fromLatin1(query.claims.toBase64())));
    return QStringList{u"-NoProfile"_s,      u"-NonInteractive"_s,
                       u"-OutputFormat"_s,   u"Text"_s,
                       u"-EncodedCommand"_s, encodedCommand(scriptFor(query.audience, tenant))};
}

} // namespace sessionbook
