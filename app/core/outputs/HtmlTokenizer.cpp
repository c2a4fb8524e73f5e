#include "outputs/HtmlTokenizer.h"

#include <cmark-gfm/houdini.h>

#include <algorithm>
#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr qsizetype maximumAttributes = 64;
constexpr qsizetype longestReference = 40;

bool isNameStart(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

bool endsName(QChar character)
{
    return character.isSpace() || character == u'>' || character == u'/';
}

/// Elements whose contents are not markup and never shown.
bool holdsRawText(const QString &name)
{
    static constexpr std::array names{"script"_L1,  "style"_L1,    "iframe"_L1,
                                      "noembed"_L1, "noframes"_L1, "textarea"_L1,
                                      "title"_L1,   "xmp"_L1,      "template"_L1};
    return std::ranges::any_of(names, [&](QLatin1String raw) { return name == raw; });
}

/// One reference such as "&lt;" in UTF-8; empty where it is none.
QString decodedReference(const QByteArray &reference)
{
    cmark_strbuf buffer;
    cmark_strbuf_init(cmark_get_default_mem_allocator(), &buffer, 16);
    const auto *bytes = reinterpret_cast<const uint8_t *>(reference.constData());
    houdini_unescape_html_f(&buffer, bytes, static_cast<bufsize_t>(reference.size()));
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(buffer.ptr), buffer.size);
    cmark_strbuf_free(&buffer);
    return text;
}

} // namespace

QString HtmlToken::attribute(QStringView name) const
{
    const auto found = std::ranges::find(attributes, name, &HtmlAttribute::name);
    return found != attributes.end() ? found->value : QString();
}

bool HtmlToken::hasAttribute(QStringView name) const
{
    return std::ranges::find(attributes, name, &HtmlAttribute::name) != attributes.end();
}

HtmlTokenizer::HtmlTokenizer(QStringView html)
    : m_html(html)
{
}

HtmlToken HtmlTokenizer::next()
{
    while (m_at < m_html.size()) {
        if (!startsMarkup())
            return readText();
        const QChar second = m_html[m_at + 1];
        if (second == u'!' || second == u'?') {
            skipDeclaration();
            continue;
        }
        HtmlToken tag = readTag();
        if (tag.kind == HtmlToken::Kind::OpenTag && holdsRawText(tag.text)) {
            skipRawText(tag.text);
            continue;
        }
        return tag;
    }
    return {};
}

bool HtmlTokenizer::startsMarkup() const
{
    if (m_html[m_at] != u'<' || m_at + 1 >= m_html.size())
        return false;
    const QChar second = m_html[m_at + 1];
    return isNameStart(second) || second == u'/' || second == u'!' || second == u'?';
}

HtmlToken HtmlTokenizer::readText()
{
    const qsizetype start = m_at;
    do
        ++m_at;
    while (m_at < m_html.size() && !startsMarkup());
    return {.kind = HtmlToken::Kind::Text, .text = decoded(m_html.sliced(start, m_at - start))};
}

HtmlToken HtmlTokenizer::readTag()
{
    HtmlToken tag{.kind = HtmlToken::Kind::OpenTag};
    ++m_at;
    if (m_html[m_at] == u'/') {
        tag.kind = HtmlToken::Kind::CloseTag;
        ++m_at;
    }
    const qsizetype start = m_at;
    while (m_at < m_html.size() && !endsName(m_html[m_at]))
        ++m_at;
    tag.text = m_html.sliced(start, m_at - start).toString().toLower();
    readAttributes(&tag);
    return tag;
}

void HtmlTokenizer::readAttributes(HtmlToken *tag)
{
    while (m_at < m_html.size() && m_html[m_at] != u'>') {
        if (m_html[m_at].isSpace() || m_html[m_at] == u'/') {
            ++m_at;
            continue;
        }
        const qsizetype start = m_at++;
        while (m_at < m_html.size() && !endsName(m_html[m_at]) && m_html[m_at] != u'=')
            ++m_at;
        HtmlAttribute attribute{m_html.sliced(start, m_at - start).toString().toLower(), {}};
        skipSpace();
        if (m_at < m_html.size() && m_html[m_at] == u'=') {
            ++m_at;
            attribute.value = readAttributeValue();
        }
        if (tag->attributes.size() < maximumAttributes)
            tag->attributes.append(std::move(attribute));
    }
    m_at = std::min(m_at + 1, m_html.size());
}

QString HtmlTokenizer::readAttributeValue()
{
    skipSpace();
    if (m_at >= m_html.size())
        return {};
    const QChar quote = m_html[m_at];
    if (quote != u'"' && quote != u'\'') {
        const qsizetype start = m_at;
        while (m_at < m_html.size() && !m_html[m_at].isSpace() && m_html[m_at] != u'>')
            ++m_at;
        return decoded(m_html.sliced(start, m_at - start));
    }
    const qsizetype start = ++m_at;
    const qsizetype end = m_html.indexOf(quote, start);
    m_at = end < 0 ? m_html.size() : end + 1;
    return decoded(m_html.sliced(start, (end < 0 ? m_html.size() : end) - start));
}

void HtmlTokenizer::skipDeclaration()
{
    const bool isComment = m_html.sliced(m_at).startsWith(u"<!--");
    const QStringView terminator = isComment ? QStringView(u"-->") : QStringView(u">");
    const qsizetype end = m_html.indexOf(terminator, m_at + 2);
    m_at = end < 0 ? m_html.size() : end + terminator.size();
}

void HtmlTokenizer::skipRawText(QStringView name)
{
    const QString terminator = "</"_L1 + name.toString();
    const qsizetype end = m_html.indexOf(terminator, m_at, Qt::CaseInsensitive);
    const qsizetype close = end < 0 ? -1 : m_html.indexOf(u'>', end);
    m_at = close < 0 ? m_html.size() : close + 1;
}

void HtmlTokenizer::skipSpace()
{
    while (m_at < m_html.size() && m_html[m_at].isSpace())
        ++m_at;
}

QString HtmlTokenizer::decoded(QStringView text)
{
    if (!text.contains(u'&'))
        return text.toString();
    QString result;
    result.reserve(text.size());
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype next = text.indexOf(u'&', at);
        const qsizetype plainEnd = next < 0 ? text.size() : next;
        result += text.sliced(at, plainEnd - at);
        if (next < 0)
            break;
        const qsizetype length
            = text.sliced(next, std::min(longestReference, text.size() - next)).indexOf(u';') + 1;
        const qsizetype taken = length > 0 ? length : 1;
        const QStringView reference = text.sliced(next, taken);
        result += taken > 1 ? decodedReference(reference.toUtf8()) : reference.toString();
        at = next + taken;
    }
    return result;
}

} // namespace sessionbook
