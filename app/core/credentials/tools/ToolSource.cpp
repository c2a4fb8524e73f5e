#include "credentials/tools/ToolSource.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

ToolSource::ToolSource(QString tenant, QString program, std::chrono::milliseconds timeout,
                       Reader read)
    : m_tenant(std::move(tenant))
    , m_program(std::move(program))
    , m_timeout(timeout)
    , m_read(read)
{
}

void ToolSource::fetch(const TokenQuery &query, QObject *context, Callback callback)
{
    if (!isUsableAudience(query.audience))
        return callback(SourceFailure::unavailable(
            u"the audience holds characters that no audience has"_s, u"SignInAudience"_s));
    if (!m_tenant.isEmpty() && !isUsableTenant(m_tenant))
        return callback(SourceFailure::unavailable(
            u"the tenant is neither an identifier nor a domain"_s, u"SignInTenant"_s));
    const auto arguments = argumentsFor(query, m_tenant);
    if (!arguments)
        return callback(arguments.error());
    runTool({.program = m_program, .arguments = *arguments, .timeout = m_timeout}, context,
            [read = m_read,
             callback = std::move(callback)](const Result<ToolResult, SourceFailure> &result) {
                callback(result ? read(*result) : Answer(result.error()));
            });
}

} // namespace sessionbook
