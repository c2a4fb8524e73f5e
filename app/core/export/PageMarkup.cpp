#include "export/PageMarkup.h"

#include "export/PageInk.h"
#include "export/PageText.h"
#include "outputs/HtmlTokenizer.h"

#include <QColor>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

QString colorIn(const QString &style, QLatin1String property)
{
    for (const QString &declaration : style.split(u';')) {
        if (declaration.section(u':', 0, 0) == property)
            return declaration.section(u':', 1);
    }
    return {};
}

QString withoutColors(const QString &style)
{
    QString kept;
    for (const QString &declaration : style.split(u';', Qt::SkipEmptyParts)) {
        const QString property = declaration.section(u':', 0, 0);
        if (property != "color"_L1 && property != "background-color"_L1)
            kept += declaration + u';';
    }
    return kept;
}

/// Colours were chosen for white paper.
QString readableStyle(const QString &style)
{
    const QColor ink(colorIn(style, "color"_L1));
    const QColor ground(colorIn(style, "background-color"_L1));
    if (ground.isValid() && ground.alpha() > 0)
        return withoutColors(style) + PageInk::onGround(ground, ink);
    return withoutColors(style) + (ink.isValid() ? PageInk::onPage(ink) : QString());
}

bool isDisplayed(QStringView mathematics)
{
    return mathematics.startsWith(u"$$") || mathematics.startsWith(u"\\[")
        || mathematics.startsWith(u"\\\\[") || mathematics.startsWith(u"\\begin");
}

/// The sanitiser writes a task's box as a character.
bool isTask(QStringView item)
{
    return item.startsWith(u'\u2610') || item.startsWith(u'\u2611');
}

class Rewriting
{
public:
    explicit Rewriting(const QString &html)
        : m_tokens(html)
    {
        m_page.reserve(html.size() + html.size() / 4);
    }

    QString run()
    {
        HtmlToken token = m_tokens.next();
        while (token.kind != HtmlToken::Kind::End) {
            HtmlToken next = m_tokens.next();
            write(token, next);
            token = std::move(next);
        }
        return std::move(m_page);
    }

private:
    void write(const HtmlToken &token, const HtmlToken &next)
    {
        if (token.kind == HtmlToken::Kind::Text)
            m_page += PageText::escaped(token.text);
        else if (token.kind == HtmlToken::Kind::OpenTag)
            open(token, next);
        else
            close(token.text);
    }

    void open(const HtmlToken &token, const HtmlToken &next)
    {
        if (token.text == "table"_L1)
            m_page += "<div class=\"scroll\">"_L1;
        m_page += u'<' + nameOf(token.text) + classesOf(token, next);
        for (const HtmlAttribute &given : token.attributes) {
            const QLatin1String name = known(given.name);
            if (!name.isEmpty())
                m_page += PageText::attribute(name, given.value);
        }
        if (const QString style = readableStyle(token.attribute(u"style")); !style.isEmpty())
            m_page += PageText::attribute("style"_L1, style);
        if (token.text == "img"_L1 && !token.hasAttribute(u"alt"))
            m_page += " alt=\"\""_L1;
        if (token.text == "a"_L1)
            m_page += " rel=\"noopener noreferrer\""_L1;
        m_page += u'>';
    }

    /// The sanitiser's attributes that a page takes as they are.
    static QLatin1String known(const QString &name)
    {
        for (const QLatin1String kept : {"href"_L1, "src"_L1, "alt"_L1, "width"_L1, "height"_L1,
                                         "colspan"_L1, "rowspan"_L1, "start"_L1}) {
            if (name == kept)
                return kept;
        }
        return {};
    }

    /// <center> and <big> are no longer HTML.
    static QString nameOf(const QString &name)
    {
        if (name == "center"_L1)
            return u"div"_s;
        return name == "big"_L1 ? u"span"_s : name;
    }

    static QString classesOf(const HtmlToken &token, const HtmlToken &next)
    {
        QStringList classes;
        if (token.text == "center"_L1)
            classes += u"to-center"_s;
        if (token.text == "big"_L1)
            classes += u"big"_s;
        if (const QString align = token.attribute(u"align"); !align.isEmpty())
            classes += u"to-"_s + align;
        if (token.text == "li"_L1 && isTask(next.text))
            classes += u"task"_s;
        if (token.attribute(u"class") == "math"_L1)
            classes += isDisplayed(next.text) ? u"math display"_s : u"math"_s;
        return classes.isEmpty() ? QString() : PageText::attribute("class"_L1, classes.join(u' '));
    }

    void close(const QString &name)
    {
        m_page += "</"_L1 + nameOf(name) + u'>';
        if (name == "table"_L1)
            m_page += "</div>"_L1;
    }

    HtmlTokenizer m_tokens;
    QString m_page;
};

} // namespace

QString PageMarkup::of(const HtmlBlock &block)
{
    return Rewriting(block.html).run();
}

} // namespace sessionbook
