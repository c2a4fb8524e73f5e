#include "WorkerProtocol.h"

#include "TextLine.h"
#include "WorkerJson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

void WorkerLineReader::append(QByteArrayView bytes)
{
    if (m_start > 0) {
        m_buffer.remove(0, m_start);
        m_searched -= m_start;
        m_start = 0;
    }
    m_buffer.append(bytes);
}

std::optional<WorkerLineReader::Line> WorkerLineReader::next()
{
    const qsizetype end = m_buffer.indexOf('\n', std::max(m_searched, m_start));
    if (end < 0) {
        m_searched = m_buffer.size();
        dropOverlongStart();
        return std::nullopt;
    }
    const bool tooLong = std::exchange(m_skipping, false) || end - m_start > m_limit;
    Line line{tooLong ? QByteArray() : m_buffer.mid(m_start, end - m_start), tooLong};
    m_start = end + 1;
    m_searched = m_start;
    return line;
}

void WorkerLineReader::dropOverlongStart()
{
    if (m_buffer.size() - m_start <= m_limit)
        return;
    m_skipping = true;
    m_buffer.clear();
    m_start = 0;
    m_searched = 0;
}

namespace {

bool isBundle(const QJsonObject &message)
{
    return message["data"_L1].isObject() && message["metadata"_L1].isObject();
}

QJsonObject copyOf(const QJsonObject &message, std::initializer_list<QLatin1StringView> fields)
{
    QJsonObject copy;
    for (const QLatin1StringView field : fields)
        copy.insert(field, message[field]);
    return copy;
}

QJsonObject displayId(const QJsonObject &message)
{
    const QJsonValue id = message["transient"_L1].toObject()["display_id"_L1];
    return id.isString() ? QJsonObject{{u"display_id"_s, id}} : QJsonObject();
}

std::optional<WorkerMessage> streamMessage(const QJsonObject &message)
{
    const QString name = message["name"_L1].toString();
    if ((name != "stdout"_L1 && name != "stderr"_L1) || !message["text"_L1].isString())
        return std::nullopt;
    return textMessage(name == "stdout"_L1 ? TextStream::Stdout : TextStream::Stderr,
                       message["text"_L1].toString().toUtf8());
}

std::optional<WorkerMessage> displayMessage(const QJsonObject &message)
{
    if (!isBundle(message))
        return std::nullopt;
    QJsonObject content = copyOf(message, {"type"_L1, "data"_L1, "metadata"_L1});
    content.insert("transient"_L1, displayId(message));
    return WorkerMessage{.content = content};
}

std::optional<WorkerMessage> resultMessage(const QJsonObject &message)
{
    if (!isBundle(message) || !message["execution_count"_L1].isDouble())
        return std::nullopt;
    return WorkerMessage{
        .content = copyOf(message, {"type"_L1, "execution_count"_L1, "data"_L1, "metadata"_L1}),
        .value = message["value"_L1].toObject()};
}

std::optional<WorkerMessage> errorMessage(const QJsonObject &message)
{
    if (!message["ename"_L1].isString() || !message["evalue"_L1].isString())
        return std::nullopt;
    const QJsonArray traceback = message["traceback"_L1].toArray();
    if (!std::ranges::all_of(traceback, [](const QJsonValue &line) { return line.isString(); }))
        return std::nullopt;
    QJsonObject content = copyOf(message, {"type"_L1, "ename"_L1, "evalue"_L1});
    content.insert("traceback"_L1, traceback);
    return WorkerMessage{.content = content};
}

std::optional<WorkerMessage> clearMessage(const QJsonObject &message)
{
    return WorkerMessage{
        .content = {{u"type"_s, u"clear_output"_s}, {u"wait"_s, message["wait"_L1].toBool()}}};
}

std::optional<WorkerMessage> doneMessage(const QJsonObject &message)
{
    const QString status = message["status"_L1].toString();
    if ((status != "ok"_L1 && status != "error"_L1) || !message["id"_L1].isString())
        return std::nullopt;
    return WorkerMessage{.type = WorkerMessage::Type::Done,
                         .content = copyOf(message,
                                           {"id"_L1, "status"_L1, "error"_L1, "execution_count"_L1,
                                            "milliseconds"_L1, "exiting"_L1, "exit_code"_L1})};
}

} // namespace

std::optional<WorkerMessage> parseWorkerMessage(const QByteArray &line)
{
    if (auto text = parseTextLine(line))
        return text;
    const auto parsed = parseJsonObject(line);
    if (!parsed)
        return std::nullopt;
    const QJsonObject &message = *parsed;
    const QString type = message["type"_L1].toString();
    if (type == "stream"_L1)
        return streamMessage(message);
    if (type == "display_data"_L1 || type == "update_display_data"_L1)
        return displayMessage(message);
    if (type == "execute_result"_L1)
        return resultMessage(message);
    if (type == "error"_L1)
        return errorMessage(message);
    if (type == "clear_output"_L1)
        return clearMessage(message);
    if (type == "done"_L1)
        return doneMessage(message);
    if (type == "busy"_L1)
        return WorkerMessage{.type = WorkerMessage::Type::Busy, .content = {}};
    if (type == "ready"_L1)
        return WorkerMessage{.type = WorkerMessage::Type::Ready,
                             .content = copyOf(message, {"python"_L1})};
    return std::nullopt;
}

QByteArray executeRequestLine(const QString &id, const QString &code)
{
    const QJsonObject request{{u"id"_s, id}, {u"code"_s, code}};
    return QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray commandRequestLine(const QString &id, const ShellCommand &command)
{
    QJsonObject request{{u"id"_s, id}};
    if (command.words.isEmpty())
        request.insert("command"_L1, command.line);
    else
        request.insert("words"_L1, QJsonArray::fromStringList(command.words));
    if (command.input)
        request.insert("input"_L1, *command.input);
    return QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n';
}

WorkerMessage textMessage(TextStream stream, QByteArray text)
{
    return {.type = WorkerMessage::Type::Text,
            .content = {},
            .stream = stream,
            .text = std::move(text)};
}

} // namespace sessionbook
