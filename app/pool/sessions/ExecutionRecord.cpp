#include "ExecutionRecord.h"

#include "pool/kernel/JsonQuoting.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <array>
#include <cmath>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString word(ExecutionStatus status)
{
    switch (status) {
    case ExecutionStatus::NotStarted:
        return u"NotStarted"_s;
    case ExecutionStatus::Running:
        return u"Running"_s;
    case ExecutionStatus::Succeeded:
        return u"Succeeded"_s;
    case ExecutionStatus::Failed:
        return u"Failed"_s;
    case ExecutionStatus::Canceled:
        break;
    }
    return u"Canceled"_s;
}

QString tracebackText(const QJsonObject &error)
{
    QStringList lines;
    for (const QJsonValue &line : error["traceback"_L1].toArray())
        lines.append(line.toString());
    return withoutAnsi(lines.join(u'\n')) + u'\n';
}

/// No float has a longer repr.
constexpr qsizetype MaxNumberLength = 32;

bool isJsonNumber(const QByteArray &text)
{
    static const QRegularExpression number(
        u"\\A-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?\\z"_s);
    return text.size() <= MaxNumberLength && number.match(QString::fromLatin1(text)).hasMatch();
}

QJsonValue numberOr(const QString &text)
{
    bool fits = false;
    const qlonglong integer = text.toLongLong(&fits);
    if (fits)
        return QJsonValue(qint64(integer));
    const double number = text.toDouble(&fits);
    return fits && std::isfinite(number) ? QJsonValue(number) : QJsonValue(text);
}

} // namespace

QJsonValue encodedResult(const QJsonObject &value, const QString &text, bool jupyterFormat)
{
    const QString kind = value["kind"_L1].toString();
    const QString exact = value["text"_L1].toString();
    if (jupyterFormat)
        return kind == "str"_L1 ? value["repr"_L1].toString(text) : text;
    if (kind == "bool"_L1)
        return exact == "True"_L1;
    if (kind == "int"_L1) {
        // JSON readers lose digits beyond 64 bits, so a larger number travels as text.
        bool fits = false;
        const qlonglong integer = exact.toLongLong(&fits);
        return fits ? QJsonValue(qint64(integer)) : QJsonValue(exact);
    }
    if (kind == "float"_L1)
        return exact == "nan"_L1 ? QJsonValue(QJsonValue::Null) : numberOr(exact);
    if (kind == "str"_L1)
        return exact;
    return text;
}

QString withoutAnsi(const QString &text)
{
    static const QRegularExpression sequences(
        u"\\x1b(\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*\\x07?)"_s);
    return QString(text).remove(sequences);
}

ExecutionRecord::ExecutionRecord(QString id, QString identifier, const ExecutionRequest &request)
    : m_id(std::move(id))
    , m_identifier(std::move(identifier))
    , m_executionType(request.executionType)
    , m_isCommand(request.command.has_value())
    , m_stdout(request.streamLength)
    , m_stderr(request.streamLength)
    , m_jupyterFormat(request.jupyterFormat)
    , m_result(request.jupyterFormat ? QJsonValue(QJsonValue::Null) : QJsonValue(QString()))
{
}

void ExecutionRecord::add(const WorkerMessage &message)
{
    if (message.type == WorkerMessage::Type::Text)
        return (message.stream == TextStream::Stdout ? m_stdout : m_stderr).append(message.text);
    const QJsonObject &content = message.content;
    const QString type = content["type"_L1].toString();
    if (type == "error"_L1)
        m_stderr.append(tracebackText(content).toUtf8());
    else if (type == "display_data"_L1)
        addPicture(content["data"_L1].toObject());
    else if (type == "execute_result"_L1)
        addResult(content["data"_L1].toObject(), message.value);
}

void ExecutionRecord::addResult(const QJsonObject &data, const QJsonObject &value)
{
    const QString text = data["text/plain"_L1].toString();
    m_result = encodedResult(value, text, m_jupyterFormat);
    m_resultBytes = text.size() * 2;
    const QByteArray digits = value["text"_L1].toString().left(MaxNumberLength + 1).toLatin1();
    const bool isNumber = m_result.isDouble() && value["kind"_L1] == "float"_L1;
    m_exactResult = isNumber && isJsonNumber(digits) ? digits : QByteArray();
    addPicture(data);
}

