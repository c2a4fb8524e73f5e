#include "support/FakeNetwork.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

QByteArray SentRequest::header(const QByteArray &name) const
{
    const auto found = std::ranges::find_if(headers, [&](const auto &header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->second;
}

int FakeNetwork::openReplies() const
{
    return static_cast<int>(std::ranges::count_if(
        m_replies, [](const auto &reply) { return reply && !reply->isFinished(); }));
}

void FakeNetwork::continueLast(const QByteArray &body)
{
    m_replies.last()->deliver(body);
}

void FakeNetwork::finishLast(QNetworkReply::NetworkError error)
{
    m_replies.last()->end(error);
}

QNetworkReply *FakeNetwork::createRequest(Operation operation, const QNetworkRequest &request,
                                          QIODevice *data)
{
    static const QHash<Operation, QByteArray> verbs{{GetOperation, "GET"},
                                                    {PostOperation, "POST"},
                                                    {PutOperation, "PUT"},
                                                    {DeleteOperation, "DELETE"}};
    SentRequest sent{
        .verb = verbs.value(operation), .url = request.url(), .body = {}, .headers = {}};
    if (data)
        sent.body = data->readAll();
    for (const QByteArray &name : request.rawHeaderList())
        sent.headers.append({name, request.rawHeader(name)});
    m_requests.append(sent);

    const FakeAnswer answer
        = m_answers.isEmpty() ? FakeAnswer{.status = 0, .staysOpen = true} : m_answers.takeFirst();
    auto *reply = new FakeReply(operation, request, answer, sent.body.size(), this);
    connect(reply, &FakeReply::aborted, this, [this] { ++m_aborted; });
    m_replies.append(reply);
    return reply;
}

FakeReply::FakeReply(QNetworkAccessManager::Operation operation, const QNetworkRequest &request,
                     const FakeAnswer &answer, qint64 sentBytes, QObject *parent)
    : QNetworkReply(parent)
{
    setOperation(operation);
    setRequest(request);
    setUrl(request.url());
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    QMetaObject::invokeMethod(
        this, [this, answer, sentBytes] { begin(answer, sentBytes); }, Qt::QueuedConnection);
}

void FakeReply::begin(const FakeAnswer &answer, qint64 sentBytes)
{
    if (isFinished())
        return;
    if (sentBytes > 0)
        emit uploadProgress(sentBytes, sentBytes);
    if (answer.status != 0) {
        setAttribute(QNetworkRequest::HttpStatusCodeAttribute, answer.status);
        for (const auto &[name, value] : answer.headers)
            setRawHeader(name, value);
        emit metaDataChanged();
    }
    if (!answer.body.isEmpty())
        deliver(answer.body);
    if (!answer.staysOpen)
        end(answer.error);
}

void FakeReply::deliver(const QByteArray &bytes)
{
    m_buffer += bytes;
    emit readyRead();
}

void FakeReply::end(NetworkError error)
{
    if (isFinished())
        return;
    setFinished(true);
    if (error != NoError)
        setError(error, u"scripted"_s);
    emit finished();
}

void FakeReply::abort()
{
    if (isFinished())
        return;
    emit aborted();
    end(OperationCanceledError);
}

qint64 FakeReply::readData(char *data, qint64 maxSize)
{
    const qint64 count = std::min<qint64>(maxSize, m_buffer.size());
    std::copy_n(m_buffer.constData(), count, data);
    m_buffer.remove(0, count);
    return count;
}

} // namespace sessionbook
