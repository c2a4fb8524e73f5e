#include "McpRoutes.h"

#include "pool/http/ConstantTime.h"
#include "pool/http/RequestGuard.h"

#include <QJsonDocument>
#include <QUuid>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

McpError invalid(const QString &message)
{
    return {McpError::InvalidParams, message};
}

McpError poolFailed(const ApiError &error)
{
    return {McpError::PoolFailed, error.code + ": "_L1 + error.message};
}

QJsonObject contentOf(const QString &environment, const ExecutionRecord &record)
{
    const QJsonObject json = record.toJson();
    QJsonObject content = json["result"_L1].toObject();
    content.insert("environmentId"_L1, environment);
    content.insert("status"_L1, json["status"_L1]);
    if (json.contains("error"_L1))
        content.insert("error"_L1, json["error"_L1]["error"_L1]);
    return content;
}

} // namespace

McpRoutes::McpRoutes(SessionRegistry &registry, PoolType type, const ApiHabits &habits, Secret key)
    : m_registry(registry)
    , m_type(type)
    , m_longest(habits.longestExecution)
    , m_key(std::move(key))
    , m_protocol(type, [this](const McpToolCall &call) -> Content {
        if (call.action == McpToolCall::Action::Launch)
            return QJsonObject{{u"environmentId"_s, m_launched.launch()}};
        return run(call);
    })
{
}

bool McpRoutes::hasKey(const httplib::Request &request) const
{
    return request.get_header_value_count("x-ms-apikey") == 1
        && equalsInConstantTime(QByteArray::fromStdString(request.get_header_value("x-ms-apikey")),
                                m_key);
}

void McpRoutes::answer(const ApiCall &call, const QByteArray &body) const
{
    const McpReply reply = m_protocol.answer(body);
    if (reply.body.isEmpty())
        return call.answerEmpty(reply.status);
    call.answerJson(reply.status, reply.body.toStdString());
}

McpRoutes::Content McpRoutes::run(const McpToolCall &call)
{
    // Both errors have a word by which clients know that they have to launch anew (PROTOCOL §11).
    const QString &environment = call.environmentId;
    if (!isValidSessionIdentifier(environment))
        return invalid(
            u"InvalidLengthOfSessionIdentifier: the environmentId is invalid; it has 4 to "
            "128 letters, digits or signs."_s);
    const auto request = ExecutionRequest::fromJson(QJsonDocument(call.execution).toJson(), m_type);
    if (!request)
        return invalid(request.error().message);
    if (!m_launched.contains(environment) && !m_registry.find(environment))
        return invalid(u"Environment not found: launch one first. It may have ended."_s);
    return runIn(environment, *request);
}

McpRoutes::Content McpRoutes::runIn(const QString &environment, const ExecutionRequest &request)
{
    const auto session = m_registry.session(environment);
    if (!session)
        return poolFailed(session.error());
    m_launched.begin(environment);
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (const auto enrolled = (*session)->enroll(id, request); !enrolled)
        return poolFailed(enrolled.error());
    const auto record = (*session)->run(id, request, request.timeoutWithin(m_longest), nullptr);
    if (!record)
        return poolFailed(record.error());
    return contentOf(environment, *record);
}

} // namespace sessionbook
