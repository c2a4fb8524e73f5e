#include "credentials/tools/AzureDeveloperCliSource.h"

#include "credentials/tools/ToolReplies.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

AzureDeveloperCliSource::AzureDeveloperCliSource(QString tenant, QString program,
                                                 std::chrono::milliseconds timeout)
    : ToolSource(std::move(tenant), std::move(program), timeout, readDeveloperCliReply)
{
}

QString AzureDeveloperCliSource::name() const
{
    return u"Azure Developer CLI"_s;
}

Result<QStringList, SourceFailure>
AzureDeveloperCliSource::argumentsFor(const TokenQuery &query, const QString &tenant) const
{
    QStringList arguments{u"auth"_s,        u"token"_s,   u"--output"_s, u"json"_s,
                          u"--no-prompt"_s, u"--scope"_s, query.scope()};
    if (!tenant.isEmpty())
        arguments << u"--tenant-id"_s << tenant;
    if (!query.claims.isEmpty())
        arguments << u"--claims"_s << QString::fromLatin1(query.claims.toBase64());
    return arguments;
}

} // namespace sessionbook
