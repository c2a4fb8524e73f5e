#include "support/ScriptedArm.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray errorBody(const QString &code, const QString &message)
{
    return json({{u"error"_s,
                  QJsonObject{{u"code"_s, code},
                              {u"message"_s, message},
                              {u"target"_s, QJsonValue::Null},
                              {u"details"_s, QJsonArray()}}}});
}

QUrl urlOf(const ReceivedRequest &request)
{
    return QUrl::fromEncoded("http://arm" + request.target);
}

QJsonObject inState(QJsonObject resource, const QString &state)
{
    QJsonObject properties = resource["properties"_L1].toObject();
    properties["provisioningState"_L1] = state;
    resource["properties"_L1] = properties;
    return resource;
}

} // namespace

ScriptedArm::ScriptedArm()
{
    m_server.answerOthers([this](const ReceivedRequest &request) {
        const Answer answer = answerTo(request);
        return ScriptedServer::answer(answer.status, answer.body, answer.headers);
    });
}

QUrl ScriptedArm::base() const
{
    QUrl url = m_server.endpoint();
    url.setPath({});
    return url;
}

QString ScriptedArm::addSubscription(const QString &name, const QString &state)
{
    const QString id
        = u"abcdef00-0000-0000-0000-%1"_s.arg(int(m_subscriptions.size()) + 1, 12, 10, QChar(u'0'));
    m_subscriptions.append({{u"id"_s, u"/subscriptions/"_s + id},
                            {u"subscriptionId"_s, id},
                            {u"tenantId"_s, u"11111111-1111-1111-1111-111111111111"_s},
                            {u"displayName"_s, name},
                            {u"state"_s, state}});
    return id;
}

void ScriptedArm::addTenant(const QString &id, const QString &name)
{
    m_tenants.append({{u"tenantId"_s, id}, {u"displayName"_s, name}});
}

void ScriptedArm::addGroup(const QString &subscription, const QString &name, const QString &region)
{
    const QString id = u"/subscriptions/%1/resourceGroups/%2"_s.arg(subscription, name);
    m_resources.insert(
        id.toLower(),
        inState({{u"id"_s, id}, {u"name"_s, name}, {u"location"_s, region}}, u"Succeeded"_s));
}

QString ScriptedArm::addPool(const QString &subscription, const QString &group, const QString &name,
                             Shape shape)
{
    const QString id
        = u"/subscriptions/%1/resourceGroups/%2/providers/Microsoft.App/sessionPools/%3"_s.arg(
            subscription, group, name);
    QString endpoint = u"https://northcentralus.dynamicsessions.io/subscriptions/%1/"
                       "resourceGroups/%2/sessionPools/%3"_s.arg(subscription, group, name);
    if (sessionsInUse >= 0)
        endpoint = base().toString() + u"/pools/"_s + name;
    QJsonObject dynamic{{u"executionType"_s, u"Timed"_s}, {u"cooldownPeriodInSeconds"_s, 300}};
    if (shape == Shape::Stable2025)
        dynamic = {
            {u"lifecycleConfiguration"_s,
             QJsonObject{{u"lifecycleType"_s, u"Timed"_s}, {u"cooldownPeriodInSeconds"_s, 300}}}};
    m_resources.insert(
        id.toLower(),
        {{u"id"_s, id},
         {u"name"_s, name},
         {u"type"_s, u"Microsoft.App/sessionpools"_s},
         {u"location"_s, u"North Central US"_s},
         {u"properties"_s,
          QJsonObject{
              {u"environmentId"_s, QJsonValue::Null},
              {u"poolManagementType"_s, u"Dynamic"_s},
              {u"containerType"_s, u"PythonLTS"_s},
              {u"scaleConfiguration"_s, QJsonObject{{u"maxConcurrentSessions"_s, 10}}},
              {u"dynamicPoolConfiguration"_s, dynamic},
              {u"sessionNetworkConfiguration"_s, QJsonObject{{u"status"_s, u"EgressDisabled"_s}}},
              {u"provisioningState"_s, u"Succeeded"_s},
              {u"poolManagementEndpoint"_s, endpoint}}}});
    return id;
}

void ScriptedArm::failAt(const QString &request, const Fault &fault)
{
    m_faults.insert(request, fault);
}

QJsonObject ScriptedArm::resource(const QString &id) const
{
    return m_resources.value(id.toLower());
}

void ScriptedArm::setResource(const QString &id, const QJsonObject &object)
{
    m_resources.insert(id.toLower(), object);
}

QStringList ScriptedArm::requests() const
{
    QStringList all;
    for (const ReceivedRequest &request : m_server.received())
        all += QString::fromLatin1(request.verb) + u' ' + urlOf(request).path();
    return all;
}

