#include "notebook/percent/MarkerOptions.h"

#include "notebook/json/JsonText.h"
#include "notebook/percent/PythonLiteral.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

const QString notUnderstoodKey = u"incorrectly_encoded_metadata"_s;

bool isKeyCharacter(QChar c)
{
    return c.unicode() < 0x80 && (c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'-');
}

bool isKey(const QString &name)
{
    return !name.isEmpty() && std::ranges::all_of(name, isKeyCharacter);
}

/// Where the first `key=` begins; the size of the text where there is none.
qsizetype firstKey(const QString &text)
{
    qsizetype at = text.indexOf(u'=');
    if (at < 0)
        at = text.size();
    while (at > 0 && at < text.size() && text[at - 1].isSpace())
        --at;
    while (at > 0 && at < text.size() && isKeyCharacter(text[at - 1]))
        --at;
    return at;
}

/// Words at the end of a title that begin with a dot are attributes.
qsizetype withoutAttributes(const QString &text, qsizetype end)
{
    while (true) {
        const QStringView title = QStringView(text).first(end).trimmed();
        const qsizetype word = title.lastIndexOf(u' ') + 1;
        if (word == title.size() || title[word] != u'.')
            return end;
        end = title.data() - text.constData() + word;
    }
}

/// `key=value key2 key3=value`; nothing where it is something else.
std::optional<JsonFields> pairsOf(const QString &text)
{
    JsonFields fields;
    qsizetype at = 0;
    const auto skipSpace = [&] {
        while (at < text.size() && text[at].isSpace())
            ++at;
    };
    for (skipSpace(); at < text.size(); skipSpace()) {
        const qsizetype begin = at;
        while (at < text.size() && isKeyCharacter(text[at]))
            ++at;
        const QString key = text.sliced(begin, at - begin);
        skipSpace();
        if (key.isEmpty())
            return std::nullopt;
        if (at == text.size() || text[at] != u'=') {
            fields.set(key, "null");
            continue;
        }
        const auto value = PythonLiteral::at(text, at + 1);
        if (!value)
            return std::nullopt;
        fields.set(key, value->json);
        at = value->end;
    }
    return fields;
}

std::optional<JsonFields> objectOf(const QString &text)
{
    // JSON first: its numbers and escapes are kept as they stand.
    const QByteArray json = text.toUtf8();
    if (JsonText::isValid(json))
        return json.startsWith('{') ? std::optional(JsonFields(json)) : std::nullopt;
    const auto value = PythonLiteral::at(text, 0);
    const bool isWhole = value && QStringView(text).sliced(value->end).trimmed().isEmpty();
    return isWhole && value->json.startsWith('{') ? std::optional(JsonFields(value->json))
                                                  : std::nullopt;
}

QString oneLine(const QByteArray &json)
{
    QString text;
    // A value may have been laid out in lines; its texts hold none.
    for (const QString &line : QString::fromUtf8(json).split(u'\n'))
        text += text.isEmpty() ? line : u' ' + line.trimmed();
    return text.remove(u'\r');
}

} // namespace

MarkerOptions MarkerOptions::fromText(const QString &text)
{
    const qsizetype brace = text.indexOf(u'{');
    const qsizetype equals = text.indexOf(u'=');
    const bool isObject = brace >= 0 && (equals < 0 || brace < equals);
    qsizetype begin = isObject ? brace : firstKey(text);
    if (!isObject)
        begin = withoutAttributes(text, begin);

    MarkerOptions options;
    options.title = text.left(begin).trimmed();
    const QString rest = text.mid(begin).trimmed();
    const auto fields = isObject ? objectOf(rest) : pairsOf(rest);
    options.isUnderstood = fields.has_value();
    if (fields)
        options.metadata = *fields;
    else
        options.metadata.set(notUnderstoodKey, JsonText::fromString(rest));
    return options;
}

QString MarkerOptions::toText(const JsonFields &metadata)
{
    const QMap<QString, QByteArray> &fields = metadata.all();
    if (!std::ranges::all_of(fields.keys(), isKey))
        return oneLine(metadata.toJson());
    QStringList words;
    for (auto field = fields.cbegin(); field != fields.cend(); ++field) {
        if (field.key() == notUnderstoodKey)
            words += JsonText::toString(field.value());
        else
            words += field.key() + u'=' + oneLine(field.value());
    }
    return words.join(u' ');
}

} // namespace sessionbook
