#include "notebook/percent/PythonLiteral.h"

#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"

#include <QRegularExpression>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = 50;

class Parser
{
public:
    Parser(QStringView text, qsizetype position)
        : m_text(text)
        , m_at(position)
    {
    }

    std::optional<QByteArray> value()
    {
        skipSpace();
        if (m_at >= m_text.size() || m_depth > maxDepth)
            return std::nullopt;
        ++m_depth;
        const std::optional<QByteArray> json = valueHere();
        --m_depth;
        return json;
    }

    [[nodiscard]] qsizetype place() const { return m_at; }

private:
    std::optional<QByteArray> valueHere()
    {
        const QChar c = m_text[m_at];
        if (c == u'"' || c == u'\'') {
            const auto text = string();
            return text ? std::optional(JsonText::fromString(*text)) : std::nullopt;
        }
        if (c == u'[')
            return list(u']');
        if (c == u'(')
            return list(u')');
        return c == u'{' ? dictionary() : wordOrNumber();
    }

    std::optional<QString> string()
    {
        const QChar quote = m_text[m_at++];
        QString text;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == u'\\') {
                if (!appendEscape(text))
                    return std::nullopt;
            } else {
                text += m_text[m_at++];
            }
        }
        return take(quote) ? std::optional(text) : std::nullopt;
    }

    bool appendEscape(QString &text)
    {
        if (++m_at >= m_text.size())
            return false;
        const QChar letter = m_text[m_at++];
        static const QHash<QChar, QChar> letters{{u'n', u'\n'},  {u't', u'\t'},    {u'r', u'\r'},
                                                 {u'b', u'\b'},  {u'f', u'\f'},    {u'a', QChar(7)},
                                                 {u'v', u'\v'},  {u'0', QChar(0)}, {u'\\', u'\\'},
                                                 {u'\'', u'\''}, {u'"', u'"'},     {u'/', u'/'}};
        const qsizetype digits = letter == u'x' ? 2 : letter == u'u' ? 4 : letter == u'U' ? 8 : 0;
        if (digits == 0) {
            if (!letters.contains(letter))
                text += u'\\'; // as Python does
            text += letters.value(letter, letter);
            return true;
        }
        bool ok = false;
        const QStringView code = m_text.mid(m_at, digits);
        const uint point = code.toUInt(&ok, 16);
        if (!ok || code.size() != digits || point > 0x10ffff)
            return false;
        m_at += digits;
        if (point > 0xffff)
            text += QChar::fromUcs4(point);
        else
            text += QChar(static_cast<char16_t>(point));
        return true;
    }

    std::optional<QByteArray> list(QChar end)
    {
        ++m_at;
        QByteArray json = "[";
        for (bool isFirst = true; !take(end); isFirst = false) {
            if (!isFirst && !take(u','))
                return std::nullopt;
            if (!isFirst && take(end)) // a comma behind the last
                break;
            const auto item = value();
            if (!item)
                return std::nullopt;
            json += (isFirst ? QByteArray() : QByteArray(", ")) + *item;
        }
        return json + ']';
    }

    std::optional<QByteArray> dictionary()
    {
        ++m_at;
        JsonFields fields;
        for (bool isFirst = true; !take(u'}'); isFirst = false) {
            if (!isFirst && !take(u','))
                return std::nullopt;
            if (!isFirst && take(u'}'))
                break;
            skipSpace();
            const bool isText
                = m_at < m_text.size() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'');
            const auto name = isText ? string() : std::nullopt;
            if (!name || !take(u':'))
                return std::nullopt;
            const auto item = value();
            if (!item)
                return std::nullopt;
            fields.set(*name, *item);
        }
        return fields.toJson();
    }

    std::optional<QByteArray> wordOrNumber()
    {
        static const QRegularExpression pattern(
            u"(?:-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|-?Infinity|[A-Za-z]+)"
            "(?![\\w.])"_s);
        const auto match = pattern.match(m_text, m_at, QRegularExpression::NormalMatch,
                                         QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch())
            return std::nullopt;
        static const QHash<QString, QByteArray> words{
            {u"True"_s, "true"},   {u"true"_s, "true"},        {u"False"_s, "false"},
            {u"false"_s, "false"}, {u"None"_s, "null"},        {u"null"_s, "null"},
            {u"NaN"_s, "NaN"},     {u"Infinity"_s, "Infinity"}};
        const QString token = match.captured();
        if (token.front().isLetter() && !words.contains(token))
            return std::nullopt;
        m_at += token.size();
        return words.value(token, token.toUtf8());
    }

    bool take(QChar c)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    QStringView m_text;
    qsizetype m_at;
    int m_depth = 0;
};

} // namespace

std::optional<PythonLiteral::Parsed> PythonLiteral::at(QStringView text, qsizetype position)
{
    Parser parser(text, position);
    const auto json = parser.value();
    if (!json)
        return std::nullopt;
    return Parsed{*json, parser.place()};
}

} // namespace sessionbook
