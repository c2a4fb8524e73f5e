#include "LayoutFixtures.h"
#include "outputs/ColorContrast.h"
#include "outputs/HtmlSanitizer.h"
#include "outputview/RichMarkup.h"
#include "outputview/TerminalPalette.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class RichMarkupTest : public QObject
{
    Q_OBJECT
private slots:
    void everySecondRowIsTinted();
    void cellsWithoutAlignmentGetOne();
    void picturesAreTakenOut();
    void colorsForWhitePaperAreMadeReadable();
    void codeEndsWithoutAnEmptyLine();

private:
    static RichMarkup markup(const QString &html, bool isMarkdown = false,
                             const QString &theme = u"light"_s)
    {
        return RichMarkup::of(
            {.html = HtmlSanitizer::sanitized(html), .plainText = {}, .isMarkdown = isMarkdown},
            themeNamed(theme));
    }
};

void RichMarkupTest::everySecondRowIsTinted()
{
    const QString row = u"<tr><td>a</td></tr>"_s;

    const RichMarkup table
        = markup(u"<table><thead>%1</thead><tbody>%1%1%1</tbody></table>"_s.arg(row));

    QCOMPARE(table.html.count("bgcolor"_L1), 2);
}

void RichMarkupTest::cellsWithoutAlignmentGetOne()
{
    const QString html = u"<table><tr><td>1</td><td align=center>2</td></tr></table>"_s;

    QVERIFY(markup(html).html.contains("<td align=\"right\">1"_L1));
    QVERIFY(markup(html, true).html.contains("<td align=\"left\">1"_L1));
    QVERIFY(markup(html).html.contains("<td align=\"center\">2"_L1));
}

void RichMarkupTest::picturesAreTakenOut()
{
    const QString html = u"<img width=20 src=\"data:image/png;base64,%1\">"_s.arg(
        QString::fromLatin1(pngBase64({40, 30}, Qt::red)));

    const RichMarkup rich = markup(html);

    QCOMPARE(rich.html, u"<img src=\"picture:0\" width=\"20\" height=\"15\">"_s);
    QCOMPARE(rich.pictures.first().declaredSize, QSize(20, 15));
    QCOMPARE(rich.pictures.first().pixelSize, QSize(40, 30));
}

void RichMarkupTest::colorsForWhitePaperAreMadeReadable()
{
    const Theme dark = themeNamed(u"dark"_s);
    const QString html = markup(u"<span style='color:#000000'>x</span>"_s, false, u"dark"_s).html;

    const QColor color(html.section("color:"_L1, -1).section(u';', 0, 0));
    QVERIFY2(ColorContrast::between(color, dark.color(ColorRole::Page)) >= 4.5, qPrintable(html));
    QVERIFY(markup(u"<span style='color:#000000'>x</span>"_s)
                .html.contains("style=\"color:#000000;\""_L1));
}

void RichMarkupTest::codeEndsWithoutAnEmptyLine()
{
    QVERIFY(markup(u"<pre><code>a\n\n</code></pre>"_s, true)
                .html.contains("<pre><code>a</code></pre>"_L1));
}

QTEST_MAIN(RichMarkupTest)
#include "tst_richmarkup.moc"
