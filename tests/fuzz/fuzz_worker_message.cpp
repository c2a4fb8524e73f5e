// What a hostile worker sends over its channel, in pieces of whatever size: the lines, the messages
// and the record that is kept of them. However it is cut up, it means the same, and what is kept
// stays within its bounds.
#include "pool/kernel/WorkerProtocol.h"
#include "pool/sessions/ExecutionRecord.h"

#include <QJsonDocument>

#include <cstdlib>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LineLimit = 2000;
constexpr qint64 StreamLength = 100;

void require(bool condition)
{
    if (!condition)
        std::abort();
}

QList<WorkerLineReader::Line> linesOf(const QByteArray &bytes, qsizetype piece)
{
    QList<WorkerLineReader::Line> lines;
    WorkerLineReader reader(LineLimit);
    for (qsizetype at = 0; at < bytes.size(); at += piece) {
        reader.append(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at)));
        while (auto line = reader.next())
            lines.append(std::move(*line));
    }
    return lines;
}

void requireSameLines(const QList<WorkerLineReader::Line> &some,
                      const QList<WorkerLineReader::Line> &others)
{
    require(some.size() == others.size());
    for (qsizetype i = 0; i < some.size(); ++i)
        require(some.at(i).bytes == others.at(i).bytes
                && some.at(i).tooLong == others.at(i).tooLong);
}

void requireWhole(const WorkerMessage &message)
{
    const QString type = message.content["type"_L1].toString();
    switch (message.type) {
    case WorkerMessage::Type::Text:
        require(message.text.isValidUtf8());
        break;
    case WorkerMessage::Type::Output:
        require(!type.isEmpty());
        require(type != "execute_result"_L1 || message.content["data"_L1].isObject());
        break;
    case WorkerMessage::Type::Done:
        require(message.content["id"_L1].isString());
        break;
    case WorkerMessage::Type::Ready:
    case WorkerMessage::Type::Busy:
        break;
    }
}

void requireBounded(const ExecutionRecord &record)
{
    const QJsonObject result = record.toJson()["result"_L1].toObject();
    require(result["stdout"_L1].toString().size() <= StreamLength);
    require(result["stderr"_L1].toString().size() <= StreamLength);
    require(record.sizeBytes() <= 4 * LineLimit + 4 * StreamLength + 1024);
    require(!QJsonDocument(record.toJson()).toJson(QJsonDocument::Compact).contains('\n'));
    const auto text = QByteArray::fromStdString(record.toJsonText());
    require(QJsonDocument::fromJson(text).object() == record.toJson());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray bytes(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    const auto lines = linesOf(bytes, std::max<qsizetype>(bytes.size(), 1));
    requireSameLines(lines, linesOf(bytes, data[0] + 1));

    ExecutionRequest request;
    request.streamLength = StreamLength;
    request.jupyterFormat = (data[0] & 1) != 0;
    ExecutionRecord record(u"id"_s, u"session"_s, request);
    for (const auto &line : lines) {
        require(line.bytes.size() <= LineLimit && (!line.tooLong || line.bytes.isEmpty()));
        const auto message = parseWorkerMessage(line.bytes);
        if (!message)
            continue;
        requireWhole(*message);
        if (message->type == WorkerMessage::Type::Text
            || message->type == WorkerMessage::Type::Output)
            record.add(*message);
    }
    record.finish(ExecutionStatus::Succeeded, std::nullopt, 1);
    requireBounded(record);
    return 0;
}
