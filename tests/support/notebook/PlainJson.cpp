#include "support/notebook/PlainJson.h"

namespace sessionbook {

namespace {

constexpr int deepest = 1100;

class Parser
{
public:
    explicit Parser(const QByteArray &utf8)
        : m_text(QString::fromUtf8(utf8))
        , m_isUtf8(m_text.toUtf8() == utf8)
    {
    }

    std::optional<PlainJson> whole()
    {
        PlainJson value = next(0);
        skip();
        const bool isWhole = m_isUtf8 && m_isValid && m_at == m_text.size();
        return isWhole ? std::optional(value) : std::nullopt;
    }

private:
    [[nodiscard]] QChar here() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }

    void skip()
    {
        while (here() == u' ' || here() == u'\n' || here() == u'\r' || here() == u'\t')
            ++m_at;
    }

    bool take(QChar sign)
    {
        skip();
        const bool isThere = m_at < m_text.size() && here() == sign;
        m_at += isThere ? 1 : 0;
        return isThere;
    }

    PlainJson fail()
    {
        m_isValid = false;
        m_at = m_text.size();
        return {};
    }

    PlainJson next(int depth)
    {
        skip();
        if (depth > deepest)
            return fail();
        if (take(u'{'))
            return object(depth);
        if (take(u'['))
            return array(depth);
        if (here() == u'"')
            return string();
        return scalar();
    }

    PlainJson object(int depth)
    {
        PlainJson value{.kind = PlainJson::Kind::Object, .text = {}, .items = {}, .members = {}};
        if (take(u'}'))
            return value;
        do {
            skip();
            const PlainJson name = here() == u'"' ? string() : fail();
            if (!take(u':'))
                return fail();
            value.members.removeIf(
                [&name](const auto &member) { return member.first == name.text; });
            value.members.append({name.text, next(depth + 1)});
        } while (take(u','));
        return take(u'}') ? value : fail();
    }

    PlainJson array(int depth)
    {
        PlainJson value{.kind = PlainJson::Kind::Array, .text = {}, .items = {}, .members = {}};
        if (take(u']'))
            return value;
        do {
            value.items.append(next(depth + 1));
        } while (take(u','));
        return take(u']') ? value : fail();
    }

    PlainJson string()
    {
        PlainJson value{.kind = PlainJson::Kind::String, .text = {}, .items = {}, .members = {}};
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (here() == u'"') {
                ++m_at;
                return value;
            }
            if (here() < u' ')
                return fail();
            value.text += here() == u'\\' ? escape() : here();
        }
        return fail();
    }

    QChar escape()
    {
        static const QString letters = QStringLiteral("\"\\/bfnrt");
        static const QString meanings = QStringLiteral("\"\\/\b\f\n\r\t");
        ++m_at;
        if (here() == u'u') {
            bool isNumber = false;
            const ushort code = m_text.mid(m_at + 1, 4).toUShort(&isNumber, 16);
            m_at += 4;
            m_isValid &= isNumber;
            return {code};
        }
        const qsizetype index = letters.indexOf(here());
        m_isValid &= index >= 0;
        return index >= 0 ? meanings.at(index) : QChar();
    }

    PlainJson scalar()
    {
        const qsizetype begin = m_at;
        while (here().isLetterOrNumber() || here() == u'-' || here() == u'+' || here() == u'.')
            ++m_at;
        PlainJson value;
        value.text = m_text.mid(begin, m_at - begin);
        bool isNumber = false;
        value.text.toDouble(&isNumber);
        static const QStringList words{QStringLiteral("true"),     QStringLiteral("false"),
                                       QStringLiteral("null"),     QStringLiteral("NaN"),
                                       QStringLiteral("Infinity"), QStringLiteral("-Infinity")};
        // A number too large for a double is one all the same.
        const bool isLarge = !value.text.isEmpty() && value.text.back().isDigit();
        return isNumber || isLarge || words.contains(value.text) ? value : fail();
    }

    QString m_text;
    bool m_isUtf8;
    bool m_isValid = true;
    qsizetype m_at = 0;
};

} // namespace

std::optional<PlainJson> PlainJson::parse(const QByteArray &utf8)
{
    return Parser(utf8).whole();
}

const PlainJson *PlainJson::member(QStringView name) const
{
    for (const auto &[key, value] : members) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

std::optional<QString> PlainJson::joined() const
{
    if (kind == Kind::String)
        return text;
    if (kind != Kind::Array)
        return {};
    QString all;
    for (const PlainJson &item : items) {
        if (item.kind != Kind::String)
            return {};
        all += item.text;
    }
    return all;
}

bool PlainJson::operator==(const PlainJson &other) const
{
    if (kind != other.kind || text != other.text || items != other.items
        || members.size() != other.members.size())
        return false;
    return std::ranges::all_of(members, [&other](const auto &member) {
        const PlainJson *const there = other.member(member.first);
        return there != nullptr && *there == member.second;
    });
}

} // namespace sessionbook