void ExecutionRecord::addPicture(const QJsonObject &data)
{
    constexpr std::array formats{"png"_L1, "jpeg"_L1};
    for (const QLatin1StringView format : formats) {
        // As IPython makes it, it has line feeds, and strict readers of base64 refuse those.
        const QString base64 = data["image/"_L1 + format].toString().remove(u'\n');
        if (base64.isEmpty())
            continue;
        m_result = QJsonObject{
            {u"type"_s, u"image"_s}, {u"format"_s, QString(format)}, {u"base64_data"_s, base64}};
        m_resultBytes = base64.size() * 2;
        m_exactResult.clear();
        return;
    }
}

void ExecutionRecord::finish(ExecutionStatus status, std::optional<ExecutionFailure> failure,
                             double milliseconds)
{
    m_status = status;
    m_failure = std::move(failure);
    m_milliseconds = milliseconds;
    if (m_failure && m_failure->code != "PythonError"_L1)
        addFailure();
}

void ExecutionRecord::addFailure()
{
    const QByteArray &said = m_stderr.utf8();
    const QString before = said.isEmpty() || said.endsWith('\n') ? QString() : u"\n"_s;
    m_stderr.append((before + m_failure->code + ": "_L1 + m_failure->message + u'\n').toUtf8());
}

qint64 ExecutionRecord::sizeBytes() const
{
    return m_resultBytes + m_stdout.utf8().size() + m_stderr.utf8().size() + 1024;
}

QString ExecutionRecord::statusText() const
{
    if (!m_isCommand || !hasEnded())
        return word(m_status);
    return QString::number(m_failure ? -1 : m_exitCode);
}

QJsonObject ExecutionRecord::facts() const
{
    QJsonObject json{{u"id"_s, m_id}, {u"identifier"_s, m_identifier}, {u"status"_s, statusText()}};
    if (!m_isCommand)
        json.insert("executionType"_L1, m_executionType);
    if (m_failure)
        json.insert("error"_L1,
                    QJsonObject{{u"error"_s,
                                 QJsonObject{{u"code"_s, m_failure->code},
                                             {u"message"_s, m_failure->message}}}});
    if (m_kernelRestarted)
        json.insert("kernelRestarted"_L1, true);
    if (m_executionCount)
        json.insert("executionCount"_L1, *m_executionCount);
    return json;
}

QJsonObject ExecutionRecord::resultFacts() const
{
    QJsonObject result{{u"executionTimeInMilliseconds"_s, qint64(std::llround(m_milliseconds))}};
    if (!m_isCommand)
        result.insert("executionResult"_L1, m_result);
    return result;
}

QJsonObject ExecutionRecord::toJson() const
{
    QJsonObject json = facts();
    if (!hasEnded())
        return json;
    QJsonObject result = resultFacts();
    result.insert("stdout"_L1, QString::fromUtf8(m_stdout.utf8()));
    result.insert("stderr"_L1, QString::fromUtf8(m_stderr.utf8()));
    json.insert("result"_L1, result);
    return json;
}

QByteArray ExecutionRecord::resultFactsText() const
{
    QJsonObject others = resultFacts();
    if (m_exactResult.isEmpty())
        return QJsonDocument(others).toJson(QJsonDocument::Compact);
    others.remove("executionResult"_L1);
    return "{\"executionResult\":" + m_exactResult + ','
        + QJsonDocument(others).toJson(QJsonDocument::Compact).sliced(1);
}

std::string ExecutionRecord::toJsonText() const
{
    const QByteArray outer = QJsonDocument(facts()).toJson(QJsonDocument::Compact);
    if (!hasEnded())
        return outer.toStdString();
    const QByteArray inner = resultFactsText();
    const qsizetype streams = m_stdout.utf8().size() + m_stderr.utf8().size();
    std::string json;
    json.reserve(size_t(outer.size() + inner.size() + streams + streams / 16 + 64));
    // Neither object is empty, so that a comma can follow what both hold before their end.
    json.append(outer.constData(), size_t(outer.size() - 1)).append(",\"result\":");
    json.append(inner.constData(), size_t(inner.size() - 1)).append(",\"stdout\":");
    appendQuoted(json, m_stdout.utf8());
    json += ",\"stderr\":";
    appendQuoted(json, m_stderr.utf8());
    return json += "}}";
}

} // namespace sessionbook
