#include "outputs/HtmlSanitizer.h"

#include "outputs/HtmlTags.h"
#include "outputs/HtmlTokenizer.h"

#include <QColor>
#include <QUrl>

#include <algorithm>
#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int maximumTableNesting = 3;
constexpr int maximumSpan = 100;
constexpr int maximumColumns = 300;
constexpr int maximumPictureSide = 4000;

bool isLinkAllowed(const QString &address)
{
    const QString scheme = QUrl(address.trimmed()).scheme().toLower();
    return scheme == "https"_L1 || scheme == "http"_L1 || scheme == "mailto"_L1;
}

bool isPictureAllowed(QStringView source)
{
    static constexpr std::array prefixes{
        "data:image/png;base64,"_L1,    "data:image/jpeg;base64,"_L1, "data:image/jpg;base64,"_L1,
        "data:image/gif;base64,"_L1,    "data:image/webp;base64,"_L1, "data:image/bmp;base64,"_L1,
        "data:image/svg+xml;base64,"_L1};
    return source.size() <= HtmlSanitizer::maximumPictureLength
        && std::ranges::any_of(prefixes, [&](QLatin1String prefix) {
               return source.startsWith(prefix, Qt::CaseInsensitive);
           });
}

int boundedNumber(const QString &text, int least, int most)
{
    QStringView digits = QStringView(text).trimmed();
    if (digits.endsWith(u"px"))
        digits.chop(2);
    bool isNumber = false;
    const double value = digits.toDouble(&isNumber);
    return isNumber ? static_cast<int>(std::clamp(value, double(least), double(most))) : 0;
}

QString withAttribute(QLatin1String name, const QString &value)
{
    return u" %1=\"%2\""_s.arg(name, value.toHtmlEscaped());
}

/// The few declarations that carry meaning rather than looks; everything else of a style is the
/// theme's business.
QString safeStyle(const QString &style)
{
    QString kept;
    const auto declarations = QStringView(style).split(u';', Qt::SkipEmptyParts);
    for (const QStringView declaration : declarations) {
        const qsizetype colon = declaration.indexOf(u':');
        if (colon < 0)
            continue;
        const QString name = declaration.first(colon).trimmed().toString().toLower();
        const QString value = declaration.sliced(colon + 1).trimmed().toString().toLower();
        const bool isColor
            = (name == "color"_L1 || name == "background-color"_L1) && QColor::isValidColor(value);
        const bool isWeight
            = name == "font-weight"_L1 && (value == "bold"_L1 || value == "normal"_L1);
        const bool isSlant
            = name == "font-style"_L1 && (value == "italic"_L1 || value == "normal"_L1);
        const bool isLine = name == "text-decoration"_L1
            && (value == "underline"_L1 || value == "line-through"_L1);
        if (isColor || isWeight || isSlant || isLine)
            kept += name + u':' + value + u';';
    }
    return kept;
}

bool isHidden(const HtmlToken &tag)
{
    if (tag.attributes.isEmpty())
        return false;
    // scikit-learn's note for pages without styles; its text/plain says the same, better.
    if (tag.attribute(u"class").contains("sk-text-repr-fallback"_L1))
        return true;
    return tag.hasAttribute(u"hidden")
        || tag.attribute(u"style").remove(u' ').contains("display:none"_L1);
}

QString alignmentOf(const HtmlToken &tag)
{
    static constexpr std::array known{"left"_L1, "right"_L1, "center"_L1};
    const QString style = tag.attribute(u"style").remove(u' ').toLower();
    for (const QLatin1String value : known) {
        if (tag.attribute(u"align").compare(value, Qt::CaseInsensitive) == 0
            || style.contains(u"text-align:"_s + value))
            return QString(value);
    }
    return {};
}

class Sanitizing
{
public:
    Sanitizing(QStringView html, bool stopAtFirst, const HtmlSanitizer::Pictures &pictures)
        : m_tokens(html)
        , m_stopAtFirst(stopAtFirst)
        , m_pictures(pictures)
    {
    }

    SafeHtml run()
    {
        while (!(m_stopAtFirst && m_result.showsSomething)) {
            const HtmlToken token = m_tokens.next();
            if (token.kind == HtmlToken::Kind::End)
                break;
            if (token.kind == HtmlToken::Kind::Text)
                text(token.text);
            else if (token.kind == HtmlToken::Kind::OpenTag)
                open(token);
            else
                close(token.text);
        }
        while (!m_open.empty())
            closeTop();
        m_result.plainText = m_result.plainText.trimmed();
        return std::move(m_result);
    }

private:
    struct Element
    {
        QString name; // as it stands in the input
        HtmlTag tag;
        bool isWritten = true; // false: neither tag nor contents are
        int cells = 0; // of a table, when it was opened; of a row, its columns
    };

