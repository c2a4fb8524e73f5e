#include "notebook/percent/HeaderYaml.h"

#include "notebook/json/JsonFields.h"
#include "notebook/json/JsonText.h"
#include "notebook/percent/PercentText.h"
#include "notebook/percent/PythonLiteral.h"

#include <QRegularExpression>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = 20;
const QString number = u"-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"_s;

qsizetype indentOf(const QString &line)
{
    qsizetype indent = 0;
    while (indent < line.size() && line[indent] == u' ')
        ++indent;
    return indent;
}

std::optional<QByteArray> quotedToJson(const QString &text)
{
    if (text.startsWith(u'"')) {
        const auto value = PythonLiteral::at(text, 0);
        return value && value->end == text.size() ? std::optional(value->json) : std::nullopt;
    }
    if (text.size() < 2 || !text.endsWith(u'\''))
        return std::nullopt;
    QString inner = text.sliced(1).chopped(1);
    const bool isWhole = !QString(inner).remove(u"''"_s).contains(u'\'');
    return isWhole ? std::optional(JsonText::fromString(inner.replace(u"''"_s, u"'"_s)))
                   : std::nullopt;
}

std::optional<QByteArray> scalarToJson(const QString &text)
{
    if (text.startsWith(u'"') || text.startsWith(u'\''))
        return quotedToJson(text);
    if (text.startsWith(u'[') || text.startsWith(u'{')) {
        const QByteArray json = text.toUtf8();
        return JsonText::isValid(json) ? std::optional(json) : std::nullopt;
    }
    static const QRegularExpression special(u"^[&*!|>%@`]"_s); // what YAML can besides
    if (special.match(text).hasMatch())
        return std::nullopt;
    static const QRegularExpression isNumber(u"^"_s + number + u'$');
    if (text == "true"_L1 || text == "false"_L1 || isNumber.match(text).hasMatch())
        return text.toUtf8();
    if (text == "null"_L1 || text == "~"_L1)
        return QByteArray("null");
    return JsonText::fromString(text);
}

class Parser
{
public:
    explicit Parser(const QStringList &lines)
    {
        for (const QString &line : lines) {
            if (!PercentText::isBlank(line) && !line.trimmed().startsWith(u'#'))
                m_lines += line;
        }
    }

    std::optional<QByteArray> document()
    {
        const auto json = map(0);
        return m_at == m_lines.size() ? json : std::nullopt;
    }

private:
    [[nodiscard]] qsizetype indentHere() const
    {
        return m_at < m_lines.size() ? indentOf(m_lines.at(m_at)) : -1;
    }

    [[nodiscard]] bool isItemHere() const
    {
        return m_at < m_lines.size() && m_lines.at(m_at).trimmed().startsWith("- "_L1);
    }

    std::optional<QByteArray> map(qsizetype indent)
    {
        if (++m_depth > maxDepth)
            return std::nullopt;
        static const QRegularExpression pattern(
            u"^([\\w.-]+|'(?:[^']|'')*'|\"[^\"\\\\]*\")\\s*:(?:\\s+(.*))?$"_s,
            QRegularExpression::UseUnicodePropertiesOption);
        JsonFields fields;
        while (indentHere() == indent && !isItemHere()) {
            const auto match = pattern.match(m_lines.at(m_at++).trimmed());
            const auto value = match.hasMatch() ? valueOf(match.captured(2), indent) : std::nullopt;
            if (!value)
                return std::nullopt;
            QString key = match.captured(1);
            if (key.startsWith(u'\''))
                key = key.sliced(1).chopped(1).replace(u"''"_s, u"'"_s);
            else if (key.startsWith(u'"'))
                key = key.sliced(1).chopped(1);
            fields.set(key, *value);
        }
        --m_depth;
        return indentHere() > indent ? std::nullopt : std::optional(fields.toJson());
    }

    std::optional<QByteArray> valueOf(const QString &sameLine, qsizetype indent)
    {
        if (!sameLine.isEmpty())
            return scalarToJson(withLinesBelow(sameLine, indent));
        if (isItemHere() && indentHere() >= indent)
            return list(indentHere());
        return indentHere() > indent ? map(indentHere()) : QByteArray("null");
    }

    /// A long text goes on in lines that are further in.
    QString withLinesBelow(QString text, qsizetype indent)
    {
        while (indentHere() > indent)
            text += u' ' + m_lines.at(m_at++).trimmed();
        if (const qsizetype comment = text.indexOf(" #"_L1);
            comment > 0 && !QStringView(u"\"'[{").contains(text.front()))
            text.truncate(comment);
        return text.trimmed();
    }

    std::optional<QByteArray> list(qsizetype indent)
    {
        QByteArray json = "[";
        while (isItemHere() && indentHere() == indent) {
            const QString item = m_lines.at(m_at++).trimmed().mid(2).trimmed();
            const bool isMap = item.contains(": "_L1) || item.endsWith(u':');
            const auto value = isMap ? std::nullopt : scalarToJson(withLinesBelow(item, indent));
            if (!value)
                return std::nullopt;
            json += (json.size() > 1 ? ", " : "") + *value;
        }
        return json + ']';
    }

    QStringList m_lines;
    qsizetype m_at = 0;
    int m_depth = 0;
};

QString quoted(const QString &text)
{
    const bool isPlainText
        = std::ranges::all_of(text, [](QChar c) { return c.isPrint() && !c.isSurrogate(); });
    return isPlainText ? u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\''
                       : QString::fromUtf8(JsonText::fromString(text));
}

QString scalarOf(const QByteArray &json)
{
    if (!json.startsWith('"'))
        return QString::fromUtf8(json);
    const QString text = JsonText::toString(json);
    static const QRegularExpression plain(u"^[A-Za-z_./][\\w./+() -]*$"_s);
    static const QRegularExpression reserved(
        u"^(?:true|false|null|yes|no|on|off|y|n|\\.inf|\\.nan|[.0-9_]+)$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const bool isPlain = plain.match(text).hasMatch() && !reserved.match(text).hasMatch()
        && text.trimmed() == text && !text.contains(" -"_L1);
    return isPlain ? text : quoted(text);
}

void append(QStringList &lines, QByteArrayView object, int indent)
{
    const QString space(indent, u' ');
    const JsonFields fields(object);
    for (auto field = fields.all().cbegin(); field != fields.all().cend(); ++field) {
        static const QRegularExpression plainKey(u"^[\\w.-]+$"_s);
        const QString key
            = plainKey.match(field.key()).hasMatch() ? field.key() : quoted(field.key());
        const bool isMap
            = field.value().startsWith('{') && !JsonFields(field.value()).all().isEmpty();
        if (isMap) {
            lines += space + key + u':';
            append(lines, field.value(), indent + 2);
        } else {
            lines += space + key + u": "_s
                + scalarOf(field.value()).replace(u'\n', u' ').remove(u'\r');
        }
    }
}

} // namespace

std::optional<QByteArray> HeaderYaml::toJson(const QStringList &lines)
{
    return Parser(lines).document();
}

QStringList HeaderYaml::fromJson(QByteArrayView object)
{
    QStringList lines;
    append(lines, object, 0);
    return lines;
}

} // namespace sessionbook
