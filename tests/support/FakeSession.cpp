#include "support/FakeSession.h"

#include "support/FakeTokens.h"

#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

struct FakeSession::Parts
{
    explicit Parts(Clock &clock)
        : rest(QUrl(u"http://127.0.0.1:1/pool"_s), network, tokens, clock)
    {
    }

    HeldNetwork network;
    FakeTokens tokens;
    RestClient rest;
};

HeldReply::HeldReply(const QNetworkRequest &request, QNetworkAccessManager::Operation operation,
                     QObject *parent)
    : QNetworkReply(parent)
{
    setRequest(request);
    setUrl(request.url());
    setOperation(operation);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

void HeldReply::begin(int httpStatus, const QByteArray &contentType)
{
    m_hasBegun = true;
    setAttribute(QNetworkRequest::HttpStatusCodeAttribute, httpStatus);
    setRawHeader("Content-Type", contentType);
    if (httpStatus >= 400)
        setError(httpStatus == 404 ? ContentNotFoundError : UnknownServerError, u"HTTP"_s);
    emit metaDataChanged();
}

void HeldReply::feed(const QByteArray &bytes)
{
    m_unread += bytes;
    emit readyRead();
}

void HeldReply::end()
{
    setFinished(true);
    emit finished();
}

void HeldReply::failWith(NetworkError error)
{
    setError(error, u"failed by the test"_s);
    end();
}

void HeldReply::abort()
{
    if (isFinished())
        return;
    setError(OperationCanceledError, u"aborted"_s);
    end();
}

qint64 HeldReply::readData(char *data, qint64 maximum)
{
    const qint64 size = std::min<qint64>(maximum, m_unread.size());
    std::copy_n(m_unread.constData(), size, data);
    m_unread.remove(0, size);
    return size == 0 && isFinished() ? -1 : size;
}

QNetworkReply *HeldNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                          QIODevice *body)
{
    auto *reply = new HeldReply(request, operation, this);
    const QByteArray text = body ? body->readAll() : QByteArray();
    requests.append({.path = request.url().path(),
                     .operationId = request.rawHeader("operation-id"),
                     .body = QJsonDocument::fromJson(text).object(),
                     .reply = reply});
    return reply;
}

FakeSession::FakeSession(Clock &clock, const PoolAbilities &abilities)
    : FakeSession(std::make_shared<Parts>(clock), abilities)
{
}

FakeSession::FakeSession(std::shared_ptr<Parts> parts, const PoolAbilities &abilities)
    : SessionClient(parts->rest, newIdentifier())
    , m_parts(std::move(parts))
{
    setAbilities(abilities);
}

QList<HeldRequest> FakeSession::requestsTo(QStringView pathEnd) const
{
    QList<HeldRequest> found;
    std::ranges::copy_if(
        m_parts->network.requests, std::back_inserter(found),
        [pathEnd](const HeldRequest &request) { return request.path.endsWith(pathEnd); });
    return found;
}

QStringList FakeSession::executedSources() const
{
    QStringList sources;
    for (const HeldRequest &request : requestsTo(u"/executions"))
        sources.append(request.body["code"_L1].toString());
    return sources;
}

QStringList FakeSession::cancelledIds() const
{
    QStringList ids;
    for (const HeldRequest &request : requestsTo(u"/cancel"))
        ids.append(request.path.section(u'/', -2, -2));
    return ids;
}

QString FakeSession::lastOperationId() const
{
    return QString::fromLatin1(executions().constLast().operationId);
}

HeldReply *FakeSession::current() const
{
    const QList<HeldRequest> all = executions();
    if (all.isEmpty() || !all.last().reply)
        qFatal("No execution waits for an answer.");
    return all.last().reply;
}

void FakeSession::send(const QJsonObject &message)
{
    if (!current()->hasBegun())
        current()->begin(200, "application/x-ndjson");
    current()->feed(QJsonDocument(message).toJson(QJsonDocument::Compact) + '\n');
}

void FakeSession::sendText(const QString &text, const QString &stream)
{
    send({{u"type"_s, u"stream"_s}, {u"name"_s, stream}, {u"text"_s, text}});
}

void FakeSession::reply(const QString &status, QJsonObject fields)
{
    fields.insert(u"id"_s, lastOperationId());
    fields.insert(u"status"_s, status);
    if (abilities().stream) {
        fields.insert(u"type"_s, u"reply"_s);
        send(fields);
    } else {
        current()->begin(200, "application/json");
        current()->feed(QJsonDocument(fields).toJson());
    }
    current()->end();
}

void FakeSession::failWith(QNetworkReply::NetworkError error)
{
    current()->failWith(error);
}

void FakeSession::failWithHttp(int status)
{
    current()->begin(status, "application/json");
    if (status == 404) // as our pool says it; a 404 that names nothing is about other things
        current()->feed(R"({"error":{"code":"SessionNotFound","message":"It was deleted."}})");
    current()->end();
}

void FakeSession::answerCancel(int httpStatus)
{
    HeldReply *cancel = requestsTo(u"/cancel").constLast().reply;
    cancel->begin(httpStatus, "application/json");
    if (httpStatus == 404)
        cancel->feed(R"({"error":{"code":"ExecutionNotFound","message":"No execution."}})");
    cancel->end();
}

} // namespace sessionbook
