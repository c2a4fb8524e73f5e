#include "credentials/tools/AzureCliSource.h"

#include "credentials/tools/ToolReplies.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

AzureCliSource::AzureCliSource(QString tenant, QString program, std::chrono::milliseconds timeout)
    : ToolSource(std::move(tenant), std::move(program), timeout, readAzureCliReply)
{
}

QString AzureCliSource::name() const
{
    return u"Azure CLI"_s;
}

Result<QStringList, SourceFailure> AzureCliSource::argumentsFor(const TokenQuery &query,
                                                                const QString &tenant) const
{
    if (!query.claims.isEmpty())
        return SourceFailure::unavailable(
            u"the service asks for more: run “az login --claims-challenge %1 --scope %2”"_s.arg(
                QString::fromLatin1(query.claims.toBase64()), query.scope()));
    QStringList arguments{u"account"_s,   u"get-access-token"_s, u"--resource"_s,
                          query.audience, u"--output"_s,         u"json"_s};
    if (!tenant.isEmpty())
        arguments << u"--tenant"_s << tenant;
    return arguments;
}

} // namespace sessionbook
