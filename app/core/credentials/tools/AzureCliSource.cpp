#include "credentials/tools/AzureCliSource.h"

#include "credentials/tools/ToolArguments.h"
#include "credentials/tools/ToolReplies.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

AzureCliSource::AzureCliSource(QString tenant, QString program, std::chrono::milliseconds timeout)
    : m_tenant(std::move(tenant))
    , m_program(std::move(program))
    , m_timeout(timeout)
{
}

QString AzureCliSource::name() const
{
    return u"Azure CLI"_s;
}

void AzureCliSource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    if (const auto problem = problemWithArguments(query.audience, m_tenant))
        return callback(*problem);
    if (!query.claims.isEmpty())
        return callback(SourceFailure::unavailable(
            u"the service asks for more: run “az login --claims-challenge %1 --scope %2”"_s.arg(
                QString::fromLatin1(query.claims.toBase64()), query.scope())));
    ToolCommand command{.program = m_program,
                        .arguments = {u"account"_s, u"get-access-token"_s, u"--resource"_s,
                                      query.audience, u"--output"_s, u"json"_s},
                        .timeout = m_timeout};
    if (!m_tenant.isEmpty())
        command.arguments << u"--tenant"_s << m_tenant;
    runTool(command, context, answerWith(readAzureCliReply, std::move(callback)));
}

} // namespace sessionbook
