#include "sessions/ExecutionReplyReader.h"

#include "rest/ReplyError.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

std::optional<ExecutionStatus> statusOf(const QString &word)
{
    static const QHash<QString, ExecutionStatus> words{
        {u"notstarted"_s, ExecutionStatus::NotStarted}, {u"running"_s, ExecutionStatus::Running},
        {u"succeeded"_s, ExecutionStatus::Succeeded},   {u"success"_s, ExecutionStatus::Succeeded},
        {u"failed"_s, ExecutionStatus::Failed},         {u"failure"_s, ExecutionStatus::Failed},
        {u"canceled"_s, ExecutionStatus::Canceled},     {u"cancelled"_s, ExecutionStatus::Canceled},
    };
    const auto found = words.constFind(word.toLower());
    return found == words.constEnd() ? std::nullopt : std::optional(*found);
}

RestError notAReply(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

} // namespace

Result<ExecutionReply, RestError> readExecutionReply(const QJsonObject &resource)
{
    const auto status = statusOf(resource.value("status"_L1).toString());
    if (!status)
        return notAReply(u"an execution without a known status"_s);
    ExecutionReply reply;
    reply.id = resource.value("id"_L1).toString();
    reply.status = *status;

    const QJsonObject result = resource.value("result"_L1).toObject();
    reply.standardOutput = result.value("stdout"_L1).toString();
    reply.standardError = result.value("stderr"_L1).toString();
    reply.result = result.value("executionResult"_L1);
    reply.executionTimeMs = result.value("executionTimeInMilliseconds"_L1).toInteger();

    const QJsonValue error = resource.value("error"_L1);
    if (error.isObject()) {
        const ServiceError service = readServiceError(QJsonDocument(error.toObject()).toJson());
        reply.errorCode = service.code;
        reply.errorMessage = service.message;
    }
    if (const QJsonValue count = resource.value("executionCount"_L1); count.isDouble())
        reply.executionCount = count.toInt();
    reply.kernelRestarted = resource.value("kernelRestarted"_L1).toBool();
    return reply;
}

Result<ExecutionReply, RestError> readExecutionReply(const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject())
        return notAReply(u"the reply is not a JSON object"_s);
    return readExecutionReply(document.object());
}

bool isFinal(ExecutionStatus status)
{
    return status != ExecutionStatus::NotStarted && status != ExecutionStatus::Running;
}

} // namespace sessionbook
