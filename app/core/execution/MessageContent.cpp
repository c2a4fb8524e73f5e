#include "execution/MessageContent.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QByteArray jsonText(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    // QJsonDocument writes no bare strings or numbers: write a list of one and take the brackets
    // off.
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

QString joinedText(const QJsonValue &value)
{
    if (!value.isArray())
        return value.toString();
    QString text;
    for (const QJsonValue &line : value.toArray())
        text += line.toString();
    return text;
}

MimePart partOf(const QString &type, const QJsonValue &value)
{
    if (MimeBundle::isJsonType(type))
        return {.type = type, .data = jsonText(value)};
    return {.type = type, .data = joinedText(value).toUtf8()};
}

} // namespace

DisplayContent MessageContent::display(const QJsonObject &message)
{
    DisplayContent content;
    const QJsonObject data = message["data"_L1].toObject();
    for (auto part = data.begin(); part != data.end(); ++part)
        content.data.parts.append(partOf(part.key(), part.value()));
    content.metadata = jsonText(message["metadata"_L1].toObject());
    content.isResult = message["type"_L1] == "execute_result"_L1;
    if (const QJsonValue count = message["execution_count"_L1];
        content.isResult && count.isDouble())
        content.executionCount = count.toInt();
    return content;
}

ErrorContent MessageContent::error(const QJsonObject &message)
{
    ErrorContent content{.name = message["ename"_L1].toString(),
                         .message = message["evalue"_L1].toString(),
                         .traceback = {}};
    for (const QJsonValue &line : message["traceback"_L1].toArray())
        content.traceback.append(line.toString());
    return content;
}

QString MessageContent::displayId(const QJsonObject &message)
{
    return message["transient"_L1].toObject()["display_id"_L1].toString();
}

QString MessageContent::streamName(const QJsonObject &message)
{
    return message["name"_L1] == "stderr"_L1 ? u"stderr"_s : u"stdout"_s;
}

} // namespace sessionbook
