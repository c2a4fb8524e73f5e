#include "outputview/RichMarkup.h"

#include "outputs/ColorContrast.h"
#include "outputs/HtmlTokenizer.h"
#include "outputs/ImageDecoder.h"
#include "outputview/TerminalPalette.h"

#include <QColor>

#include <vector>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr qsizetype longestUnwrappedCell
    = 60; // characters of a value's table; Markdown's cells hold prose and always wrap
constexpr double leastContrast = 3.0;

QString attribute(QLatin1String name, const QString &value)
{
    return u" %1=\"%2\""_s.arg(name, value.toHtmlEscaped());
}

QString colorIn(const QString &style, QLatin1String property)
{
    for (const QString &declaration : style.split(u';')) {
        if (declaration.section(u':', 0, 0) == property)
            return declaration.section(u':', 1);
    }
    return {};
}

/// Colours were chosen for white paper: on ours they must still be told from the ground.
QString readableStyle(const QString &style, const Theme &theme)
{
    const QString text = colorIn(style, "color"_L1);
    const QString ground = colorIn(style, "background-color"_L1);
    if (text.isEmpty() && ground.isEmpty())
        return style;
    const QColor onto = ground.isEmpty() ? theme.color(ColorRole::Page) : QColor(ground);
    if (text.isEmpty())
        return style + "color:"_L1 + TerminalPalette::inkOn(onto, theme).name() + u';';
    const QColor ink(text);
    if (onto.alpha() == 0 || ColorContrast::between(ink, onto) >= leastContrast)
        return style;
    return style + "color:"_L1 + ColorContrast::readable(ink, onto).name() + u';';
}

bool isHeading(const QString &name)
{
    return name.size() == 2 && name[0] == u'h' && name[1].isDigit();
}

class Rewriting
{
public:
    Rewriting(const HtmlBlock &block, const Theme &theme)
        : m_block(block)
        , m_theme(theme)
        , m_tokens(block.html)
    {
        m_result.html.reserve(block.html.size() * 2);
    }

    RichMarkup run()
    {
        HtmlToken token = m_tokens.next();
        while (token.kind != HtmlToken::Kind::End) {
            HtmlToken next = m_tokens.next();
            write(token, next);
            token = std::move(next);
        }
        return std::move(m_result);
    }

private:
    struct Table
    {
        bool isInHead = false;
        int bodyRows = 0;
    };

    void write(const HtmlToken &token, const HtmlToken &next)
    {
        if (token.kind == HtmlToken::Kind::Text)
            m_result.html += token.text.toHtmlEscaped();
        else if (token.kind == HtmlToken::Kind::OpenTag)
            open(token, next);
        else
            close(token.text);
    }

    void open(const HtmlToken &token, const HtmlToken &next)
    {
        const QString &name = token.text;
        if (name == "img"_L1)
            return picture(token);
        if (name == "pre"_L1 || name == "blockquote"_L1)
            return openField(name);
        if (name == "table"_L1) {
            m_tables.push_back({});
            m_result.html += "<table border=\"0\" cellspacing=\"0\">"_L1;
            return;
        }
        if (!m_tables.empty() && (name == "thead"_L1 || name == "tbody"_L1))
            m_tables.back().isInHead = name == "thead"_L1;
        if (isHeading(name)) {
            // QTextDocument makes its headings larger by steps, on top of the size that the sheet
            // gives them.
            m_result.html += u"<p class=\"%1\""_s.arg(name) + attributes(token, next) + u'>';
            return;
        }
        m_result.html += u'<' + name + attributes(token, next) + u'>';
    }

    QString attributes(const HtmlToken &token, const HtmlToken &next)
    {
        QString written;
        QString style = readableStyle(token.attribute(u"style"), m_theme);
        const bool isCell = token.text == "td"_L1 || token.text == "th"_L1;
        if (token.text == "tr"_L1)
            written += zebra();
        if (isCell) {
            const bool isLong
                = next.kind == HtmlToken::Kind::Text && next.text.size() > longestUnwrappedCell;
            // An inline style takes a header's line away, so only cells that must wrap have one;
            // the rest is in the sheet.
            style += !m_block.isMarkdown && isLong ? u"white-space:normal;"_s : QString();
            if (!token.hasAttribute(u"align"))
                written += m_block.isMarkdown ? attribute("align"_L1, u"left"_s)
                                              : attribute("align"_L1, u"right"_s);
        }
        for (const HtmlAttribute &given : token.attributes) {
            if (given.name != "style"_L1)
                written += u" %1=\"%2\""_s.arg(given.name, given.value.toHtmlEscaped());
        }
        return style.isEmpty() ? written : written + attribute("style"_L1, style);
    }

