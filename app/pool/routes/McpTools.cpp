#include "McpTools.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr auto RunPython = "runPythonCodeInRemoteEnvironment"_L1;
constexpr auto RunShell = "runShellCommandInRemoteEnvironment"_L1;

QJsonObject tool(const QString &name, const QString &description, const QJsonObject &properties,
                 const QJsonArray &required)
{
    QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    if (!required.isEmpty())
        schema.insert("required"_L1, required);
    return {{u"name"_s, name}, {u"description"_s, description}, {u"inputSchema"_s, schema}};
}

QJsonObject text(const QString &description)
{
    return {{u"type"_s, u"string"_s}, {u"description"_s, description}};
}

QJsonObject environmentId()
{
    return text(u"The environmentId that launching gave."_s);
}

QJsonArray pythonTools()
{
    return {tool(u"launchPythonEnvironment"_s,
                 u"Gives the environmentId of a new, isolated Python environment."_s, {}, {}),
            tool(RunPython,
                 u"Runs Python code in an environment; its variables and its files in /mnt/data "
                 u"stay for the next call."_s,
                 {{u"environmentId"_s, environmentId()},
                  {u"pythonCode"_s, text(u"The code to run."_s)}},
                 {u"environmentId"_s, u"pythonCode"_s})};
}

QJsonArray shellTools()
{
    const QJsonObject words{{u"type"_s, u"array"_s},
                            {u"items"_s, QJsonObject{{u"type"_s, u"string"_s}}},
                            {u"description"_s,
                             u"A program and its arguments, run without a shell, instead of "
                             u"shellCommand."_s}};
    return {tool(u"launchShell"_s, u"Gives the environmentId of a new, isolated shell."_s, {}, {}),
            tool(RunShell,
                 u"Runs a command in an environment, in a new shell each time; files in /mnt/data "
                 u"and background processes stay for the next call."_s,
                 {{u"environmentId"_s, environmentId()},
                  {u"shellCommand"_s, text(u"The command line for bash."_s)},
                  {u"execCommandAndArgs"_s, words}},
                 {u"environmentId"_s})};
}

bool isLaunch(PoolType type, const QString &name)
{
    // The documentation's Python tutorial launches by launchShell, the service lists the other.
    return name == "launchShell"_L1
        || (type == PoolType::Python && name == "launchPythonEnvironment"_L1);
}

McpError invalid(const QString &message)
{
    return {McpError::InvalidParams, message};
}

Result<QJsonObject, McpError> pythonExecution(const QJsonObject &arguments)
{
    if (!arguments["pythonCode"_L1].isString())
        return invalid(u"The argument `pythonCode` must be a string."_s);
    return QJsonObject{{u"code"_s, arguments["pythonCode"_L1]}};
}

QJsonObject shellExecution(const QJsonObject &arguments)
{
    QJsonObject execution;
    for (const auto name : {"shellCommand"_L1, "execCommandAndArgs"_L1}) {
        if (arguments.contains(name))
            execution.insert(name, arguments[name]);
    }
    return execution;
}

} // namespace

QJsonArray McpTools::list(PoolType type)
{
    return type == PoolType::Python ? pythonTools() : shellTools();
}

Result<McpToolCall, McpError> McpTools::read(PoolType type, const QJsonObject &params)
{
    const QString name = params["name"_L1].toString();
    const QJsonValue given = params["arguments"_L1];
    if (!given.isUndefined() && !given.isNull() && !given.isObject())
        return invalid(u"`arguments` must be an object."_s);
    if (isLaunch(type, name))
        return McpToolCall{.environmentId = {}, .execution = {}};
    if (name != (type == PoolType::Python ? RunPython : RunShell))
        return McpError{McpError::MethodNotFound, u"Unknown tool '%1'."_s.arg(name.left(128))};
    const QJsonObject arguments = given.toObject();
    if (!arguments["environmentId"_L1].isString())
        return invalid(u"The argument `environmentId` must be a string."_s);
    auto execution
        = type == PoolType::Python ? pythonExecution(arguments) : shellExecution(arguments);
    if (!execution)
        return execution.error();
    return McpToolCall{.action = McpToolCall::Action::Run,
                       .environmentId = arguments["environmentId"_L1].toString(),
                       .execution = std::move(*execution)};
}

} // namespace sessionbook
