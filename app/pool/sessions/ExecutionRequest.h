#pragma once

#include "pool/http/ApiError.h"
#include "pool/kernel/KernelKind.h"
#include "pool/kernel/WorkerProtocol.h"
#include "PoolType.h"

#include <chrono>
#include <optional>

namespace sessionbook {

/// The body of POST executions, checked.
struct ExecutionRequest
{
    static constexpr qint64 DefaultStreamLength = 4096;
    static constexpr qint64 MaxStreamLength = 16 * 1024 * 1024;

    QString code;
    std::optional<ShellCommand> command; ///< of shell pools, instead of code
    QString executionType; ///< as the caller wrote it: replies echo its casing
    KernelKind kernel = KernelKind::Synchronous;
    std::optional<std::chrono::seconds> timeout;
    qint64 streamLength
        = DefaultStreamLength; ///< characters kept of stdout and of stderr in the reply
    bool jupyterFormat = false;

    [[nodiscard]] static ApiResult<ExecutionRequest> fromJson(const QByteArray &body,
                                                              PoolType type = PoolType::Python);
    /// Its timeout, no longer than `longest`; zero stands for none.
    [[nodiscard]] std::chrono::seconds timeoutWithin(std::chrono::seconds longest) const;
    /// How much text somebody sent to be run, in characters.
    [[nodiscard]] qsizetype size() const;
};

} // namespace sessionbook
