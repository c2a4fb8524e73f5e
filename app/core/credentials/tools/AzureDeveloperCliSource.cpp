#include "credentials/tools/AzureDeveloperCliSource.h"

#include "credentials/tools/ToolArguments.h"
#include "credentials/tools/ToolReplies.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

AzureDeveloperCliSource::AzureDeveloperCliSource(QString tenant, QString program,
                                                 std::chrono::milliseconds timeout)
    : m_tenant(std::move(tenant))
    , m_program(std::move(program))
    , m_timeout(timeout)
{
}

QString AzureDeveloperCliSource::name() const
{
    return u"Azure Developer CLI"_s;
}

void AzureDeveloperCliSource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    if (const auto problem = problemWithArguments(query.audience, m_tenant))
        return callback(*problem);
    ToolCommand command{.program = m_program,
                        .arguments = {u"auth"_s, u"token"_s, u"--output"_s, u"json"_s,
                                      u"--no-prompt"_s, u"--scope"_s, query.scope()},
                        .timeout = m_timeout};
    if (!m_tenant.isEmpty())
        command.arguments << u"--tenant-id"_s << m_tenant;
    if (!query.claims.isEmpty())
        command.arguments << u"--claims"_s << QString::fromLatin1(query.claims.toBase64());
    runTool(command, context, answerWith(readDeveloperCliReply, std::move(callback)));
}

} // namespace sessionbook
