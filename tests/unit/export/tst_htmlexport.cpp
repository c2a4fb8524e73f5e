#include "export/HtmlExport.h"
#include "export/PageInk.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QString python = u"/usr/bin/python3"_s;

const QByteArray onePixel
    = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAW"
      "jR9awAAAABJRU5ErkJggg==";

QString pageOf(const NotebookData &notebook, const QString &title = u"T"_s)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto written = HtmlExport::write(notebook, title, buffer);
    return written ? QString::fromUtf8(buffer.data()) : QString();
}

QString pageOf(const QList<Cell> &cells)
{
    NotebookData notebook;
    notebook.cells = cells;
    return pageOf(notebook);
}

/// What stands in <main>.
QString bodyOf(const QList<Cell> &cells)
{
    return pageOf(cells).section(u"<main>\n"_s, 1).section(u"</main>"_s, 0, 0);
}

Cell codeWith(const QList<Output> &outputs)
{
    Cell cell = Cell::code(u"x"_s);
    cell.outputs = outputs;
    return cell;
}

Output displayOf(const QString &type, const QByteArray &data)
{
    return Output::display({.data = {{{type, data}}}});
}

Cell markdownWith(const QString &source, const QByteArray &attachments)
{
    Cell cell = Cell::markdown(source);
    cell.otherFields = {ByteSlice("\"attachments\": " + attachments)};
    return cell;
}

/// What a browser could run or fetch, looked for by Python's own parser, and whether every element
/// is closed in its order.
constexpr auto judge = R"py(
import html.parser, sys
void = {'meta', 'img', 'br', 'hr'}
known = {'html','head','meta','title','style','body','main','div','pre','code','span','p','a','img','br','hr','b',
    'i','u','s','small','sub','sup','h1','h2','h3','h4','h5','h6','ul','ol','li','dl','dt','dd','blockquote','table',
    'caption','thead','tbody','tfoot','tr','th','td','strong','details','summary'}
attributes = {'lang','charset','http-equiv','content','name','class','style','dir','href','rel','src','alt','width',
    'height','colspan','rowspan','start'}
class Judge(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults = [], []
    def handle_starttag(self, tag, attrs):
        if tag not in known: self.faults.append('element ' + tag)
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)): self.faults.append('doubled attribute in ' + tag)
        for name, value in attrs:
            value = value or ''
            if name not in attributes: self.faults.append('attribute ' + name)
            if name == 'src' and not value.startswith('data:image/'): self.faults.append('src ' + value[:60])
            if name == 'href' and not value.startswith(('https:', 'http:', 'mailto:')):
                self.faults.append('href ' + value[:60])
            if name == 'style' and ('url' in value.lower() or '@' in value): self.faults.append('style ' + value[:60])
        if tag == 'img' and 'alt' not in names: self.faults.append('img without alt')
        if tag not in void: self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag: self.faults.append('end of ' + tag + ' in ' + str(self.open[-3:]))
        else: self.open.pop()
    def handle_comment(self, data): self.faults.append('comment')
    def unknown_decl(self, data): self.faults.append('declaration')
    def handle_pi(self, data): self.faults.append('instruction')
for path in sys.argv[1:]:
    judge = Judge()
    text = open(path, encoding='utf-8', newline='').read()
    judge.feed(text)
    judge.close()
    if any(ord(c) < 32 and c not in '\n\t' for c in text): judge.faults.append('control character')
    if judge.open: judge.faults.append('left open: ' + str(judge.open))
    if judge.faults: sys.exit(path + ': ' + '; '.join(judge.faults[:5]))
)py";