    bool isSuppressed() const { return !m_open.empty() && !m_open.back().isWritten; }
    [[nodiscard]] std::ptrdiff_t tableDepth() const
    {
        return std::ranges::count(m_open, HtmlTagKind::TableRoot,
                                  [](const Element &element) { return element.tag.kind; });
    }
    /// Between <table> and <td> nothing but rows may stand.
    bool isBetweenCells() const
    {
        if (m_open.empty())
            return false;
        const HtmlTagKind kind = m_open.back().tag.kind;
        return kind == HtmlTagKind::TableRoot || kind == HtmlTagKind::TableSection
            || kind == HtmlTagKind::TableRow;
    }

    void text(const QString &text)
    {
        if (isSuppressed() || isBetweenCells())
            return;
        m_result.html += text.toHtmlEscaped();
        const bool isBlank = QStringView(text).trimmed().isEmpty();
        m_result.showsSomething = m_result.showsSomething || !isBlank;
        m_result.plainText += m_preformatted > 0 ? text : collapsed(text);
    }

    QString collapsed(const QString &text) const
    {
        QString line = text.simplified();
        const QString &before = m_result.plainText;
        const bool atBreak = before.isEmpty() || before.back().isSpace();
        if (!atBreak && text.front().isSpace())
            line.prepend(u' ');
        if (text.back().isSpace() && line.size() > 1)
            line.append(u' ');
        return line;
    }

    void breakLine()
    {
        QString &plain = m_result.plainText;
        while (plain.endsWith(u' '))
            plain.chop(1);
        if (!plain.isEmpty() && !plain.endsWith(u'\n'))
            plain += u'\n';
    }

    void open(const HtmlToken &token)
    {
        const HtmlTag tag = HtmlTag::named(token.text);
        if (tag.kind == HtmlTagKind::Unknown || std::ssize(m_open) >= HtmlSanitizer::maximumNesting)
            return;
        if (tag.kind == HtmlTagKind::Void) {
            if (!isSuppressed() && !isBetweenCells())
                writeVoid(token);
            return;
        }
        closeImplied(token.text);
        if (isSuppressed() || tag.kind == HtmlTagKind::Dropped || isHidden(token)) {
            m_open.push_back({token.text, tag, false});
            return;
        }
        if (prepareFor(tag, token))
            write(tag, token);
    }

    /// Table parts only where they belong; false: the tag goes, its contents stay where they may.
    bool prepareFor(const HtmlTag &tag, const HtmlToken &token)
    {
        switch (tag.kind) {
        case HtmlTagKind::TableRoot:
            return !isBetweenCells() && tableDepth() < maximumTableNesting;
        case HtmlTagKind::TableSection:
            return topKind() == HtmlTagKind::TableRoot;
        case HtmlTagKind::TableRow:
            return topKind() == HtmlTagKind::TableRoot || topKind() == HtmlTagKind::TableSection;
        case HtmlTagKind::TableCell:
            return prepareForCell(token);
        default:
            break;
        }
        return !isBetweenCells()
            || (token.text == "caption"_L1 && topKind() == HtmlTagKind::TableRoot);
    }

    bool prepareForCell(const HtmlToken &token)
    {
        if (topKind() == HtmlTagKind::TableRoot || topKind() == HtmlTagKind::TableSection)
            write(HtmlTag::named(u"tr"), {.kind = HtmlToken::Kind::OpenTag, .text = u"tr"_s});
        if (topKind() != HtmlTagKind::TableRow)
            return false;
        const int columns = std::max(1, boundedNumber(token.attribute(u"colspan"), 1, maximumSpan));
        Element &row = m_open.back();
        const bool fits = row.cells + columns <= maximumColumns
            && m_cells + columns <= HtmlSanitizer::maximumTableCells;
        if (!fits) {
            m_result.isCutOff = true;
            m_open.push_back({token.text, HtmlTag::named(token.text), false});
            return false;
        }
        row.cells += columns;
        m_cells += columns;
        return true;
    }

    [[nodiscard]] HtmlTagKind topKind() const
    {
        return m_open.empty() ? HtmlTagKind::Unknown : m_open.back().tag.kind;
    }

    void write(const HtmlTag &tag, const HtmlToken &token)
    {
        beginInPlainText(tag, token.text);
        m_result.html += u'<' + tag.writtenAs.toString() + safeAttributes(tag, token) + u'>';
        m_preformatted += token.text == "pre"_L1 ? 1 : 0;
        m_open.push_back({token.text, tag});
    }

    void beginInPlainText(const HtmlTag &tag, const QString &name)
    {
        if (tag.kind == HtmlTagKind::TableCell) {
            if (m_open.back().cells > 1 || !m_result.plainText.endsWith(u'\n'))
                m_result.plainText += m_result.plainText.isEmpty() ? QString() : u"\t"_s;
        } else if (tag.kind != HtmlTagKind::Inline) {
            breakLine();
        }
        if (name == "li"_L1)
            m_result.plainText += "- "_L1;
    }

