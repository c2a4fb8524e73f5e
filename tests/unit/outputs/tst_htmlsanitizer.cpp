#include "outputs/HtmlSanitizer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class HtmlSanitizerTest : public QObject
{
    Q_OBJECT
private slots:
    void markupIsReduced_data();
    void markupIsReduced();
    void picturesThatWouldBeFetchedBecomeTheirText();
    void picturesOfOurOwnStay();
    void picturesKnownToTheCallerAreTaken();
    void plainTextHasCellsAndLines();
    void scriptsAloneShowNothing_data();
    void scriptsAloneShowNothing();
    void hostileInputIsBounded_data();
    void hostileInputIsBounded();
    void hugeTablesAreCutOff();
    void whatIsSafeStaysTheSame();
};

void HtmlSanitizerTest::markupIsReduced_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("safe");
    QTest::newRow("text") << u"a &lt; b &amp; c &hellip;"_s << u"a &lt; b &amp; c \u2026"_s;
    QTest::newRow("lone signs") << u"1 < 2 & 3 > 2"_s << u"1 &lt; 2 &amp; 3 &gt; 2"_s;
    QTest::newRow("script") << u"a<script>alert('</b>')</script>b"_s << u"ab"_s;
    QTest::newRow("script never closed") << u"a<script>alert(1)"_s << u"a"_s;
    QTest::newRow("style") << u"<style>td{color:red}</style><b>x</b>"_s << u"<b>x</b>"_s;
    QTest::newRow("events") << u"<b onclick=\"x()\" id=a class=c>x</b>"_s << u"<b>x</b>"_s;
    QTest::newRow("javascript link") << u"<a href=\"javascript:x()\">x</a>"_s << u"<a>x</a>"_s;
    QTest::newRow("hidden javascript link")
        << u"<a href=\" java&#115;cript:x()\">x</a>"_s << u"<a>x</a>"_s;
    QTest::newRow("file link") << u"<a href=\"file:///etc/passwd\">x</a>"_s << u"<a>x</a>"_s;
    QTest::newRow("link") << u"<a href='https://x.org/?a=1&amp;b=\"'>x</a>"_s
                          << u"<a href=\"https://x.org/?a=1&amp;b=&quot;\">x</a>"_s;
    QTest::newRow("frame") << u"a<iframe src=x>y</iframe>b"_s << u"ab"_s;
    QTest::newRow("form") << u"<form><button>x</button><input value=1>y</form>"_s
                          << u"<div>y</div>"_s;
    QTest::newRow("comment") << u"a<!-- <b> -->b"_s << u"ab"_s;
    QTest::newRow("unknown element") << u"<my-thing>x</my-thing>"_s << u"x"_s;
    QTest::newRow("unclosed") << u"<b><i>x"_s << u"<b><i>x</i></b>"_s;
    QTest::newRow("closed in the wrong order") << u"<b><i>x</b>y</i>"_s << u"<b><i>x</i></b>y"_s;
    QTest::newRow("stray end") << u"x</b></p>"_s << u"x"_s;
    QTest::newRow("list items end each other")
        << u"<ul><li>a<li>b</ul>"_s << u"<ul><li>a</li><li>b</li></ul>"_s;
    QTest::newRow("table")
        << u"<table class=dataframe><tr><th>a<td colspan=2 align=right>b</table>"_s
        << u"<table><tr><th>a</th><td colspan=\"2\" align=\"right\">b</td></tr></table>"_s;
    QTest::newRow("cell without row")
        << u"<table><td>a</table>"_s << u"<table><tr><td>a</td></tr></table>"_s;
    QTest::newRow("cell without table") << u"<td>a</td>"_s << u"a"_s;
    QTest::newRow("text between cells")
        << u"<table>x<tr>y<td>a</td></tr></table>"_s << u"<table><tr><td>a</td></tr></table>"_s;
    QTest::newRow("stray end in a cell") << u"<div><table><tr><td></div>a</td></tr></table></div>"_s
                                         << u"<div><table><tr><td>a</td></tr></table></div>"_s;
    QTest::newRow("style that means something")
        << u"<span style='color: RED; position:fixed; background-color:#fff'>x</span>"_s
        << u"<span style=\"color:red;background-color:#fff;\">x</span>"_s;
    QTest::newRow("style with an address")
        << u"<p style='background:url(file:///x);color:expression(1)'>x</p>"_s << u"<p>x</p>"_s;
    QTest::newRow("hidden") << u"<div hidden>x</div><div style='display: none'>y</div>z"_s
                            << u"z"_s;
    QTest::newRow("check box") << u"<input type=checkbox checked disabled> done"_s
                               << u"\u2611 done"_s;
}

void HtmlSanitizerTest::markupIsReduced()
{
    QFETCH(QString, html);
    QFETCH(QString, safe);

    QCOMPARE(HtmlSanitizer::sanitized(html), safe);
}

void HtmlSanitizerTest::picturesThatWouldBeFetchedBecomeTheirText()
{
    QCOMPARE(HtmlSanitizer::sanitized(u"<img src=\"https://x.org/a/plot.png?x\">"_s),
             u"[plot.png]"_s);
    QCOMPARE(HtmlSanitizer::sanitized(u"<img src=\"file:///etc/passwd\" alt=\"A plot\">"_s),
             u"[A plot]"_s);
    QCOMPARE(HtmlSanitizer::sanitized(u"<img src=\"data:text/html;base64,AAAA\">"_s), QString());
}

