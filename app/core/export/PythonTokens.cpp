#include "export/PythonTokens.h"

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

using Kind = CodeToken::Kind;

// The soft keywords match, case and type read as names far more often than as statements.
constexpr auto keywords = std::to_array<std::u16string_view>(
    {u"False",  u"None",   u"True",    u"and",      u"as",       u"assert", u"async",
     u"await",  u"break",  u"class",   u"continue", u"def",      u"del",    u"elif",
     u"else",   u"except", u"finally", u"for",      u"from",     u"global", u"if",
     u"import", u"in",     u"is",      u"lambda",   u"nonlocal", u"not",    u"or",
     u"pass",   u"raise",  u"return",  u"try",      u"while",    u"with",   u"yield"});
static_assert(std::ranges::is_sorted(keywords), "isKeyword() searches by halves");

bool isKeyword(QStringView word)
{
    return std::ranges::binary_search(
        keywords, std::u16string_view(word.utf16(), static_cast<size_t>(word.size())));
}

bool isWordStart(QChar character)
{
    return character.isLetter() || character == u'_' || character.isSurrogate();
}

bool isWordPart(QChar character)
{
    return isWordStart(character) || character.isDigit() || character.isMark();
}

/// "rb", "f", …: what may stand directly before a string's quote.
bool isStringPrefix(QStringView word)
{
    return word.size() <= 2 && std::ranges::all_of(word, [](QChar character) {
               return QStringView(u"rRbBuUfF").contains(character);
           });
}

class Cutting
{
public:
    explicit Cutting(QStringView code)
        : m_code(code)
    {
    }

    QList<CodeToken> run()
    {
        if (takeCellMagic())
            return std::move(m_tokens);
        while (m_at < m_code.size())
            take();
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_code.size() ? m_code[m_at + ahead] : QChar();
    }

    [[nodiscard]] qsizetype lineEnd(qsizetype from) const
    {
        const qsizetype feed = m_code.indexOf(u'\n', from);
        return feed < 0 ? m_code.size() : feed;
    }

    void add(Kind kind, qsizetype start) { m_tokens.append({start, m_at - start, kind}); }

    /// %%bash and its like make the cell something else than Python; those that only watch Python
    /// run do not.
    bool takeCellMagic()
    {
        if (!m_code.startsWith(u"%%"))
            return false;
        while (m_at < m_code.size() && !peek().isSpace())
            ++m_at;
        static constexpr std::array watching{u"%%time", u"%%timeit", u"%%capture", u"%%prun"};
        const QStringView magic = m_code.first(m_at);
        const bool isPython = std::ranges::any_of(
            watching, [&](const char16_t *known) { return magic == QStringView(known); });
        add(Kind::Function, 0);
        m_at = lineEnd(m_at);
        m_isLineStart = true;
        return !isPython;
    }

    void take()
    {
        const QChar next = peek();
        if (next == u'\n') {
            ++m_at;
            m_isLineStart = true;
            return;
        }
        if (next.isSpace()) {
            ++m_at;
            return;
        }
        const bool isFirst = std::exchange(m_isLineStart, false) && m_depth == 0;
        if (isFirst && (next == u'%' || next == u'!' || next == u'@'))
            return takeMark(next == u'@');
        if (next == u'#')
            return takeComment();
        if (next == u'"' || next == u'\'')
            return takeString(m_at);
        if (next.isDigit() || (next == u'.' && peek(1).isDigit()))
            return takeNumber();
        if (isWordStart(next))
            return takeWord();
        m_depth += next == u'(' || next == u'[' || next == u'{' ? 1 : 0;
        m_depth -= next == u')' || next == u']' || next == u'}' ? 1 : 0;
        m_depth = std::max(m_depth, 0);
        ++m_at;
    }

    void takeMark(bool isDecorator)
    {
        const qsizetype start = m_at++;
        if (!isDecorator) {
            // A magic or a shell's command: the line is not Python.
            while (m_at < m_code.size() && !peek().isSpace())
                ++m_at;
            add(Kind::Function, start);
            m_at = lineEnd(m_at);
            return;
        }
        while (isWordPart(peek()) || peek() == u'.')
            ++m_at;
        add(Kind::Function, start);
    }

    void takeComment()
    {
        const qsizetype start = m_at;
        m_at = lineEnd(m_at);
        add(Kind::Comment, start);
    }

    void takeString(qsizetype start)
    {
        const QChar quote = peek();
        const bool isLong = peek(1) == quote && peek(2) == quote;
        m_at += isLong ? 3 : 1;
        while (m_at < m_code.size()) {
            if (peek() == u'\\') {
                m_at = std::min(m_at + 2, m_code.size());
                continue;
            }
            if (peek() == u'\n' && !isLong)
                break; // never closed: the next line is code again
            if (peek() == quote && (!isLong || (peek(1) == quote && peek(2) == quote))) {
                m_at += isLong ? 3 : 1;
                break;
            }
            ++m_at;
        }
        add(Kind::String, start);
    }

    void takeNumber()
    {
        const qsizetype start = m_at;
        const bool isHex = peek() == u'0' && (peek(1) == u'x' || peek(1) == u'X');
        while (isWordPart(peek()) || peek() == u'.') {
            const bool isExponent = !isHex && (peek() == u'e' || peek() == u'E');
            ++m_at;
            if (isExponent && (peek() == u'+' || peek() == u'-'))
                ++m_at;
        }
        add(Kind::Number, start);
    }

    void takeWord()
    {
        const qsizetype start = m_at;
        while (isWordPart(peek()))
            ++m_at;
        const QStringView word = m_code.sliced(start, m_at - start);
        if ((peek() == u'"' || peek() == u'\'') && isStringPrefix(word))
            return takeString(start);
        const bool isDefined = std::exchange(m_isDefining, word == u"def" || word == u"class");
        if (isKeyword(word))
            add(Kind::Keyword, start);
        else if (isDefined)
            add(Kind::Function, start);
    }

    QStringView m_code;
    qsizetype m_at = 0;
    QList<CodeToken> m_tokens;
    int m_depth = 0; // of brackets: a % within them is an operator
    bool m_isLineStart = true;
    bool m_isDefining = false;
};

} // namespace

QList<CodeToken> PythonTokens::in(QStringView code)
{
    return Cutting(code).run();
}

} // namespace sessionbook
