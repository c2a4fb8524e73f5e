#pragma once

#include "base/Result.h"
#include "base/Secret.h"
#include "credentials/SourceFailure.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>

class QObject;

namespace sessionbook {

/// A program that prints tokens, and how it is called; no shell reads the arguments.
struct ToolCommand
{
    QString program; ///< a name to be looked for on PATH, or a path
    QStringList arguments = {};
    std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

/// What it printed; the output may hold a token.
struct ToolResult
{
    int exitCode = 0;
    Secret output;
    QByteArray errors;
};

/// Runs it beside us, without a terminal, in a directory of the system's. When it takes longer than
/// its timeout or floods us, or when `context` is gone, it is killed together with what it started.
/// `callback` is called once, not after `context` was destroyed. Failures pass on: not installed,
/// too slow, crashed.
void runTool(const ToolCommand &command, QObject *context,
             std::function<void(Result<ToolResult, SourceFailure>)> callback);

} // namespace sessionbook
