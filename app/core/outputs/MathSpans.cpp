#include "outputs/MathSpans.h"

#include <QStringView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr QChar markBegin{0xe000};
constexpr QChar markEnd{0xe001};
constexpr qsizetype longestSpan
    = 20'000; // keeps a hostile row of openers from being searched again and again

/// Walks through Markdown once: code is copied, mathematics exchanged for marks.
class Extraction
{
public:
    explicit Extraction(const QString &markdown)
        : m_text(markdown)
    {
    }

    MathSpans run()
    {
        while (m_at < m_text.size()) {
            if (!copyCode() && !takeMath())
                copy(1);
        }
        return std::move(m_result);
    }

private:
    QStringView rest() const { return m_text.sliced(m_at); }

    void copy(qsizetype length)
    {
        // Characters of ours in the input would be taken for marks.
        for (const QChar character : m_text.sliced(m_at, length)) {
            const bool isOurs = character == markBegin || character == markEnd;
            m_result.text += isOurs ? QChar(QChar::ReplacementCharacter) : character;
        }
        m_at += length;
    }

    bool isAtLineStart() const
    {
        qsizetype before = m_at;
        while (before > 0 && m_at - before < 4 && m_text[before - 1] == u' ')
            --before;
        return before == 0 || m_text[before - 1] == u'\n';
    }

    qsizetype runLength(QChar character) const
    {
        qsizetype end = m_at;
        while (end < m_text.size() && m_text[end] == character)
            ++end;
        return end - m_at;
    }

    bool copyCode()
    {
        const QChar fence = m_text[m_at];
        if (fence != u'`' && fence != u'~')
            return false;
        const qsizetype length = runLength(fence);
        if (length >= 3 && isAtLineStart()) {
            copy(fencedLength(QString(length, fence)));
            return true;
        }
        copy(fence == u'`' ? codeSpanLength(length) : length);
        return true;
    }

    qsizetype fencedLength(const QString &fence) const
    {
        qsizetype lineEnd = m_text.indexOf(u'\n', m_at);
        while (lineEnd >= 0) {
            const qsizetype start = lineEnd + 1;
            lineEnd = m_text.indexOf(u'\n', start);
            const qsizetype end = lineEnd < 0 ? m_text.size() : lineEnd;
            if (m_text.sliced(start, end - start).trimmed().startsWith(fence))
                return end - m_at;
        }
        return m_text.size() - m_at; // never closed: code to the end
    }

    qsizetype codeSpanLength(qsizetype ticks) const
    {
        const qsizetype limit = std::min(m_at + ticks + longestSpan, m_text.size());
        qsizetype run = 0;
        for (qsizetype at = m_at + ticks; at < limit; ++at) {
            run = m_text[at] == u'`' ? run + 1 : 0;
            const bool ends = at + 1 == m_text.size() || m_text[at + 1] != u'`';
            if (run == ticks && ends)
                return at + 1 - m_at;
        }
        return ticks; // no end: the ticks are text
    }

    bool takeMath()
    {
        const qsizetype length = mathLength();
        if (length == 0)
            return false;
        m_result.text += MathSpans::markFor(m_result.spans.size());
        m_result.spans += m_text.sliced(m_at, length).toString();
        m_at += length;
        return true;
    }

    qsizetype mathLength()
    {
        if (m_text[m_at] == u'\\')
            return backslashMathLength();
        if (m_text[m_at] != u'$')
            return 0;
        return rest().startsWith(u"$$") ? lengthUpTo(u"$$", 2) : inlineDollarLength();
    }

    qsizetype backslashMathLength()
    {
        if (rest().startsWith(u"\\\\("))
            return lengthUpTo(u"\\\\)", 3);
        if (rest().startsWith(u"\\\\["))
            return lengthUpTo(u"\\\\]", 3);
        if (rest().startsWith(u"\\begin{")) {
            const qsizetype close
                = rest().first(std::min<qsizetype>(rest().size(), 40)).indexOf(u'}');
            if (close < 0)
                return 0;
            const QString terminator = "\\end{"_L1 + rest().sliced(7, close - 6).toString();
            return lengthUpTo(terminator, close + 1);
        }
        if (rest().startsWith(u"\\$")) {
            copy(1); // an escaped dollar is text; the dollar itself is copied by the caller
            return 0;
        }
        return 0;
    }

    // As Pandoc and Jupyter: "$5 and $6" is money, so no space inside the dollars and no digit
    // after the last.
    qsizetype inlineDollarLength()
    {
        if (m_at + 1 >= m_text.size() || m_text[m_at + 1].isSpace())
            return 0;
        const qsizetype length = lengthUpTo(u"$", 1);
        if (length <= 2)
            return 0;
        const bool followsDigit = m_at + length < m_text.size() && m_text[m_at + length].isDigit();
        return followsDigit || m_text[m_at + length - 2].isSpace() ? 0 : length;
    }

    /// The length of the span up to and with `terminator`, outside braces and before an empty line;
    /// 0 where there is none.
    qsizetype lengthUpTo(QStringView terminator, qsizetype from)
    {
        // Where this terminator was missing once, it is missing for every later opener in the same
        // stretch.
        if (m_at < m_noEndBefore && terminator == m_missing)
            return 0;
        const qsizetype limit = std::min(m_at + longestSpan, m_text.size());
        const bool isEnvironment = terminator.size() > 3;
        int braces = 0;
        for (qsizetype at = m_at + from; at < limit; ++at) {
            if (braces <= 0 && m_text.sliced(at).startsWith(terminator))
                return at + terminator.size() - m_at;
            const QChar character = m_text[at];
            if (character == u'\\' && !isEnvironment && terminator.front() != u'\\') {
                ++at;
                continue;
            }
            braces += character == u'{' && !isEnvironment ? 1 : 0;
            braces -= character == u'}' && !isEnvironment ? 1 : 0;
            if (character == u'\n' && startsEmptyLine(at + 1))
                return noEnd(terminator, at);
        }
        return noEnd(terminator, limit);
    }

    qsizetype noEnd(QStringView terminator, qsizetype before)
    {
        m_missing = terminator.toString();
        m_noEndBefore = before;
        return 0;
    }

    bool startsEmptyLine(qsizetype at) const
    {
        while (at < m_text.size() && (m_text[at] == u' ' || m_text[at] == u'\t'))
            ++at;
        return at >= m_text.size() || m_text[at] == u'\n';
    }

    QStringView m_text;
    qsizetype m_at = 0;
    MathSpans m_result;
    QString m_missing;
    qsizetype m_noEndBefore = 0;
};

} // namespace

MathSpans MathSpans::extractedFrom(const QString &markdown)
{
    return Extraction(markdown).run();
}

QString MathSpans::markFor(qsizetype number)
{
    return markBegin + QString::number(number) + markEnd;
}

QString MathSpans::restoredIn(const QString &html) const
{
    if (spans.isEmpty())
        return html;
    QString result;
    result.reserve(html.size());
    bool isInTag = false;
    for (qsizetype at = 0; at < html.size(); ++at) {
        const QChar character = html[at];
        if (character != markBegin) {
            isInTag = character == u'<' || (isInTag && character != u'>');
            result += character;
            continue;
        }
        const qsizetype end = html.indexOf(markEnd, at);
        const QString span
            = spans.value(QStringView(html).sliced(at + 1, end - at - 1).toLongLong())
                  .toHtmlEscaped();
        result += isInTag ? span : u"<span class=\"math\">%1</span>"_s.arg(span);
        at = end;
    }
    return result;
}

} // namespace sessionbook