    static QString safeAttributes(const HtmlTag &tag, const HtmlToken &token)
    {
        if (token.attributes.isEmpty())
            return {};
        QString written;
        if (token.text == "a"_L1 && isLinkAllowed(token.attribute(u"href")))
            written += withAttribute("href"_L1, token.attribute(u"href").trimmed());
        if (token.text == "ol"_L1 && token.hasAttribute(u"start"))
            written += withAttribute(
                "start"_L1,
                QString::number(boundedNumber(token.attribute(u"start"), 0, 1'000'000)));
        if (tag.kind == HtmlTagKind::TableCell)
            written += spansOf(token);
        if (const QString align = alignmentOf(token); !align.isEmpty())
            written += withAttribute("align"_L1, align);
        QString style = token.attribute(u"style");
        if (token.text == "font"_L1)
            style += ";color:"_L1 + token.attribute(u"color");
        if (const QString kept = safeStyle(style); !kept.isEmpty())
            written += withAttribute("style"_L1, kept);
        return written;
    }

    static QString spansOf(const HtmlToken &token)
    {
        QString written;
        for (const QLatin1String name : {"colspan"_L1, "rowspan"_L1}) {
            const int span = boundedNumber(token.attribute(QString(name)), 1, maximumSpan);
            if (span > 1)
                written += withAttribute(name, QString::number(span));
        }
        return written;
    }

    void writeVoid(const HtmlToken &token)
    {
        closeImplied(token.text);
        if (token.text == "img"_L1)
            return writePicture(token);
        if (token.text == "input"_L1)
            return writeCheckBox(token);
        m_result.html += u'<' + token.text + u'>';
        breakLine();
    }

    void writeCheckBox(const HtmlToken &token)
    {
        if (token.attribute(u"type") == "checkbox"_L1)
            text(token.hasAttribute(u"checked") ? u"\u2611"_s : u"\u2610"_s);
    }

    [[nodiscard]] QString pictureSource(const QString &address) const
    {
        const QString known = m_pictures ? m_pictures(address) : QString();
        return known.isEmpty() ? address : known;
    }

    void writePicture(const HtmlToken &token)
    {
        const QString address = token.attribute(u"src").trimmed();
        const QString source = pictureSource(address);
        QString alternative = token.attribute(u"alt").simplified();
        if (!isPictureAllowed(source)) {
            if (alternative.isEmpty() && !address.startsWith("data:"_L1))
                alternative = address.section(u'/', -1).section(u'?', 0, 0);
            if (!alternative.isEmpty())
                text(u'[' + alternative + u']');
            return;
        }
        m_result.html += "<img"_L1 + withAttribute("src"_L1, source);
        for (const QLatin1String name : {"width"_L1, "height"_L1}) {
            const int size = boundedNumber(token.attribute(QString(name)), 1, maximumPictureSide);
            if (size > 0)
                m_result.html += withAttribute(name, QString::number(size));
        }
        if (!alternative.isEmpty())
            m_result.html += withAttribute("alt"_L1, alternative);
        m_result.html += u'>';
        m_result.plainText += alternative;
        m_result.showsSomething = true;
    }

    void closeImplied(const QString &opened)
    {
        for (auto element = m_open.rbegin(); element != m_open.rend(); ++element) {
            if (HtmlTag::impliesEndOf(opened, element->name))
                return closeDownTo(std::distance(element, m_open.rend()) - 1);
            if (HtmlTag::isScope(element->name))
                return;
        }
    }

    void close(const QString &name)
    {
        for (auto element = m_open.rbegin(); element != m_open.rend(); ++element) {
            if (element->name == name)
                return closeDownTo(std::distance(element, m_open.rend()) - 1);
            // A stray </div> in a cell must not tear the table open.
            if (element->tag.kind == HtmlTagKind::TableCell
                && HtmlTag::named(name).kind < HtmlTagKind::TableRoot)
                return;
        }
    }

    void closeDownTo(std::ptrdiff_t index)
    {
        while (std::ssize(m_open) > index)
            closeTop();
    }

    void closeTop()
    {
        const Element element = std::move(m_open.back());
        m_open.pop_back();
        if (!element.isWritten)
            return;
        m_result.html += "</"_L1 + element.tag.writtenAs.toString() + u'>';
        m_preformatted -= element.name == "pre"_L1 ? 1 : 0;
        if (element.tag.kind != HtmlTagKind::Inline && element.tag.kind != HtmlTagKind::TableCell)
            breakLine();
    }

    HtmlTokenizer m_tokens;
    bool m_stopAtFirst;
    const HtmlSanitizer::Pictures &m_pictures;
    SafeHtml m_result;
    std::vector<Element> m_open;
    int m_preformatted = 0;
    int m_cells = 0;
};

} // namespace

SafeHtml HtmlSanitizer::sanitize(QStringView html, const Pictures &pictures)
{
    return Sanitizing(html, false, pictures).run();
}

bool HtmlSanitizer::showsSomething(QStringView html)
{
    return Sanitizing(html, true, {}).run().showsSomething;
}

} // namespace sessionbook