ScriptedArm::Answer ScriptedArm::answerTo(const ReceivedRequest &request)
{
    const QString path = urlOf(request).path();
    const QString line = QString::fromLatin1(request.verb) + u' ' + path;
    for (auto it = m_faults.begin(); it != m_faults.end(); ++it) {
        if (!line.startsWith(it.key(), Qt::CaseInsensitive) || it->times == 0)
            continue;
        --it->times;
        return {it->status, it->body.isEmpty() ? errorBody(it->code, it->message) : it->body,
                it->headers};
    }
    if (!request.headers.value("authorization").startsWith("Bearer "))
        return {401, {}};
    if (!QUrlQuery(urlOf(request)).hasQueryItem(u"api-version"_s))
        return {400, errorBody(u"MissingApiVersionParameter"_s, u"no api-version"_s)};
    if (request.verb == "PUT")
        return put(path, request.body);
    if (request.verb == "DELETE")
        return remove(path);
    if (path.endsWith("/listSessions"_L1))
        return sessions();
    if (path == "/operations/1"_L1)
        return operationState();
    if (path.endsWith("/register"_L1)) {
        m_pollsLeft = polls;
        m_underWay = u"provider"_s;
        return {200, json({{u"registrationState"_s, u"Registering"_s}})};
    }
    if (path.endsWith("/providers/Microsoft.App"_L1)) {
        isRegistered = --m_pollsLeft < 0;
        return {200,
                json({{u"registrationState"_s, isRegistered ? u"Registered"_s : u"Registering"_s}}),
                "Retry-After: 0\r\n"};
    }
    if (path == "/tenants"_L1)
        return list(m_tenants, request);
    if (path == "/subscriptions"_L1)
        return list(m_subscriptions, request);
    QList<QJsonObject> found;
    const QString below = path.section(u'/', 0, 2).toLower() + u'/';
    const bool wantsPools = path.endsWith("/sessionPools"_L1);
    for (auto it = m_resources.cbegin(); it != m_resources.cend(); ++it) {
        if (it.key().startsWith(below) && it.key().contains("/sessionpools/"_L1) == wantsPools)
            found.append(*it);
    }
    if (wantsPools || path.endsWith("/resourcegroups"_L1))
        return list(found, request);
    const QJsonObject one = resource(path);
    return one.isEmpty() ? Answer{404, errorBody(u"ResourceNotFound"_s, u"not there"_s)}
                         : Answer{200, json(one)};
}

ScriptedArm::Answer ScriptedArm::list(const QList<QJsonObject> &objects,
                                      const ReceivedRequest &request) const
{
    const QUrl url = urlOf(request);
    const qsizetype first = QUrlQuery(url).queryItemValue(u"%24skiptoken"_s).toInt();
    QJsonArray page;
    for (const QJsonObject &object : objects.mid(first, pageSize))
        page.append(object);
    QJsonObject body{{u"value"_s, page}};
    if (first + pageSize < objects.size()) {
        QUrl next = base();
        if (!nextLinkHost.isEmpty())
            next = QUrl::fromEncoded(nextLinkHost);
        next.setPath(url.path());
        next.setQuery(u"api-version=2025-07-01&%24skiptoken=%1"_s.arg(first + pageSize));
        body["nextLink"_L1] = next.toString(QUrl::FullyEncoded);
    }
    return {200, json(body)};
}

ScriptedArm::Answer ScriptedArm::sessions() const
{
    QJsonArray all;
    for (int i = 0; i < sessionsInUse; ++i)
        all.append(QJsonObject{{u"identifier"_s, u"session-%1"_s.arg(i)},
                               {u"createdAt"_s, u"2026-01-02T03:04:05Z"_s},
                               {u"lastAccessedAt"_s, u"2026-01-02T03:04:05Z"_s},
                               {u"expireAt"_s, u"2026-01-02T03:14:05Z"_s}});
    return {200, json({{u"sessions"_s, all}})};
}

QByteArray ScriptedArm::operationHeader(const QByteArray &name) const
{
    return name + ": " + base().toEncoded() + "/operations/1?api-version=2025-07-01&t=a%2Bb\r\n"
        + "Retry-After: 0\r\n";
}

ScriptedArm::Answer ScriptedArm::put(const QString &path, const QByteArray &body)
{
    const bool isPool
        = path.contains("/sessionPools/"_L1) && !path.contains("/roleAssignments/"_L1);
    if (isPool && !isRegistered)
        return {
            409,
            errorBody(u"MissingSubscriptionRegistration"_s,
                      u"The subscription is not registered to use namespace 'Microsoft.App'."_s)};
    QJsonObject object = QJsonDocument::fromJson(body).object();
    object["id"_L1] = path;
    object["name"_L1] = path.section(u'/', -1);
    if (!isPool) {
        setResource(path, inState(object, u"Succeeded"_s));
        return {201, json(resource(path))};
    }
    object = inState(object, u"InProgress"_s);
    setResource(path, object);
    m_underWay = path;
    m_isRemoval = false;
    m_pollsLeft = polls;
    return {201, json(object), operationHeader("Azure-AsyncOperation")};
}

ScriptedArm::Answer ScriptedArm::remove(const QString &path)
{
    if (resource(path).isEmpty())
        return {204};
    m_underWay = path;
    m_isRemoval = true;
    m_pollsLeft = polls;
    return {202, {}, operationHeader("Location")};
}

ScriptedArm::Answer ScriptedArm::operationState()
{
    const bool isUnderWay = --m_pollsLeft >= 0;
    if (m_isRemoval) {
        if (isUnderWay)
            return {202, {}, operationHeader("Location")};
        m_resources.remove(m_underWay.toLower());
        return {200};
    }
    if (isUnderWay)
        return {200, json({{u"status"_s, u"InProgress"_s}}), "Retry-After: 0\r\n"};
    settle();
    QJsonObject body{{u"status"_s, outcome}};
    if (outcome != "Succeeded"_L1)
        body["error"_L1] = QJsonObject{
            {u"code"_s, failureCode},
            {u"message"_s, u"One or more errors occurred."_s},
            {u"details"_s, QJsonArray{QJsonObject{{u"message"_s, u"It could not be made."_s}}}}};
    return {200, json(body)};
}

void ScriptedArm::settle()
{
    QJsonObject object = inState(resource(m_underWay), outcome);
    QJsonObject properties = object["properties"_L1].toObject();
    const auto part = [this](int index) { return m_underWay.section(u'/', index, index); };
    properties["poolManagementEndpoint"_L1]
        = u"https://northcentralus.dynamicsessions.io/subscriptions/%1/resourceGroups/%2/sessionPools/%3"_s
              .arg(part(2), part(4), part(8));
    object["properties"_L1] = properties;
    setResource(m_underWay, object);
}

} // namespace sessionbook
