#include "WorkerJson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <simdjson.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace sessionbook {

namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QJsonValue valueOf(element value);

QJsonArray arrayOf(const simdjson::dom::array &values)
{
    QJsonArray array;
    for (const element value : values)
        array.append(valueOf(value));
    return array;
}

QJsonObject objectOf(const simdjson::dom::object &fields)
{
    std::vector<std::pair<QString, element>> sorted;
    sorted.reserve(fields.size());
    for (const auto field : fields)
        sorted.emplace_back(textOf(field.key), field.value);
    // Inserted in any other order, each key moves all those behind it: minutes for a million. Of
    // equal keys the last one counts.
    std::ranges::stable_sort(sorted, {}, &std::pair<QString, element>::first);
    QJsonObject object;
    for (const auto &[key, value] : sorted)
        object.insert(key, valueOf(value));
    return object;
}

// Each value is asked for by the type it says it has, so that none of these can fail.
QJsonValue valueOf(element value)
{
    switch (value.type()) {
    case element_type::ARRAY:
        return arrayOf(value.get_array().value_unsafe());
    case element_type::OBJECT:
        return objectOf(value.get_object().value_unsafe());
    case element_type::INT64:
        return qint64(value.get_int64().value_unsafe());
    case element_type::UINT64: // beyond qint64, as fromJson() has it too
        return double(value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
        return value.get_double().value_unsafe();
    case element_type::STRING:
        return textOf(value.get_string().value_unsafe());
    case element_type::BOOL:
        return value.get_bool().value_unsafe();
    case element_type::NULL_VALUE:
        break;
    }
    return QJsonValue::Null;
}

/// Where the text that begins after the quote at `start` ends: behind its closing quote.
qsizetype endOfText(const QByteArray &line, qsizetype start)
{
    qsizetype quote = start;
    while ((quote = line.indexOf('"', quote + 1)) > 0) {
        qsizetype backslash = quote;
        while (line[backslash - 1] == '\\')
            --backslash;
        if ((quote - backslash) % 2 == 0)
            return quote + 1;
    }
    return line.size();
}

/// Whether reading the line stays cheap: each value takes up to thirty times its own text, each
/// list or object a hundred times.
bool isAffordable(const QByteArray &line)
{
    constexpr int CostOfContainer = 8;
    qint64 cost = 0;
    for (qsizetype i = 0; i < line.size() && cost <= MaxJsonCost;) {
        const char byte = line[i];
        if (byte == '[' || byte == '{')
            cost += CostOfContainer;
        else if (byte == ',')
            ++cost;
        i = byte == '"' ? endOfText(line, i) : i + 1;
    }
    return cost <= MaxJsonCost;
}

std::optional<QJsonObject> parseSlowly(const QByteArray &line)
{
    const QJsonDocument document = QJsonDocument::fromJson(line);
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

} // namespace

std::optional<QJsonObject> parseJsonObject(const QByteArray &line)
{
    if (!isAffordable(line))
        return std::nullopt;
    // A parser keeps the memory it once needed, tens of megabytes after one large picture; so each
    // line has its own.
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    const auto parsed = parser.parse(line.constData(), size_t(line.size())).get(object);
    // simdjson refuses integers beyond 64 bits, which are JSON all the same.
    return parsed == simdjson::SUCCESS ? objectOf(object) : parseSlowly(line);
}

} // namespace sessionbook
