#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/tools/ToolRun.h"

namespace sessionbook {

/// Asks a developers' tool, with which somebody has signed in, to print a token. Every failure
/// passes on: not installed, not signed in, too slow, no usable answer, a tenant or an audience
/// that may be no argument (they come from a settings file).
class ToolSource : public CredentialSource
{
public:
    void fetch(const TokenQuery &query, QObject *context, Callback callback) final;

protected:
    using Reader = Answer (*)(const ToolResult &);

    /// `tenant` empty: the tool's own. `read` reads what it printed.
    ToolSource(QString tenant, QString program, std::chrono::milliseconds timeout, Reader read);

private:
    /// How the tool is called, or why it cannot be asked for that. The audience is usable
    /// (TokenQuery.h), and so is the tenant unless it is empty.
    [[nodiscard]] virtual Result<QStringList, SourceFailure>
    argumentsFor(const TokenQuery &query, const QString &tenant) const = 0;

    QString m_tenant;
    QString m_program;
    std::chrono::milliseconds m_timeout;
    Reader m_read;
};

} // namespace sessionbook
