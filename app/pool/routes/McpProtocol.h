#pragma once

#include "pool/sessions/PoolType.h"

#include "base/Result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>

#include <functional>

namespace sessionbook {

/// A JSON-RPC error.
struct McpError
{
    static constexpr int ParseError = -32700;
    static constexpr int InvalidRequest = -32600;
    static constexpr int MethodNotFound = -32601;
    static constexpr int InvalidParams = -32602;
    static constexpr int PoolFailed = -32000; ///< the request was right, the pool could not

    int code = InvalidRequest;
    QString message;
};

/// A checked call of a tool.
struct McpToolCall
{
    enum class Action { Launch, Run };

    Action action = Action::Launch;
    QString environmentId; ///< of Run, any text
    QJsonObject execution; ///< of Run: what POST executions would be sent
};

/// The answer to one POST.
struct McpReply
{
    int status = 200;
    QByteArray body; ///< empty when only notifications came
};

/// The Model Context Protocol, revision 2025-03-26, as the service's pools speak it: JSON-RPC in,
/// calls of tools out, answers back (PROTOCOL §11).
///
/// Knows nothing of HTTP and of sessions; what a tool does is `callTool`'s. It blocks as long as
/// that does. Usable from any thread when `callTool` is.
class McpProtocol
{
public:
    static constexpr qsizetype MaxBatch = 100;
    /// Gives the structuredContent.
    using CallTool = std::function<Result<QJsonObject, McpError>(const McpToolCall &)>;

    McpProtocol(PoolType type, CallTool callTool);

    /// `body` is one message or a batch of them.
    [[nodiscard]] McpReply answer(const QByteArray &body) const;

private:
    using Answer = Result<QJsonObject, McpError>;
    [[nodiscard]] QJsonArray answersOf(const QJsonArray &messages) const;
    [[nodiscard]] QJsonObject answerTo(const QJsonValue &message) const;
    [[nodiscard]] Answer perform(const QString &method, const QJsonObject &params) const;
    [[nodiscard]] Answer call(const QJsonObject &params) const;

    PoolType m_type;
    CallTool m_callTool;
};

/// What tools/call answers: the content itself and its copy as text, a picture as a picture.
[[nodiscard]] QJsonObject mcpToolResult(const QJsonObject &structuredContent);

} // namespace sessionbook
