#include "McpProtocol.h"

#include "McpTools.h"

#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QJsonObject envelope(const QJsonValue &id)
{
    return {{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, id}};
}

QJsonObject errorAnswer(const QJsonValue &id, const McpError &error)
{
    QJsonObject answer = envelope(id);
    answer.insert("error"_L1, QJsonObject{{u"code"_s, error.code}, {u"message"_s, error.message}});
    return answer;
}

QJsonObject invalidRequest(const QString &message)
{
    return errorAnswer(QJsonValue::Null, {McpError::InvalidRequest, message});
}

QByteArray refusal(const McpError &error)
{
    return QJsonDocument(errorAnswer(QJsonValue::Null, error)).toJson(QJsonDocument::Compact);
}

bool isResponse(const QJsonObject &message)
{
    return !message.contains("method"_L1)
        && (message.contains("result"_L1) || message.contains("error"_L1));
}

bool isInitialize(const QJsonValue &message)
{
    return message["method"_L1] == "initialize"_L1;
}

QJsonObject initialization()
{
    return {{u"protocolVersion"_s, u"2025-03-26"_s},
            {u"capabilities"_s,
             QJsonObject{{u"tools"_s, QJsonObject{{u"call"_s, true}, {u"list"_s, true}}}}},
            {u"serverInfo"_s,
             QJsonObject{{u"name"_s, u"Microsoft Container Apps MCP Server"_s},
                         {u"version"_s, QStringLiteral(SESSIONBOOK_VERSION)}}}};
}

/// Pictures are content of their own; as text they would fill a language model's memory.
QJsonObject withoutPicture(const QJsonObject &content)
{
    QJsonObject result = content["executionResult"_L1].toObject();
    if (!result.contains("base64_data"_L1))
        return content;
    result.remove("base64_data"_L1);
    QJsonObject copy = content;
    copy.insert("executionResult"_L1, result);
    return copy;
}

} // namespace

McpProtocol::McpProtocol(PoolType type, CallTool callTool)
    : m_type(type)
    , m_callTool(std::move(callTool))
{
}

McpReply McpProtocol::answer(const QByteArray &body) const
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parseError);
    if (document.isNull())
        return {400,
                refusal({McpError::ParseError,
                         u"The body is not JSON (%1 at byte %2)."_s.arg(parseError.errorString())
                             .arg(parseError.offset)})};
    if (document.isObject()) {
        const QJsonObject answer = answerTo(document.object());
        if (answer.isEmpty())
            return {202, {}};
        return {200, QJsonDocument(answer).toJson(QJsonDocument::Compact)};
    }
    const QJsonArray messages = document.array();
    if (messages.isEmpty() || messages.size() > MaxBatch)
        return {400,
                refusal({McpError::InvalidRequest,
                         u"A batch holds 1 to %1 messages."_s.arg(MaxBatch)})};
    const QJsonArray answers = answersOf(messages);
    if (answers.isEmpty())
        return {202, {}};
    return {200, QJsonDocument(answers).toJson(QJsonDocument::Compact)};
}

QJsonArray McpProtocol::answersOf(const QJsonArray &messages) const
{
    QJsonArray answers;
    for (const QJsonValue &message : messages) {
        const QJsonObject answer = isInitialize(message)
            ? invalidRequest(u"`initialize` must not be part of a batch."_s)
            : answerTo(message);
        if (!answer.isEmpty())
            answers.append(answer);
    }
    return answers;
}

/// Empty when the message wants no answer.
QJsonObject McpProtocol::answerTo(const QJsonValue &value) const
{
    const QJsonObject message = value.toObject();
    const QJsonValue id = message["id"_L1];
    if (message["jsonrpc"_L1] != "2.0"_L1)
        return invalidRequest(u"A message is an object with `jsonrpc` \"2.0\"."_s);
    if (isResponse(message))
        return {};
    if (!message["method"_L1].isString())
        return invalidRequest(u"`method` must be a string."_s);
    if (id.isUndefined())
        return {};
    if (!id.isString() && !id.isDouble())
        return invalidRequest(u"`id` must be a string or a number."_s);
    const QJsonValue params = message["params"_L1];
    if (!params.isUndefined() && !params.isNull() && !params.isObject())
        return errorAnswer(id, {McpError::InvalidParams, u"`params` must be an object."_s});
    const Answer result = perform(message["method"_L1].toString(), params.toObject());
    if (!result)
        return errorAnswer(id, result.error());
    QJsonObject answer = envelope(id);
    answer.insert("result"_L1, *result);
    return answer;
}

McpProtocol::Answer McpProtocol::perform(const QString &method, const QJsonObject &params) const
{
    if (method == "initialize"_L1)
        return initialization();
    if (method == "ping"_L1)
        return QJsonObject();
    if (method == "tools/list"_L1)
        return QJsonObject{{u"tools"_s, McpTools::list(m_type)}};
    if (method == "tools/call"_L1)
        return call(params);
    return McpError{McpError::MethodNotFound, u"Unknown method '%1'."_s.arg(method.left(128))};
}

McpProtocol::Answer McpProtocol::call(const QJsonObject &params) const
{
    const auto toolCall = McpTools::read(m_type, params);
    if (!toolCall)
        return toolCall.error();
    const auto content = m_callTool(*toolCall);
    if (!content)
        return content.error();
    return mcpToolResult(*content);
}

QJsonObject mcpToolResult(const QJsonObject &structuredContent)
{
    const QByteArray text
        = QJsonDocument(withoutPicture(structuredContent)).toJson(QJsonDocument::Compact);
    QJsonArray content{QJsonObject{{u"type"_s, u"text"_s}, {u"text"_s, QString::fromUtf8(text)}}};
    const QJsonObject picture = structuredContent["executionResult"_L1].toObject();
    if (picture["base64_data"_L1].isString())
        content.append(QJsonObject{
            {u"type"_s, u"image"_s},
            {u"data"_s, picture["base64_data"_L1]},
            {u"mimeType"_s, QString(u"image/"_s + picture["format"_L1].toString(u"png"_s))}});
    return {{u"content"_s, content},
            {u"structuredContent"_s, structuredContent},
            {u"isError"_s, structuredContent.contains("error"_L1)}};
}

} // namespace sessionbook
