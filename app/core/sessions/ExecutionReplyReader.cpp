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

/// A word, or the exit code of a command: as text (PROTOCOL §10), or beside the word as the bare
/// container has it.
bool readStatus(const QJsonObject &resource, ExecutionReply &reply)
{
    const QJsonValue value = resource.value("status"_L1);
    bool isNumber = value.isDouble();
    const int code = isNumber ? value.toInt() : value.toString().toInt(&isNumber);
    if (isNumber) {
        reply.exitCode = code;
        reply.status = code == 0 ? ExecutionStatus::Succeeded : ExecutionStatus::Failed;
        return true;
    }
    const auto status = statusOf(value.toString());
    if (!status)
        return false;
    reply.status = *status;
    if (const QJsonValue exitCode = resource.value("exitCode"_L1); exitCode.isDouble())
        reply.exitCode = exitCode.toInt();
    return true;
}

void readOutputs(const QJsonObject &outputs, ExecutionReply &reply)
{
    reply.standardOutput = outputs.value("stdout"_L1).toString();
    reply.standardError = outputs.value("stderr"_L1).toString();
    reply.executionTimeMs = outputs.value("executionTimeInMilliseconds"_L1).toInteger();
}

/// The generations before 2024-10-02, in which the value had two names (PROTOCOL §3).
Result<ExecutionReply, RestError> readWrapped(const QJsonObject &properties)
{
    ExecutionReply reply;
    if (!readStatus(properties, reply))
        return notAReply(u"an execution without a known status"_s);
    readOutputs(properties, reply);
    const QJsonValue value = properties.value("result"_L1);
    reply.result = value.isUndefined() ? properties.value("executionResult"_L1) : value;
    return reply;
}

} // namespace

Result<ExecutionReply, RestError> readExecutionReply(const QJsonObject &resource)
{
    const QJsonValue properties = resource.value("properties"_L1);
    if (properties.isObject() && !resource.contains("status"_L1))
        return readWrapped(properties.toObject());
    ExecutionReply reply;
    if (!readStatus(resource, reply))
        return notAReply(u"an execution without a known status"_s);
    reply.id = resource.value("id"_L1).toString();

    const QJsonObject result = resource.value("result"_L1).toObject();
    readOutputs(result, reply);
    reply.result = result.value("executionResult"_L1);

    const QJsonValue error = resource.value("error"_L1);
    if (error.isObject()) {
        const ServiceError service = readServiceError(error.toObject());
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
