#include "notebook/json/JsonText.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/Utf8.h"

#include <simdjson.h>

namespace sessionbook {

namespace {

int hexValue(char c)
{
    if (c <= '9')
        return c - '0';
    return (c | 0x20) - 'a' + 10;
}

char16_t unicodeEscapeAt(QByteArrayView text, qsizetype at)
{
    int unit = 0;
    for (qsizetype i = at + 2; i < at + 6; ++i)
        unit = unit * 16 + hexValue(text[i]);
    return static_cast<char16_t>(unit);
}

char unescaped(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter;
    }
}

bool isString(QByteArrayView json)
{
    return json.size() >= 2 && json.front() == '"';
}

/// The escape letter of a character that has one of its own, or 0.
char escapeLetter(char32_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return static_cast<char>(c);
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

void appendUnicodeEscape(QByteArray &out, char16_t unit)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[(unit >> shift) & 0xf];
}

void appendEscaped(QByteArray &out, char16_t unit)
{
    const char letter = escapeLetter(unit);
    if (letter == 0)
        return appendUnicodeEscape(out, unit);
    out += '\\';
    out += letter;
}

bool isLoneSurrogate(QStringView text, qsizetype at)
{
    const QChar c = text[at];
    if (c.isHighSurrogate())
        return at + 1 == text.size() || !text[at + 1].isLowSurrogate();
    return c.isLowSurrogate() && (at == 0 || !text[at - 1].isHighSurrogate());
}

bool needsUnicodeEscape(QStringView text, qsizetype at, bool asciiOnly)
{
    return (asciiOnly && text[at].unicode() > 0x7f) || isLoneSurrogate(text, at);
}

/// Where Python's str.splitlines cuts.
bool endsLine(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x0a && u <= 0x0d) || (u >= 0x1c && u <= 0x1e) || u == 0x85 || u == 0x2028
        || u == 0x2029;
}

template<typename Text>
std::optional<Text> joined(QByteArrayView json, Text (*decode)(QByteArrayView))
{
    if (isString(json))
        return decode(json);
    JsonCursor cursor(json);
    if (cursor.peek() != JsonCursor::Kind::Array || !cursor.enterArray())
        return std::nullopt;
    Text text;
    while (cursor.nextElement())
        text += decode(cursor.takeValue());
    return text;
}

} // namespace

QString JsonText::toString(QByteArrayView json)
{
    if (!isString(json))
        return {};
    const QByteArrayView text = json.sliced(1, json.size() - 2);
    QString result;
    qsizetype plainFrom = 0;
    for (qsizetype at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', plainFrom)) {
        result += Utf8::toString(text.sliced(plainFrom, at - plainFrom));
        const bool isUnicode = text[at + 1] == 'u';
        result += isUnicode ? QChar(unicodeEscapeAt(text, at))
                            : QChar(QLatin1Char(unescaped(text[at + 1])));
        plainFrom = at + (isUnicode ? 6 : 2);
    }
    if (plainFrom == 0)
        return Utf8::toString(text);
    return result += Utf8::toString(text.sliced(plainFrom));
}

QByteArray JsonText::toUtf8(QByteArrayView json)
{
    if (!isString(json))
        return {};
    const QByteArrayView text = json.sliced(1, json.size() - 2);
    if (text.indexOf("\\u") >= 0)
        return toString(json).toUtf8();
    QByteArray result;
    result.reserve(text.size());
    qsizetype plainFrom = 0;
    for (qsizetype at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', plainFrom)) {
        result += text.sliced(plainFrom, at - plainFrom);
        result += unescaped(text[at + 1]);
        plainFrom = at + 2;
    }
    return result += text.sliced(plainFrom);
}

std::optional<int> JsonText::toInt(QByteArrayView json)
{
    bool ok = false;
    const int value = json.toByteArray().toInt(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

std::optional<QString> JsonText::toJoinedString(QByteArrayView json)
{
    return joined<QString>(json, &JsonText::toString);
}

std::optional<QByteArray> JsonText::toJoinedUtf8(QByteArrayView json)
{
    return joined<QByteArray>(json, &JsonText::toUtf8);
}

QByteArray JsonText::fromString(QStringView text, bool asciiOnly)
{
    QByteArray out;
    out.reserve(text.size() + 2);
    out += '"';
    qsizetype plainFrom = 0;
    const auto flushTo = [&](qsizetype at) {
        out += text.sliced(plainFrom, at - plainFrom).toUtf8();
        plainFrom = at + 1;
    };
    for (qsizetype at = 0; at < text.size(); ++at) {
        const char16_t unit = text[at].unicode();
        if (unit < 0x20 || escapeLetter(unit)) {
            flushTo(at);
            appendEscaped(out, unit);
        } else if (unit > 0x7f && needsUnicodeEscape(text, at, asciiOnly)) {
            flushTo(at);
            appendUnicodeEscape(out, unit);
        }
    }
    flushTo(text.size());
    return out += '"';
}

QByteArray JsonText::fromUtf8(QByteArrayView text, bool asciiOnly)
{
    if (asciiOnly || !isValidUtf8(text))
        return fromString(Utf8::toString(text), asciiOnly);
    QByteArray out;
    out.reserve(text.size() + 2);
    out += '"';
    qsizetype plainFrom = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        out += text.sliced(plainFrom, at - plainFrom);
        appendEscaped(out, byte);
        plainFrom = at + 1;
    }
    out += text.sliced(plainFrom);
    return out += '"';
}

QByteArray JsonText::normalised(QByteArrayView json, bool asciiOnly)
{
    // Nearly all bytes of a notebook are base64, which needs no detour by UTF-16.
    const bool isSimple = !asciiOnly && json.indexOf("\\u") < 0;
    return isSimple ? fromUtf8(toUtf8(json)) : fromString(toString(json), asciiOnly);
}

bool JsonText::isValid(QByteArrayView json)
{
    JsonCursor cursor(json);
    cursor.takeValue();
    return cursor.atEnd() && isValidUtf8(json);
}

bool JsonText::isValidUtf8(QByteArrayView text)
{
    return simdjson::validate_utf8(text.data(), static_cast<size_t>(text.size()));
}

QStringList JsonText::splitLines(const QString &text)
{
    QStringList lines;
    qsizetype start = 0;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (!endsLine(text.at(at)))
            continue;
        if (text.at(at) == u'\r' && at + 1 < text.size() && text.at(at + 1) == u'\n')
            ++at;
        lines += text.sliced(start, at + 1 - start);
        start = at + 1;
    }
    if (start < text.size())
        lines += text.sliced(start);
    return lines;
}

} // namespace sessionbook
