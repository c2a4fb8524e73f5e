#include "azure/arm/ArmOperationJob.h"

#include "rest/ReplyError.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr int httpAccepted = 202;
constexpr std::chrono::milliseconds usualDelay = 2s;
constexpr std::chrono::milliseconds shortestDelay = 100ms;
constexpr std::chrono::milliseconds longestDelay = 60s;

bool isWord(const QString &text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

bool hasFailed(const QString &state)
{
    return isWord(state, "Failed"_L1) || isWord(state, "Canceled"_L1)
        || isWord(state, "Cancelled"_L1);
}

bool isDone(const QString &state)
{
    return state.isEmpty() || isWord(state, "Succeeded"_L1) || isWord(state, "Registered"_L1);
}

QUrl addressIn(const QNetworkReply &reply, const char *header)
{
    const QByteArray value = reply.rawHeader(header);
    return value.isEmpty() ? QUrl() : reply.url().resolved(QUrl::fromEncoded(value));
}

} // namespace

ArmOperationJob::ArmOperationJob(RestClient &client, Change change, QObject *parent)
    : ArmJob(client, parent)
    , m_change(std::move(change))
{
}

Result<QJsonObject, RestError> ArmOperationJob::result() const
{
    const auto done = outcome();
    if (!done)
        return done.error();
    return m_object;
}

Result<RestJob::Request, RestError> ArmOperationJob::request()
{
    if (m_step == Step::Send)
        return armRequest(m_change.verb, m_change.path, m_change.apiVersion, m_change.json);
    const QString path = m_change.statePath.isEmpty() ? m_change.path : m_change.statePath;
    Request request = armRequest("GET", path, m_change.apiVersion);
    if (m_step != Step::AskResource)
        request.url = m_statusUrl;
    return request;
}

std::optional<RestError> ArmOperationJob::replyFinished(QNetworkReply &reply,
                                                        const QByteArray &body)
{
    const auto object = readObject(body);
    if (!object)
        return object.error();
    m_object = *object;
    const bool isAccepted = httpStatusOf(reply) == httpAccepted;
    switch (m_step) {
    case Step::Send:
        return sent(reply);
    case Step::AskLocation:
        if (isAccepted && m_object.isEmpty())
            return waitAt(Step::AskLocation, reply);
        break;
    case Step::AskOperation:
        if (stateOf(m_object).isEmpty())
            return invalidArmReply(u"an operation without a status"_s);
        break;
    case Step::AskResource:
        break;
    }
    return judge(stateOf(m_object), reply);
}

std::optional<RestError> ArmOperationJob::sent(QNetworkReply &reply)
{
    m_deadline = client().clock().monotonic() + longestWait;
    m_statusUrl = addressIn(reply, "Azure-AsyncOperation");
    if (!m_statusUrl.isEmpty())
        return waitAt(Step::AskOperation, reply);
    m_statusUrl = addressIn(reply, "Location");
    if (httpStatusOf(reply) == httpAccepted && !m_statusUrl.isEmpty())
        return waitAt(Step::AskLocation, reply);
    m_step = Step::AskResource;
    return judge(stateOf(m_object), reply);
}

std::optional<RestError> ArmOperationJob::judge(const QString &state, QNetworkReply &reply)
{
    if (hasFailed(state)) {
        const ServiceError error = readServiceError(m_object);
        return RestError{RestError::Kind::Conflict, 0, error.code,
                         error.message.isEmpty() ? state : error.message};
    }
    if (!isDone(state))
        return waitAt(m_step, reply);
    if (m_change.verb == "DELETE") {
        m_object = {};
        return std::nullopt;
    }
    // What an operation succeeded in is told by the resource alone.
    return m_step == Step::AskResource ? std::nullopt : waitAt(Step::AskResource, reply);
}

std::optional<RestError> ArmOperationJob::waitAt(Step step, QNetworkReply &reply)
{
    if (client().clock().monotonic() >= *m_deadline)
        return RestError{RestError::Kind::Timeout, 0, {}, u"the operation goes on"_s};
    const bool isFirst = m_step == Step::Send;
    const bool asksOther = m_step != step && !isFirst;
    m_step = step;
    const auto told = retryAfterOf(reply.rawHeader("Retry-After"), client().clock().now());
    const std::chrono::milliseconds delay = told
        ? std::clamp<std::chrono::milliseconds>(std::min(*told, 3600s), shortestDelay, longestDelay)
        : usualDelay;
    continueAfter(asksOther ? 0ms : delay);
    return std::nullopt;
}

QString ArmOperationJob::stateOf(const QJsonObject &object) const
{
    if (m_step == Step::AskOperation)
        return object.value("status"_L1).toString();
    const QString state
        = object.value("properties"_L1).toObject().value("provisioningState"_L1).toString();
    return state.isEmpty() ? object.value("registrationState"_L1).toString() : state;
}

} // namespace sessionbook
