#include "LegacyShapes.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

using Shape = RoutePath::Shape;

QString numbered(qsizetype id)
{
    return QString::number(id);
}

/// A file called `filename` with its size and time; these are the only facts of the old replies.
QJsonObject fileFacts(const SessionFile &file, const QString &timeName, qsizetype id)
{
    return {{u"$id"_s, numbered(id)},
            {u"filename"_s, file.name},
            {u"size"_s, file.sizeBytes},
            {timeName, file.modified.toString(Qt::ISODateWithMs)}};
}

QJsonObject wrappedFile(const SessionFile &file, qsizetype id)
{
    return {{u"$id"_s, numbered(id)},
            {u"properties"_s, fileFacts(file, u"lastModifiedTime"_s, id + 1)}};
}

QJsonObject executionFacts(const QJsonObject &flat, int id)
{
    const QJsonObject result = flat["result"_L1].toObject();
    const QJsonValue value = result["executionResult"_L1];
    const QString status = flat["status"_L1].toString();
    // AutoGen looks for `Success` and `Failure`; the value's field has had both names.
    return {
        {u"$id"_s, numbered(id)},
        {u"status"_s, status == "Succeeded"_L1 || status == "0"_L1 ? u"Success"_s : u"Failure"_s},
        {u"stdout"_s, result["stdout"_L1]},
        {u"stderr"_s, result["stderr"_L1]},
        {u"result"_s, value},
        {u"executionResult"_s, value},
        {u"executionTimeInMilliseconds"_s, result["executionTimeInMilliseconds"_L1]}};
}

/// A body without these words cannot be of an old shape, and need not be parsed twice.
bool mayBeLegacy(const QByteArray &body)
{
    return body.contains("\"properties\"") || body.contains("\"pythonCode\"");
}

} // namespace

QByteArray LegacyShapes::flatRequest(const QByteArray &body)
{
    if (!mayBeLegacy(body))
        return body;
    const QJsonObject outer = QJsonDocument::fromJson(body).object();
    QJsonObject flat = outer.contains("properties"_L1) ? outer["properties"_L1].toObject() : outer;
    if (!flat.contains("code"_L1) && flat.contains("pythonCode"_L1))
        flat.insert("code"_L1, flat["pythonCode"_L1]);
    return flat.isEmpty() ? body : QJsonDocument(flat).toJson(QJsonDocument::Compact);
}

QJsonObject LegacyShapes::executionReply(const QJsonObject &flat, Shape shape)
{
    if (shape == Shape::Values)
        return executionFacts(flat, 1);
    return {{u"$id"_s, u"1"_s}, {u"properties"_s, executionFacts(flat, 2)}};
}

QJsonObject LegacyShapes::fileList(const QList<SessionFile> &files, Shape shape)
{
    const bool isWrapped = shape == Shape::Wrapped;
    QJsonArray list;
    for (const SessionFile &file : files)
        list.append(isWrapped ? wrappedFile(file, 2 + 2 * list.size())
                              : fileFacts(file, u"last_modified_time"_s, 2 + list.size()));
    return {{u"$id"_s, u"1"_s}, {isWrapped ? u"value"_s : u"$values"_s, list}};
}

QJsonObject LegacyShapes::fileReply(const SessionFile &file)
{
    return wrappedFile(file, 1);
}

} // namespace sessionbook