QByteArray verdictOn(const QString &page)
{
    QTemporaryFile file;
    if (!file.open())
        return "no temporary file";
    file.write(page.toUtf8());
    file.close();
    QProcess process;
    process.start(python, {u"-c"_s, QString::fromUtf8(judge), file.fileName()});
    if (!process.waitForFinished(60'000))
        return "python3 did not end";
    return process.exitCode() == 0 ? QByteArray() : process.readAllStandardError();
}

} // namespace

class HtmlExportTest : public QObject
{
    Q_OBJECT
private slots:
    void pageIsWholeAndFetchesNothing();
    void codeIsColouredAndNumbered();
    void codeOfAnotherLanguageIsPlain();
    void markdownIsRendered();
    void attachmentsArePicturesOfThePage();
    void emptyCellsAreLeftOut();
    void rawCellsAreShownAsTheyAre();
    void outputs_data();
    void outputs();
    void libraryFramesAreFolded();
    void picturesKeepTheirSizeAndSaySomething();
    void svgIsAPictureWithItsNamespace();
    void coloursOfTheNotebookCanBeReadOnBothPages();
    void attacksDoNothing_data();
    void attacksDoNothing();
    void styleSheetHasTheWindowsColours_data();
    void styleSheetHasTheWindowsColours();
    void failureToWriteIsTold();
};

void HtmlExportTest::pageIsWholeAndFetchesNothing()
{
    NotebookData notebook;
    notebook.cells = {Cell::markdown(u"# Title"_s), Cell::code(u"1"_s)};
    const QString page = pageOf(notebook, u"a < b"_s);

    QVERIFY(page.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"_L1));
    QVERIFY(page.endsWith("</html>\n"_L1));
    QVERIFY(page.contains("<title>a &lt; b</title>"_L1));
    QVERIFY(page.contains("@media screen and (prefers-color-scheme: dark)"_L1));
    QVERIFY(page.contains("@media print"_L1));
    QVERIFY(page.contains("name=\"viewport\""_L1));
    QVERIFY(page.contains("default-src 'none'"_L1));
    QVERIFY(!page.contains("url("_L1));
    QVERIFY(!page.contains("@import"_L1));
    QCOMPARE(verdictOn(page), QByteArray());
}

void HtmlExportTest::codeIsColouredAndNumbered()
{
    Cell cell = Cell::code(u"if a < 1:  # why\n    'x'\n"_s);
    cell.executionCount = 7;
    QCOMPARE(bodyOf({cell}),
             u"<div class=\"cell code\">\n<div class=\"prompt\">[7]</div>\n"
             "<pre class=\"source\" dir=\"ltr\"><code><span class=\"k\">if</span> a &lt; "
             "<span class=\"n\">1</span>:  <span class=\"c\"># why</span>\n    "
             "<span class=\"s\">'x'</span></code></pre>\n</div>\n"_s);
}

void HtmlExportTest::codeOfAnotherLanguageIsPlain()
{
    NotebookData notebook;
    notebook.metadata = R"({"language_info": {"name": "R"}})";
    notebook.cells = {Cell::code(u"if (x) 1"_s)};
    QVERIFY(pageOf(notebook).contains("<code>if (x) 1</code>"_L1));
}

void HtmlExportTest::markdownIsRendered()
{
    const QString body = bodyOf({Cell::markdown(
        u"# Über\n\n$$a_1$$ and $b<c$\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n<center>c</center>"_s)});
    QVERIFY2(body.contains(u"<h1>Über</h1>"_s), qPrintable(body));
    QVERIFY2(body.contains("<span class=\"math display\">$$a_1$$</span>"_L1), qPrintable(body));
    QVERIFY2(body.contains("<span class=\"math\">$b&lt;c$</span>"_L1), qPrintable(body));
    QVERIFY2(body.contains("<div class=\"scroll\"><table>"_L1), qPrintable(body));
    QVERIFY2(body.contains("<td class=\"to-right\">2</td>"_L1), qPrintable(body));
    QVERIFY2(body.contains("<div class=\"to-center\">c</div>"_L1), qPrintable(body));
    const QString tasks = bodyOf({Cell::markdown(u"- [x] a\n- b"_s)});
    QVERIFY2(tasks.contains(u"<li class=\"task\">\u2611 a</li>\n<li>b</li>"_s), qPrintable(tasks));
    QCOMPARE(verdictOn(pageOf({Cell::markdown(u"a"_s)})), QByteArray());
}

void HtmlExportTest::attachmentsArePicturesOfThePage()
{
    const QString body = bodyOf({markdownWith(
        u"![A plot](attachment:my%20plot.png) <img src=\"attachment:my plot.png\" alt=\"two\"> ![none](attachment:no.png)"_s,
        "{\"my plot.png\": {\"image/png\": \"" + onePixel + "\"}}")});
    const QString picture = u"<img src=\"data:image/png;base64,"_s + QString::fromLatin1(onePixel);
    QVERIFY2(body.contains(picture + "\" alt=\"A plot\">"_L1), qPrintable(body));
    QVERIFY2(body.contains(picture + "\" alt=\"two\">"_L1), qPrintable(body));
    QVERIFY2(body.contains("[none]"_L1), qPrintable(body));
}

void HtmlExportTest::emptyCellsAreLeftOut()
{
    QCOMPARE(bodyOf({Cell::code(u" \n"_s), Cell::markdown({})}), QString());
}

void HtmlExportTest::rawCellsAreShownAsTheyAre()
{
    Cell cell = Cell::code(u"<b>raw</b>"_s);
    cell.kind = CellKind::Raw;
    QCOMPARE(
        bodyOf({cell}),
        u"<div class=\"cell raw\">\n<pre class=\"source\">&lt;b&gt;raw&lt;/b&gt;</pre>\n</div>\n"_s);
}

void HtmlExportTest::outputs_data()
{
    QTest::addColumn<QList<Output>>("outputs");
    QTest::addColumn<QString>("markup");

    QTest::newRow("stream") << QList{Output::stream(u"stdout"_s, u"a\n"_s),
                                     Output::stream(u"stdout"_s, u"b <\n"_s)}
                            << u"<pre>a\nb &lt;\n</pre>\n"_s;
    QTest::newRow("progress") << QList{Output::stream(u"stdout"_s, u"10%\r100%\n"_s)}
                              << u"<pre>100%\n</pre>\n"_s;
    QTest::newRow("standard error")
        << QList{Output::stream(u"stderr"_s, u"w"_s)} << u"<pre class=\"warning\">w</pre>\n"_s;
    QTest::newRow("colours")
        << QList{Output::stream(u"stdout"_s, u"\x1b[1;31mr\x1b[0m"_s)}
        << u"<pre><span style=\"color:var(--a1);font-weight:600;\">r</span></pre>\n"_s;
    QTest::newRow("result") << QList{displayOf(u"text/plain"_s, "<A & B>")}
                            << u"<pre>&lt;A &amp; B&gt;</pre>\n"_s;
    QTest::newRow("table")
        << QList{displayOf(u"text/html"_s, "<table><tr><td>1")}
        << u"<div class=\"value\"><div class=\"scroll\"><table><tr><td>1</td></tr></table></div></div>\n"_s;
    QTest::newRow("markdown") << QList{displayOf(u"text/markdown"_s, "*a*")}
                              << u"<div class=\"prose\"><p><i>a</i></p>\n</div>\n"_s;
    QTest::newRow("latex") << QList{displayOf(u"text/latex"_s, "$a<b$")}
                           << u"<pre>$a&lt;b$</pre>\n"_s;
    QTest::newRow("json") << QList{displayOf(u"application/json"_s, "{\"a\":1}")}
                          << u"<pre>{\n  &quot;a&quot;: 1\n}</pre>\n"_s;
    QTest::newRow("error")
        << QList{Output::error({u"E"_s, u"m < n"_s, {}})}
        << u"<div class=\"error\"><div class=\"what\"><strong>E</strong>: m &lt; n</div></div>\n"_s;
    QTest::newRow("unknown") << QList{Output::fromJson(ByteSlice("{\"output_type\": \"new\"}"))}
                             << u"<pre>[new]</pre>\n"_s;
}

void HtmlExportTest::outputs()
{
    QFETCH(const QList<Output>, outputs);
    QFETCH(const QString, markup);

    const QString body = bodyOf({codeWith(outputs)});
    const QString shown = body.section(u"<div class=\"outputs\">\n"_s, 1);
    QCOMPARE(shown, markup + u"</div>\n</div>\n"_s);
    QCOMPARE(verdictOn(pageOf({codeWith(outputs)})), QByteArray());
}

void HtmlExportTest::libraryFramesAreFolded()
{
    const QStringList traceback{
        u"-----------------------------------------------------------------"_s,
        u"KeyError                                  Traceback (most recent call last)"_s,
        u"Cell In[1], line 1\n----> 1 d['x']\n"_s,
        u"File /usr/lib/python3/dist-packages/pandas/base.py:3629, in Index.get_loc(self, key)\n   3628 a\n-> 3629 b\n"_s,
        u"KeyError: 'x'"_s};
    const QString body = bodyOf({codeWith({Output::error({u"KeyError"_s, u"'x'"_s, traceback})})});
    QVERIFY2(body.contains("<pre>Cell In[1], line 1\n----&gt; 1 d['x']</pre>"_L1),
             qPrintable(body));
    QVERIFY2(
        body.contains("<details><summary>File /usr/lib/python3/dist-packages/pandas/base.py:3629, "
                      "in Index.get_loc(self, key)</summary><pre>   3628 a\n-&gt; 3629 b</pre>"_L1),
        qPrintable(body));
    QCOMPARE(body.count("KeyError"_L1), 1);
}

void HtmlExportTest::picturesKeepTheirSizeAndSaySomething()
{
    DisplayContent content;
    content.data = {{{u"image/png"_s, onePixel.left(40) + '\n' + onePixel.mid(40)},
                     {u"text/plain"_s, "<Figure \"1\">"}}};
    content.metadata = R"({"image/png": {"width": 30}})";
    const QString body = bodyOf({codeWith({Output::display(content)})});
    QVERIFY2(body.contains("<img alt=\"&lt;Figure &quot;1&quot;&gt;\" width=\"30\" height=\"30\" "
                           "src=\"data:image/png;base64,"_L1
                           + QString::fromLatin1(onePixel) + "\">"_L1),
             qPrintable(body));
}

void HtmlExportTest::svgIsAPictureWithItsNamespace()
{
    const QString body = bodyOf(
        {codeWith({displayOf(u"image/svg+xml"_s,
                             "<svg width=\"2\" height=\"2\" "
                             "onload=\"alert(1)\"><script>alert(1)</script><rect/></svg>")})});
    static const QRegularExpression source(
        u"src=\"data:image/svg\\+xml;base64,([A-Za-z0-9+/=]+)\""_s);
    const QByteArray svg = QByteArray::fromBase64(source.match(body).captured(1).toLatin1());
    QVERIFY2(svg.contains("xmlns=\"http://www.w3.org/2000/svg\""), svg.constData());
    QVERIFY2(svg.contains("<rect"), svg.constData());
    QVERIFY2(!svg.contains("alert"), svg.constData());
}

void HtmlExportTest::coloursOfTheNotebookCanBeReadOnBothPages()
{
    const QString body
        = bodyOf({codeWith({displayOf(u"text/html"_s,
                                      "<p><span style=\"color:yellow\">a</span>"
                                      "<span style=\"background-color:#000080\">b</span>")})});
    static const QRegularExpression two(u"--l:(#[0-9a-f]{6});--d:(#[0-9a-f]{6});"_s);
    const auto match = two.match(body);
    QVERIFY2(match.hasMatch(), qPrintable(body));
    QVERIFY(match.captured(1) != match.captured(2));
    QVERIFY2(body.contains("background:#000080;color:#ffffff;"_L1), qPrintable(body));
}

void HtmlExportTest::attacksDoNothing_data()
{
    QTest::addColumn<QList<Cell>>("cells");

    const QList<std::pair<const char *, QString>> words{
        {"script", u"<script>alert(1)</script>"_s},
        {"broken out of code", u"</code></pre></main><script>alert(1)</script>"_s},
        {"broken out of a title", u"</title><script>alert(1)</script>"_s},
        {"broken out of a style", u"</style><script>alert(1)</script>"_s},
        {"broken out of a value", u"\"><img src=x onerror=alert(1)>"_s},
        {"comment", u"<!-- <script>alert(1)</script> --!> <![CDATA[x]]> <?x?>"_s},
        {"frame", u"<iframe srcdoc='<script>alert(1)</script>'></iframe>"_s},
        {"event", u"<b onclick=alert(1)>x</b><details open ontoggle=alert(1)>"_s},
        {"address",
         u"<a href=\"javascript:alert(1)\">x</a> [y](javascript:alert(1)) <a href=' java\tscript:alert(1)'>"_s},
        {"fetched picture",
         u"<img src=https://evil.example/x.png> ![x](//evil.example/x) <img srcset='http://evil.example/1 2x'>"_s},
        {"fetched style",
         u"<link rel=stylesheet href=http://evil.example/><style>@import 'http://evil.example/'</style><p style=\"background:url(http://evil.example/)\">"_s},
        {"refresh",
         u"<meta http-equiv=refresh content='0;url=http://evil.example/'><base href='http://evil.example/'>"_s},
        {"form", u"<form action=http://evil.example/><input name=a><button>x</button></form>"_s},
        {"foreign",
         u"<svg><style><img src=x onerror=alert(1)></style></svg><math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"_s},
        {"raw text",
         u"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"><textarea><title><plaintext><xmp>"_s},
        {"torn", u"<table><td><p><b></table></div></div></main></body></html><i"_s},
        {"misnested", u"<b><p><i></b>x</p></i><a href=http://a.b/><a href=http://c.d/>y</a></a>"_s},
        {"control characters",
         u"a\x01\x08\x0b\x0c\x1f\x7f\u0085"_s + QChar(0) + QChar(0xfffe) + QChar(0xd83d)},
        {"picture address",
         u"<img src=\"data:image/png;base64,x&quot; onerror=alert(1)\"><img src='data:text/html;base64,eA=='>"_s},
        {"mathematics", u"$</span><script>alert(1)</script>$ $$<img src=x onerror=alert(1)>$$"_s},
        {"link title",
         u"[a](http://x.y \"\\\" onclick=alert(1)\") ![a\" onerror=alert(1)](data:image/png;base64,AA)"_s},
        {"marks of our own",
         u"\ue000"
         u"7\ue001 <b title=\"\ue000"
         u"0\ue001\">$x$"_s},
    };
    for (const auto &[name, text] : words) {
        Cell raw = Cell::code(text);
        raw.kind = CellKind::Raw;
        const QByteArray utf8 = text.toUtf8();
        DisplayContent picture;
        picture.data = {{{u"image/png"_s, utf8}, {u"text/plain"_s, utf8}}};
        picture.metadata = "{\"image/png\": {\"width\": \"1\\\" onload=x\"}}";
        Cell code = codeWith(
            {Output::stream(u"stdout"_s, text), Output::stream(u"\"><script>"_s, text),
             displayOf(u"text/html"_s, utf8), displayOf(u"text/markdown"_s, utf8),
             displayOf(u"text/latex"_s, utf8), displayOf(u"text/plain"_s, utf8),
             displayOf(u"text/\"><script>"_s, utf8), displayOf(u"image/svg+xml"_s, utf8),
             displayOf(u"image/svg+xml"_s, "<svg>" + utf8 + "</svg>"),
             displayOf(u"image/jpeg"_s, utf8),
             displayOf(u"application/json"_s, "\"" + utf8.toHex() + "<script>\""),
             Output::display(picture), Output::error({text, text, {text, u"\x1b[31m"_s + text}}),
             Output::fromJson(ByteSlice("{\"output_type\": \"<script>\"}"))});
        code.source = text;
        QTest::newRow(name) << QList<Cell>{
            Cell::markdown(text), code, raw,
            markdownWith(u"![a](attachment:x) "_s + text,
                         "{\"x\": {\"image/png\": \"A\\\" onerror=\\\"alert(1)\"}}")};
    }
}

void HtmlExportTest::attacksDoNothing()
{
    QFETCH(const QList<Cell>, cells);

    NotebookData notebook;
    notebook.metadata = R"({"language_info": {"name": "\"><script>alert(1)</script>"}})";
    notebook.cells = cells;
    const QString page = pageOf(notebook, cells.first().source);

    QCOMPARE(verdictOn(page), QByteArray());
}

