#include "outputs/MathSpans.h"
#include "outputs/Markdown.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class MarkdownTest : public QObject
{
    Q_OBJECT
private slots:
    void githubsFlavourIsRead_data();
    void githubsFlavourIsRead();
    void mathematicsIsTakenOut_data();
    void mathematicsIsTakenOut();
    void mathematicsKeepsItsSigns();
    void mathematicsInALinkStaysInside();
    void rawHtmlIsMadeSafe();
    void hostileInputEnds_data();
    void hostileInputEnds();
};

void MarkdownTest::githubsFlavourIsRead_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("html");
    QTest::newRow("heading") << u"# T"_s << u"<h1>T</h1>\n"_s;
    QTest::newRow("emphasis") << u"*a* **b** ~~c~~"_s << u"<p><i>a</i> <b>b</b> <s>c</s></p>\n"_s;
    QTest::newRow("code") << u"```python\na < b\n```"_s
                          << u"<pre><code>a &lt; b\n</code></pre>\n"_s;
    QTest::newRow("autolink") << u"see https://x.org"_s
                              << u"<p>see <a href=\"https://x.org\">https://x.org</a></p>\n"_s;
    QTest::newRow("tasks") << u"- [ ] a\n- [x] b"_s
                           << u"<ul>\n<li>\u2610 a</li>\n<li>\u2611 b</li>\n</ul>\n"_s;
    QTest::newRow("script") << u"<script>x</script>"_s << u""_s;
    QTest::newRow("attachment") << u"![A plot](attachment:plot.png)"_s << u"<p>[A plot]</p>\n"_s;
}

void MarkdownTest::githubsFlavourIsRead()
{
    QFETCH(QString, markdown);
    QFETCH(QString, html);

    QCOMPARE(Markdown::toHtml(markdown).trimmed(), html.trimmed());
}

void MarkdownTest::mathematicsIsTakenOut_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QStringList>("spans");
    QTest::newRow("inline") << u"a $x_1$ b $y$"_s << QStringList{u"$x_1$"_s, u"$y$"_s};
    QTest::newRow("display") << u"$$\na*b*c\n$$"_s << QStringList{u"$$\na*b*c\n$$"_s};
    QTest::newRow("brackets") << u"\\\\(a\\\\) \\\\[b\\\\]"_s
                              << QStringList{u"\\\\(a\\\\)"_s, u"\\\\[b\\\\]"_s};
    QTest::newRow("environment") << u"\\begin{align*}a_1&=b\\\\c\\end{align*}"_s
                                 << QStringList{u"\\begin{align*}a_1&=b\\\\c\\end{align*}"_s};
    QTest::newRow("dollars in braces")
        << u"$a \\text{costs $5$}$"_s << QStringList{u"$a \\text{costs $5$}$"_s};
    QTest::newRow("money") << u"it is $5 or $6"_s << QStringList{};
    QTest::newRow("escaped") << u"it is \\$5 and \\$6$"_s << QStringList{};
    QTest::newRow("not across an empty line") << u"a $x\n\ny$ b"_s << QStringList{};
    QTest::newRow("not in code") << u"`$x$` and ```` $y$ ````\n```\n$z$\n```\n"_s << QStringList{};
    QTest::newRow("unclosed") << u"a $x and $$y"_s << QStringList{};
}

void MarkdownTest::mathematicsIsTakenOut()
{
    QFETCH(QString, markdown);
    QFETCH(QStringList, spans);

    QCOMPARE(MathSpans::extractedFrom(markdown).spans, spans);
}

void MarkdownTest::mathematicsKeepsItsSigns()
{
    QCOMPARE(Markdown::toHtml(u"so $a_1 < b_2 * c*d$."_s),
             u"<p>so <span class=\"math\">$a_1 &lt; b_2 * c*d$</span>.</p>\n"_s);
}

void MarkdownTest::mathematicsInALinkStaysInside()
{
    const QString html
        = Markdown::toHtml(u"[a](https://x.org/$b$) <a href=\"https://x/$c$\">d</a>"_s);

    QVERIFY2(!html.contains("<span class=\"math\">$c"_L1), qPrintable(html));
    QCOMPARE(html.count("<a href="_L1), 2);
}

void MarkdownTest::rawHtmlIsMadeSafe()
{
    QCOMPARE(Markdown::toHtml(u"a <b onclick=x>b</b> <img src=x.png alt=c>"_s),
             u"<p>a <b>b</b> [c]</p>\n"_s);
}

void MarkdownTest::hostileInputEnds_data()
{
    QTest::addColumn<QString>("piece");
    for (const char *piece : {"$", "$$", "\\begin{a}", "`", "``` ", "[", "![", "*a ", "_", "> ",
                              "- ", "|", "\\\\(", "\n    ", "$x{", "<b>", "| a | b |\n"})
        QTest::addRow("%s", piece) << QString::fromLatin1(piece);
}

void MarkdownTest::hostileInputEnds()
{
    QFETCH(QString, piece);

    QCOMPARE_LE(Markdown::toHtml(piece.repeated(20'000)).size(), 40 * 20'000 * piece.size());
}

QTEST_GUILESS_MAIN(MarkdownTest)
#include "tst_markdown.moc"