    QString zebra()
    {
        if (m_tables.empty() || m_tables.back().isInHead || ++m_tables.back().bodyRows % 2 == 0)
            return {};
        return attribute("bgcolor"_L1, m_theme.color(ColorRole::TableZebra).name());
    }

    void openField(const QString &name)
    {
        if (name == "pre"_L1) {
            m_result.html
                += u"<table width=\"100%\" border=\"0\" cellspacing=\"0\" cellpadding=\"%1\"><tr><td bgcolor=\"%2\"><pre>"_s
                       .arg(QString::number(RichMarkup::codePadding),
                            m_theme.color(ColorRole::CodeField).name());
            return;
        }
        m_result.html
            += u"<table border=\"0\" cellspacing=\"0\" cellpadding=\"%1\"><tr><td class=\"quote\">"_s
                   .arg(RichMarkup::quotePadding);
    }

    void close(const QString &name)
    {
        if (name == "pre"_L1)
            dropLastLineFeeds();
        if (isHeading(name)) {
            m_result.html += "</p>"_L1;
            return;
        }
        m_result.html += "</"_L1 + name + u'>';
        if (name == "table"_L1 && !m_tables.empty())
            m_tables.pop_back();
        if (name == "thead"_L1 && !m_tables.empty())
            m_tables.back().isInHead = false;
        if (name == "pre"_L1)
            m_result.html += "</td></tr></table>"_L1;
        if (name == "blockquote"_L1) {
            m_result.html.chop(qsizetype("</blockquote>"_L1.size()));
            m_result.html += "</td></tr></table>"_L1;
        }
    }

    /// Line feeds at the end of code would show as empty lines.
    void dropLastLineFeeds()
    {
        const auto codeEnd = "</code>"_L1;
        QString &html = m_result.html;
        qsizetype end = html.endsWith(codeEnd) ? html.size() - codeEnd.size() : html.size();
        while (end > 0 && html[end - 1] == u'\n')
            html.remove(--end, 1);
    }

    void picture(const HtmlToken &token)
    {
        const QString source = token.attribute(u"src");
        const qsizetype comma = source.indexOf(u',');
        ImageBlock block;
        block.mimeType = source.sliced(5, source.indexOf(u';') - 5).toLower();
        block.data = QStringView(source).sliced(comma + 1).toLatin1();
        if (block.mimeType.startsWith("image/svg"_L1))
            block.data = QByteArray::fromBase64(block.data);
        block.key = ImageDecoder::keyOf(block.data);
        block.pixelSize = ImageDecoder::sizeByHeader(block.mimeType, block.data);
        block.declaredSize = declaredSize(token, block.pixelSize);
        const QSize size = block.declaredSize.isEmpty() ? block.pixelSize : block.declaredSize;
        if (size.isEmpty())
            return;
        m_result.html += u"<img src=\"picture:%1\" width=\"%2\" height=\"%3\">"_s
                             .arg(m_result.pictures.size())
                             .arg(size.width())
                             .arg(size.height());
        m_result.pictures += std::move(block);
    }

    static QSize declaredSize(const HtmlToken &token, QSize natural)
    {
        const int width = token.attribute(u"width").toInt();
        const int height = token.attribute(u"height").toInt();
        if (natural.isEmpty() || (width > 0 && height > 0))
            return {width, height};
        if (width > 0)
            return {width, std::max(1, int(qint64(natural.height()) * width / natural.width()))};
        return height > 0
            ? QSize(std::max(1, int(qint64(natural.width()) * height / natural.height())), height)
            : QSize();
    }

    const HtmlBlock &m_block;
    const Theme &m_theme;
    HtmlTokenizer m_tokens;
    RichMarkup m_result;
    std::vector<Table> m_tables;
};

} // namespace

RichMarkup RichMarkup::of(const HtmlBlock &block, const Theme &theme)
{
    return Rewriting(block, theme).run();
}

} // namespace sessionbook
