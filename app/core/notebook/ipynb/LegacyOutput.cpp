#include "notebook/ipynb/LegacyOutput.h"

#include "notebook/ipynb/LegacyText.h"
#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

struct Alias
{
    QString name;
    QString type;
};

/// What format 3 called the types.
const QList<Alias> &aliases()
{
    static const QList<Alias> all{
        {u"text"_s, u"text/plain"_s},       {u"html"_s, u"text/html"_s},
        {u"svg"_s, u"image/svg+xml"_s},     {u"png"_s, u"image/png"_s},
        {u"jpeg"_s, u"image/jpeg"_s},       {u"latex"_s, u"text/latex"_s},
        {u"json"_s, u"application/json"_s}, {u"javascript"_s, u"application/javascript"_s}};
    return all;
}

void joinLines(JsonFields &fields, int formatMajor)
{
    for (const QString &name :
         {u"text"_s, u"html"_s, u"svg"_s, u"latex"_s, u"javascript"_s, u"json"_s}) {
        if (const auto text = LegacyText::joined(fields.value(name), formatMajor))
            fields.set(name, JsonText::fromString(*text));
    }
}

void renameToTypes(JsonFields &fields)
{
    for (const Alias &alias : aliases()) {
        if (fields.contains(alias.name))
            fields.set(alias.type, fields.take(alias.name));
    }
}

/// Format 3 holds JSON as a text in JSON.
void unwrapJson(JsonFields &data, QStringList &faults)
{
    const QString type = u"application/json"_s;
    const QByteArray wrapped = data.value(type);
    if (!wrapped.startsWith('"'))
        return;
    const QByteArray json = JsonText::toUtf8(wrapped).trimmed();
    if (JsonText::isValid(json))
        data.set(type, json);
    else
        faults += u"an output's JSON is none; kept as text"_s;
}

QByteArray objectOr(const QByteArray &json)
{
    return json.startsWith('{') ? json : QByteArray("{}");
}

JsonFields display(JsonFields old, bool isResult, QStringList &faults)
{
    JsonFields output;
    output.set(u"output_type"_s, isResult ? "\"execute_result\"" : "\"display_data\"");
    old.take(u"output_type"_s);
    const QByteArray number = old.take(u"prompt_number"_s);
    if (isResult)
        output.set(u"execution_count"_s, JsonText::toInt(number) ? number : QByteArray("null"));
    JsonFields metadata(objectOr(old.take(u"metadata"_s)));
    renameToTypes(metadata);
    output.set(u"metadata"_s, metadata.toJson());
    renameToTypes(old);
    unwrapJson(old, faults);
    output.set(u"data"_s, old.toJson());
    return output;
}

JsonFields error(JsonFields output)
{
    output.set(u"output_type"_s, "\"error\"");
    if (output.contains(u"etype"_s) && !output.contains(u"ename"_s))
        output.set(u"ename"_s, output.take(u"etype"_s));
    return output;
}

JsonFields stream(JsonFields output)
{
    const QByteArray name = output.take(u"stream"_s);
    output.set(u"name"_s, name.isEmpty() ? QByteArray("\"stdout\"") : name);
    return output;
}

} // namespace

std::optional<Output> LegacyOutput::upgraded(QByteArrayView output, int formatMajor,
                                             QStringList &faults)
{
    if (!output.startsWith('{')) {
        faults += u"an output is no object"_s;
        return std::nullopt;
    }
    JsonFields fields(output);
    joinLines(fields, formatMajor);
    const QString type = JsonText::toString(fields.value(u"output_type"_s));
    if (type == "pyout"_L1 || type == "display_data"_L1)
        fields = display(std::move(fields), type == "pyout"_L1, faults);
    else if (type == "pyerr"_L1)
        fields = error(std::move(fields));
    else if (type == "stream"_L1)
        fields = stream(std::move(fields));
    return Output::fromJson(fields.toJson());
}

} // namespace sessionbook
