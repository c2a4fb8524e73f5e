// What a request brings besides a file: the body of an execution in every generation's shape or of
// a call over MCP, the path with its query, the headers that the guard reads; and the fault script.
// The first byte says which.
#include "pool/faults/FaultSchedule.h"
#include "pool/files/SessionDirectory.h"
#include "pool/http/ApiCall.h"
#include "pool/http/EntraAuthorizer.h"
#include "pool/http/HostRules.h"
#include "pool/http/RequestGuard.h"
#include "pool/http/TokenAuthorizer.h"
#include "pool/routes/LegacyShapes.h"
#include "pool/routes/McpProtocol.h"
#include "pool/sessions/ExecutionRecord.h"

#include "base/Clock.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void readExecution(const QByteArray &body)
{
    const QByteArray flat = LegacyShapes::flatRequest(body);
    for (const auto &[each, type] :
         {std::pair(body, PoolType::Python), {flat, PoolType::Python}, {body, PoolType::Shell}}) {
        const auto request = ExecutionRequest::fromJson(each, type);
        if (!request) {
            require(request.error().status >= 400 && request.error().status < 500);
            require(!request.error().code.isEmpty() && !request.error().message.isEmpty());
            continue;
        }
        require(request->size() <= each.size());
        require(request->command.has_value() == (type == PoolType::Shell));
        require(request->streamLength >= 0
                && request->streamLength <= ExecutionRequest::MaxStreamLength);
        require(!request->timeout || request->timeout->count() >= 1);
        ExecutionRecord record(u"id"_s, u"session"_s, *request);
        record.finish(ExecutionStatus::Succeeded, std::nullopt, 1);
        const QJsonObject json = record.toJson();
        for (const auto shape :
             {RoutePath::Shape::Flat, RoutePath::Shape::Wrapped, RoutePath::Shape::Values})
            require(!LegacyShapes::executionReply(json, shape).isEmpty());
    }
}

void readTarget(const QByteArray &target)
{
    httplib::Request request;
    request.target = target.toStdString();
    for (const char *method : {"GET", "POST", "DELETE"}) {
        request.method = method;
        httplib::Response response;
        const ApiCall call(request, response);
        require(call.route.name.size() <= target.size());
        require(!call.route.base.endsWith(u'/'));
        const auto identifier = call.identifier();
        require(!identifier || (identifier->size() >= 4 && identifier->size() <= 128));
        const auto path = sessionPath(call.parameter("path"_L1), call.route.name);
        if (!path)
            continue;
        require(!path->startsWith(u'/') && !path->contains(QChar(0)));
        for (const QString &part : path->split(u'/'))
            require(part != ".."_L1 && (part != "."_L1));
    }
}

void readHeaders(const QByteArray &header)
{
    static const TokenAuthorizer token(Secret("the-secret-token"_ba));
    require(token.challenge(header).has_value() || header.contains("the-secret-token"));
    static const SystemClock clock;
    static const EntraAuthorizer entra(clock);
    // What is wrong goes into a header of the reply: one line, and nothing of what was sent.
    const auto challenge = entra.challenge(header);
    require(!challenge || (challenge->startsWith("Bearer ") && !challenge->contains('\n')));

    static const HostRules hosts({u"pool.example"_s});
    const QByteArray lower = header.toLower();
    require(!hosts.acceptsHost(header) || lower.startsWith("localhost")
            || lower.startsWith("127.0.0.1") || lower.startsWith('[')
            || lower.startsWith("pool.example"));
    require(!HostRules::acceptsOrigin(header, "localhost:1") || header.isEmpty()
            || lower == "http://localhost:1" || lower == "https://localhost:1");
    require(!isValidOperationId(QString::fromLatin1(header)) || !header.contains('\n'));
}

void readMcp(const QByteArray &body)
{
    for (const PoolType type : {PoolType::Python, PoolType::Shell}) {
        const McpProtocol protocol(type, [](const McpToolCall &call) {
            return QJsonObject{{u"environmentId"_s, call.environmentId}};
        });
        const McpReply reply = protocol.answer(body);
        require(reply.status >= 200 && reply.status < 500);
        require(reply.body.isEmpty() || !QJsonDocument::fromJson(reply.body).isNull());
    }
}

void readFaults(const QByteArray &bytes)
{
    auto script = FaultScript::fromJson(bytes);
    if (!script)
        return require(!script.error().detail.isEmpty());
    require(script->rules.size() <= FaultScript::MaxRules && script->clock > 0);
    for (const FaultRule &rule : script->rules) {
        require(rule.match.every >= 1 && rule.match.from >= 1);
        require(rule.match.probability >= 0 && rule.match.probability <= 1);
        require(!nameOf(rule.action).isEmpty());
        // Whoever writes a script may write a pattern that never ends.
        if (rule.match.path || rule.match.identifier)
            return;
    }
    FaultSchedule schedule(*script);
    for (int i = 0; i < 3; ++i)
        (void)schedule.next(
            {.method = u"GET"_s, .route = {}, .path = u"/files"_s, .identifier = {}});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray rest(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    switch (data[0]) {
    case 'e':
        readExecution(rest);
        break;
    case 't':
        readTarget(rest);
        break;
    case 'h':
        readHeaders(rest);
        break;
    case 'm':
        readMcp(rest);
        break;
    case 'f':
        readFaults(rest);
        break;
    default:
        break;
    }
    return 0;
}
