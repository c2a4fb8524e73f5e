#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/tools/ToolRun.h"

namespace sessionbook {

/// What the developers' tools print, read. Pure. Failures pass on, never quote the output, which
/// may hold the token, and say what to do where that is known.
[[nodiscard]] CredentialSource::Answer readAzureCliReply(const ToolResult &result);
[[nodiscard]] CredentialSource::Answer readPowerShellReply(const ToolResult &result);
[[nodiscard]] CredentialSource::Answer readDeveloperCliReply(const ToolResult &result);

} // namespace sessionbook
