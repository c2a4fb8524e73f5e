#include "notebook/json/JsonCursor.h"

#include <bit>
#include <bitset>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sessionbook {

namespace {

bool isPlain(char c)
{
    return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

#ifdef __SSE2__

/// The bytes that are a quote, a backslash or a control character, as all ones.
__m128i specialsOf(__m128i bytes)
{
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    // Unsigned: the smaller of the byte and 0x1f is the byte itself.
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    return _mm_or_si128(_mm_or_si128(quotes, backslashes), controls);
}

__m128i sixteenAt(const char *at)
{
    return _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
}

/// Passes blocks of 64 bytes without a special one: base64 at the speed of memory.
const char *skipPlainBlocks(const char *at, const char *end)
{
    while (end - at >= 64) {
        const __m128i specials = _mm_or_si128(
            _mm_or_si128(specialsOf(sixteenAt(at)), specialsOf(sixteenAt(at + 16))),
            _mm_or_si128(specialsOf(sixteenAt(at + 32)), specialsOf(sixteenAt(at + 48))));
        if (_mm_movemask_epi8(specials) != 0)
            return at;
        at += 64;
    }
    return at;
}

/// The first quote, backslash or control character. Nearly all of a notebook is the inside of
/// strings, so many bytes are looked at together.
const char *skipPlain(const char *at, const char *end)
{
    while (end - at >= 16) {
        const int specials = _mm_movemask_epi8(specialsOf(sixteenAt(at)));
        if (specials != 0)
            return at + std::countr_zero(static_cast<unsigned>(specials));
        at = skipPlainBlocks(at + 16, end);
    }
    while (at < end && isPlain(*at))
        ++at;
    return at;
}

#else

constexpr quint64 everyByte(quint64 byte)
{
    return byte * 0x0101010101010101ULL;
}

/// Non-zero when any byte of `word` is zero.
constexpr quint64 zeroBytes(quint64 word)
{
    return (word - everyByte(0x01)) & ~word & everyByte(0x80);
}

/// The first quote, backslash or control character. Nearly all of a notebook is the inside of
/// strings, so eight bytes are looked at together.
const char *skipPlain(const char *at, const char *end)
{
    while (end - at >= 8) {
        quint64 word = 0;
        std::memcpy(&word, at, sizeof word);
        const quint64 controls = (word - everyByte(0x20)) & ~word & everyByte(0x80);
        if (zeroBytes(word ^ everyByte('"')) | zeroBytes(word ^ everyByte('\\')) | controls)
            break;
        at += 8;
    }
    while (at < end && isPlain(*at))
        ++at;
    return at;
}

#endif

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

} // namespace

JsonCursor::JsonCursor(QByteArrayView text)
    : m_begin(text.data())
    , m_end(text.data() + text.size())
    , m_at(text.data())
{
}

JsonCursor::Kind JsonCursor::peek()
{
    skipSpace();
    if (m_fault || m_at == m_end)
        return Kind::None;
    switch (*m_at) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::String;
    case 't':
    case 'f':
    case 'n':
        return Kind::Literal;
    default:
        return isDigit(*m_at) || *m_at == '-' || *m_at == 'N' || *m_at == 'I' ? Kind::Number
                                                                              : Kind::None;
    }
}

bool JsonCursor::enterObject()
{
    return open('{');
}

bool JsonCursor::enterArray()
{
    return open('[');
}

bool JsonCursor::nextMember()
{
    if (m_fault)
        return false;
    skipSpace();
    if (m_at < m_end && *m_at == '}')
        return close('}');
    if (!m_atFirst) {
        if (m_at == m_end || *m_at != ',')
            return fail("expected ',' or '}'");
        ++m_at;
        skipSpace();
    }
    return takeKey();
}

bool JsonCursor::nextElement()
{
    if (m_fault)
        return false;
    skipSpace();
    if (m_at < m_end && *m_at == ']')
        return close(']');
    if (!m_atFirst) {
        if (m_at == m_end || *m_at != ',')
            return fail("expected ',' or ']'");
        ++m_at;
        skipSpace();
    }
    m_atFirst = false;
    return true;
}

QByteArrayView JsonCursor::takeValue()
{
    if (m_fault)
        return {};
    skipSpace();
    const char *start = m_at;
    const bool opens = m_at < m_end && (*m_at == '{' || *m_at == '[');
    const bool taken = opens ? takeContainer() : takeScalar();
    m_atFirst = false;
    return taken ? QByteArrayView(start, m_at - start) : QByteArrayView();
}

bool JsonCursor::atEnd()
{
    skipSpace();
    if (m_fault)
        return false;
    return m_at == m_end || fail("text after the end");
}