void HtmlExportTest::styleSheetHasTheWindowsColours_data()
{
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << u"light"_s;
    QTest::newRow("dark") << u"dark"_s;
}

void HtmlExportTest::styleSheetHasTheWindowsColours()
{
    QFETCH(const QString, theme);
    QFile file(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/resources/themes/%1.json").arg(theme));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
    const QString sheet = pageOf(QList<Cell>()).section(u"<style>"_s, 1);
    const QString rules = sheet.section(u":root"_s, theme == "dark"_L1 ? 2 : 1).section(u'}', 0, 0);
    const QList<std::pair<QString, QString>> names{
        {u"page"_s, u"page"_s},        {u"line"_s, u"line"_s},
        {u"text"_s, u"text"_s},        {u"muted"_s, u"mutedText"_s},
        {u"accent"_s, u"accent"_s},    {u"code"_s, u"codeField"_s},
        {u"error"_s, u"error"_s},      {u"error-field"_s, u"errorField"_s},
        {u"keyword"_s, u"keyword"_s},  {u"warning-field"_s, u"warningField"_s},
        {u"string"_s, u"string"_s},    {u"number"_s, u"number"_s},
        {u"comment"_s, u"comment"_s},  {u"function"_s, u"function"_s},
        {u"zebra"_s, u"tableZebra"_s}, {u"picture"_s, u"pictureGround"_s}};
    for (const auto &[name, role] : names) {
        const QString rule
            = u"--%1: %2;"_s.arg(name, all["colors"_L1].toObject().value(role).toString());
        QVERIFY2(rules.contains(rule), qPrintable(rule));
    }
    const QJsonArray ansi = all["ansi"_L1].toArray();
    for (qsizetype i = 0; i < ansi.size(); ++i)
        QVERIFY2(rules.contains(u"--a%1: %2;"_s.arg(i).arg(ansi.at(i).toString())),
                 qPrintable(rules));
    const QRgb ground = theme == "dark"_L1 ? PageInk::darkGround : PageInk::lightGround;
    QCOMPARE(QColor(ground).name(), all["colors"_L1].toObject().value("page"_L1).toString());
}

void HtmlExportTest::failureToWriteIsTold()
{
    QFile full(u"/dev/full"_s);
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        QSKIP("/dev/full is absent");
    const auto written = HtmlExport::write({}, u"T"_s, full);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::DiskFull);
}

QTEST_GUILESS_MAIN(HtmlExportTest)
#include "tst_htmlexport.moc"
