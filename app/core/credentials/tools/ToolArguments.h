#pragma once

#include "credentials/CredentialSource.h"
#include "credentials/tools/ToolRun.h"

#include <optional>

namespace sessionbook {

/// Why they may not be a tool's arguments; `tenant` may be empty. They come from a settings file.
[[nodiscard]] std::optional<SourceFailure> problemWithArguments(const QString &audience,
                                                                const QString &tenant);

/// For runTool(): reads what the tool printed and hands it on.
[[nodiscard]] std::function<void(Result<ToolResult, SourceFailure>)>
answerWith(CredentialSource::Answer (*read)(const ToolResult &),
           CredentialSource::Callback callback);

} // namespace sessionbook