void JsonCursor::skipSpace()
{
    while (m_at < m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
        ++m_at;
}

bool JsonCursor::open(char bracket)
{
    if (m_fault)
        return false;
    skipSpace();
    if (m_at == m_end || *m_at != bracket)
        return fail(bracket == '{' ? "expected '{'" : "expected '['");
    if (++m_depth > maxDepth)
        return fail("nested too deep");
    ++m_at;
    m_atFirst = true;
    return true;
}

/// Always false: what nextMember() and nextElement() return at the end.
bool JsonCursor::close(char bracket)
{
    Q_ASSERT(*m_at == bracket);
    Q_UNUSED(bracket);
    ++m_at;
    --m_depth;
    m_atFirst = false;
    return false;
}

bool JsonCursor::takeKey()
{
    if (m_at == m_end || *m_at != '"')
        return fail("expected a name in double quotes");
    const char *start = m_at;
    if (!takeString())
        return false;
    m_key = QByteArrayView(start, m_at - start);
    skipSpace();
    if (m_at == m_end || *m_at != ':')
        return fail("expected ':'");
    ++m_at;
    m_atFirst = false;
    return true;
}

bool JsonCursor::takeContainer()
{
    std::bitset<maxDepth + 1> isObject;
    const int outerDepth = m_depth;
    do {
        skipSpace();
        const bool isOpening = m_at < m_end && (*m_at == '{' || *m_at == '[');
        if (isOpening) {
            const char bracket = *m_at;
            if (!open(bracket))
                return false;
            isObject[static_cast<size_t>(m_depth)] = bracket == '{';
        } else if (!takeScalar()) {
            return false;
        }
        // Closes what ends here, until there is a next value to take or the outermost bracket is
        // closed.
        while (m_depth > outerDepth
               && !(isObject[static_cast<size_t>(m_depth)] ? nextMember() : nextElement())) {
            if (m_fault)
                return false;
        }
    } while (m_depth > outerDepth);
    return true;
}

bool JsonCursor::takeScalar()
{
    if (m_at == m_end)
        return fail("the text ends early");
    switch (*m_at) {
    case '"':
        return takeString();
    case 't':
        return takeWord("true");
    case 'f':
        return takeWord("false");
    case 'n':
        return takeWord("null");
    default:
        return takeNumber();
    }
}

bool JsonCursor::takeString()
{
    const char *start = m_at++;
    while (true) {
        m_at = skipPlain(m_at, m_end);
        if (m_at == m_end) {
            m_at = start;
            return fail("a string does not end");
        }
        if (*m_at == '"') {
            ++m_at;
            return true;
        }
        if (*m_at != '\\')
            return fail("control character in a string");
        if (!takeEscape())
            return false;
    }
}

bool JsonCursor::takeEscape()
{
    if (m_end - m_at < 2)
        return fail("a string does not end");
    const char escaped = m_at[1];
    if (escaped != 'u') {
        if (!std::strchr("\"\\/bfnrt", escaped) || escaped == '\0')
            return fail("unknown escape in a string");
        m_at += 2;
        return true;
    }
    if (m_end - m_at < 6 || !std::all_of(m_at + 2, m_at + 6, isHexDigit))
        return fail("\\u needs four hexadecimal digits");
    m_sawUnicodeEscape = true;
    m_at += 6;
    return true;
}

bool JsonCursor::takeNumber()
{
    const char *start = m_at;
    if (*m_at == '-')
        ++m_at;
    if (m_at < m_end && (*m_at == 'N' || *m_at == 'I')) {
        m_sawNonFiniteNumber = true;
        return takeWord(*m_at == 'I' ? "Infinity" : "NaN");
    }
    if (m_at < m_end && *m_at == '0')
        ++m_at;
    else if (!takeDigits()) {
        m_at = start;
        return fail("expected a value");
    }
    if (m_at < m_end && *m_at == '.') {
        ++m_at;
        if (!takeDigits())
            return fail("expected a digit");
    }
    if (m_at < m_end && (*m_at == 'e' || *m_at == 'E')) {
        ++m_at;
        if (m_at < m_end && (*m_at == '+' || *m_at == '-'))
            ++m_at;
        if (!takeDigits())
            return fail("expected a digit");
    }
    return true;
}

bool JsonCursor::takeDigits()
{
    const char *start = m_at;
    while (m_at < m_end && isDigit(*m_at))
        ++m_at;
    return m_at != start;
}

bool JsonCursor::takeWord(QByteArrayView word)
{
    if (!QByteArrayView(m_at, m_end - m_at).startsWith(word))
        return fail("expected a value");
    m_at += word.size();
    return true;
}

bool JsonCursor::fail(const char *reason)
{
    if (!m_fault)
        m_fault = JsonFault{m_at - m_begin, QString::fromLatin1(reason)};
    return false;
}

} // namespace sessionbook
