#include "ExecutionReply.h"

#include "LegacyShapes.h"

#include <QJsonDocument>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Puts `digits` in the place of the number under that key. In compact JSON, quotes within texts
/// are escaped, so what looks like a key is one; and no object that another wrote is in these
/// replies.
void replaceNumber(QByteArray &json, const char *key, const QByteArray &digits)
{
    const QByteArray name = '"' + QByteArray(key) + "\":";
    const qsizetype found = json.indexOf(name);
    if (found < 0)
        return;
    const auto begin = json.cbegin() + found + name.size();
    const auto end = std::find_if(begin, json.cend(), [](char c) { return c == ',' || c == '}'; });
    json.replace(found + name.size(), end - begin, digits);
}

} // namespace

std::string executionReply(const ExecutionRecord &record, RoutePath::Shape shape)
{
    if (shape == RoutePath::Shape::Flat)
        return record.toJsonText();
    QByteArray json = QJsonDocument(LegacyShapes::executionReply(record.toJson(), shape))
                          .toJson(QJsonDocument::Compact);
    if (!record.exactResult().isEmpty()) {
        replaceNumber(json, "executionResult", record.exactResult());
        replaceNumber(json, "result", record.exactResult());
    }
    return json.toStdString();
}

std::string executionReplyLine(const ExecutionRecord &record)
{
    return R"({"type":"reply",)" + record.toJsonText().substr(1);
}

} // namespace sessionbook