void HtmlSanitizerTest::picturesOfOurOwnStay()
{
    const SafeHtml safe = HtmlSanitizer::sanitize(
        u"<img src='data:image/png;base64,AAAA' width=30 height=99999999 onerror=x>");

    QCOMPARE(safe.html, u"<img src=\"data:image/png;base64,AAAA\" width=\"30\" height=\"4000\">"_s);
    QVERIFY(safe.showsSomething);
    QCOMPARE(HtmlSanitizer::sanitized(u"<img src='data:image/png;base64,AA' alt=' a \"b\" '>"_s),
             u"<img src=\"data:image/png;base64,AA\" alt=\"a &quot;b&quot;\">"_s);
}

void HtmlSanitizerTest::picturesKnownToTheCallerAreTaken()
{
    const auto pictures = [](const QString &address) {
        return address == "attachment:a"_L1 ? u"data:image/png;base64,AA"_s : QString();
    };
    const SafeHtml safe = HtmlSanitizer::sanitize(
        u"<img src=\"attachment:a\"><img src=\"attachment:b\" alt=\"b\">", pictures);
    QCOMPARE(safe.html, u"<img src=\"data:image/png;base64,AA\">[b]"_s);
    // One of a kind that is not shown is named, not its bytes.
    const auto refused = [](const QString &) { return u"data:image/tiff;base64,AA"_s; };
    QCOMPARE(HtmlSanitizer::sanitize(u"<img src=\"attachment:c.tiff\">", refused).html,
             u"[attachment:c.tiff]"_s);
    const auto bitmap = [](const QString &) { return u"data:image/bmp;base64,AA"_s; };
    QCOMPARE(HtmlSanitizer::sanitize(u"<img src=\"attachment:d.bmp\">", bitmap).html,
             u"<img src=\"data:image/bmp;base64,AA\">"_s);
}

void HtmlSanitizerTest::plainTextHasCellsAndLines()
{
    const QString html = u"<table><thead><tr><th></th><th>a</th></tr></thead>\n<tbody><tr><th>0</"
                         u"th><td> 1.5 </td></tr>"
                         "</tbody></table><p>two\n  lines</p><pre>x\n y</pre><ul><li>i</li></ul>"_s;

    QCOMPARE(HtmlSanitizer::plainText(html), u"a\n0\t1.5\ntwo lines\nx\n y\n- i"_s);
}

void HtmlSanitizerTest::scriptsAloneShowNothing_data()
{
    QTest::addColumn<QString>("html");
    QTest::newRow("plotly")
        << u"<div> <div id=\"x\" style=\"height:525px\"></div> <script>Plotly.newPlot()</script> </div>"_s;
    QTest::newRow("empty") << u" \n"_s;
    QTest::newRow("scikit-learn")
        << u"<style>x</style><div><div class=\"sk-text-repr-fallback\"><pre>LR()</pre></div>"
           "<div class=\"sk-container\" hidden>…</div></div>"_s;
}

void HtmlSanitizerTest::scriptsAloneShowNothing()
{
    QFETCH(QString, html);

    QVERIFY(!HtmlSanitizer::showsSomething(html));
    QVERIFY(!HtmlSanitizer::sanitize(html).showsSomething);
}

void HtmlSanitizerTest::hostileInputIsBounded_data()
{
    QTest::addColumn<QString>("piece");
    for (const char *piece : {"<", "<b>", "</b>", "<!--", "<!", "<a href=\"", "&", "&#",
                              "<table><tr><td>", "<td colspan=999999>", "<div>", "<script>",
                              "<ul><li>", "<p>", "<tr>", "<b a=1 ", "<svg>", "<pre>"})
        QTest::addRow("%s", piece) << QString::fromLatin1(piece);
}

void HtmlSanitizerTest::hostileInputIsBounded()
{
    QFETCH(QString, piece);
    const QString html = piece.repeated(500'000 / piece.size());

    QCOMPARE_LE(HtmlSanitizer::sanitized(html).size(), html.size() * 8);
}

void HtmlSanitizerTest::hugeTablesAreCutOff()
{
    const QString rows = u"<tr><td colspan=100>x</td></tr>"_s.repeated(1000);

    const SafeHtml safe = HtmlSanitizer::sanitize(QString("<table>"_L1 + rows + "</table>"_L1));

    QVERIFY(safe.isCutOff);
    QCOMPARE(safe.html.count("<td"_L1), HtmlSanitizer::maximumTableCells / 100);
}

void HtmlSanitizerTest::whatIsSafeStaysTheSame()
{
    const QString safe = HtmlSanitizer::sanitized(
        u"<h1>a</h1><p>b <a href=\"https://x\">c</a><br><code>d</code></p><table><tr><td>1</td></tr></table><ol start=3><li>e</ol>"_s);

    QCOMPARE(HtmlSanitizer::sanitized(safe), safe);
}

QTEST_GUILESS_MAIN(HtmlSanitizerTest)
#include "tst_htmlsanitizer.moc"
