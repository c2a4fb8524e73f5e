#include "export/MarkdownExport.h"
#include "export/MarkdownFence.h"
#include "export/MarkdownTable.h"
#include "outputs/HtmlSanitizer.h"
#include "outputs/Markdown.h"

#include <QBuffer>
#include <QFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray onePixel
    = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAW"
      "jR9awAAAABJRU5ErkJggg==";

QString textOf(const NotebookData &notebook)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const auto written = MarkdownExport::write(notebook, buffer);
    return written ? QString::fromUtf8(buffer.data()) : QString();
}

QString textOf(const QList<Cell> &cells)
{
    NotebookData notebook;
    notebook.cells = cells;
    return textOf(notebook);
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

const QByteArray dataFrame
    = R"(<div><style scoped>.dataframe {}</style><table border="1" class="dataframe"><thead>
<tr style="text-align: right;"><th></th><th>a_b</th><th>c|d</th></tr><tr><th>name</th><th></th><th></th></tr></thead>
<tbody><tr><th>x</th><td>1</td><td>*2*</td></tr></tbody></table><p>1 rows × 2 columns</p></div>)";

} // namespace

class MarkdownExportTest : public QObject
{
    Q_OBJECT
private slots:
    void cellsOfEveryKind();
    void languageNamesTheFence_data();
    void languageNamesTheFence();
    void outputs_data();
    void outputs();
    void picturesAreDefinedAtTheEnd();
    void attachmentsAreDefinedAtTheEnd();
    void fencesHoldWhateverIsWithin_data();
    void fencesHoldWhateverIsWithin();
    void fenceLeftOpenEndsWithItsCell_data();
    void fenceLeftOpenEndsWithItsCell();
    void tablesMarkdownCannotSay_data();
    void tablesMarkdownCannotSay();
    void failureToWriteIsTold();
};

void MarkdownExportTest::cellsOfEveryKind()
{
    Cell raw = Cell::code(u"\\raw"_s);
    raw.kind = CellKind::Raw;
    QCOMPARE(textOf({Cell::markdown(u"# A  \n\n* b\\_c"_s), Cell::code(u"print(1)\n"_s),
                     Cell::code(u" "_s), raw, Cell::markdown(u"end\n"_s)}),
             u"# A  \n\n* b\\_c\n\n```python\nprint(1)\n```\n\n```\n\\raw\n```\n\nend\n"_s);
}

void MarkdownExportTest::languageNamesTheFence_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QString>("firstLine");
    QTest::newRow("R") << QByteArray(R"({"language_info": {"name": "R"}})") << u"```r"_s;
    QTest::newRow("C++") << QByteArray(R"({"kernelspec": {"language": "C++17"}})") << u"```c++17"_s;
    QTest::newRow("hostile") << QByteArray(R"({"language_info": {"name": "a`\n# b <c>"}})")
                             << u"```a#bc"_s;
}

void MarkdownExportTest::languageNamesTheFence()
{
    QFETCH(const QByteArray, metadata);
    QFETCH(const QString, firstLine);
    NotebookData notebook;
    notebook.metadata = metadata;
    notebook.cells = {Cell::code(u"1"_s)};
    QCOMPARE(textOf(notebook), firstLine + u"\n1\n```\n"_s);
}

void MarkdownExportTest::outputs_data()
{
    QTest::addColumn<QList<Output>>("outputs");
    QTest::addColumn<QString>("text");

    QTest::newRow("stream") << QList{Output::stream(u"stdout"_s, u"a\n\x1b[31mb\x1b[0m"_s)}
                            << u"```\na\nb\n```\n"_s;
    QTest::newRow("result") << QList{displayOf(u"text/plain"_s, "``` 6")}
                            << u"````\n``` 6\n````\n"_s;
    QTest::newRow("error") << QList{Output::error(
        {u"E"_s, u"m"_s, {u"t1"_s, u"\x1b[31mE\x1b[0m: m"_s}})}
                           << u"```\nt1\nE: m\n```\n"_s;
    QTest::newRow("error without traceback")
        << QList{Output::error({u"E"_s, u"m"_s, {}})} << u"```\nE: m\n```\n"_s;
    QTest::newRow("markdown") << QList{displayOf(u"text/markdown"_s, "*a*\n~~~\nb")}
                              << u"*a*\n~~~\nb\n~~~\n"_s;
    QTest::newRow("mathematics") << QList{displayOf(u"text/latex"_s, "$\\displaystyle x^2$")}
                                 << u"$$\n\\displaystyle x^2\n$$\n"_s;
    QTest::newRow("an equation") << QList{displayOf(u"text/latex"_s,
                                                    "\\begin{align}a&=b\\end{align}")}
                                 << u"$$\n\\begin{align}a&=b\\end{align}\n$$\n"_s;
    QTest::newRow("no mathematics") << QList{displayOf(u"text/latex"_s, "$$\n\n<script>\n$$")}
                                    << u"```\n$$\n\n<script>\n$$\n```\n"_s;
    QTest::newRow("data frame")
        << QList{displayOf(u"text/html"_s, dataFrame)}
        << u"| name | a_b | c\\|d |\n| --: | --: | --: |\n| x | 1 | \\*2\\* |\n\n1 rows × 2 columns\n"_s;
    QTest::newRow("markup") << QList{displayOf(u"text/html"_s, "<b>a</b><script>x</script>")}
                            << u"```\na\n```\n"_s;
}

void MarkdownExportTest::outputs()
{
    QFETCH(const QList<Output>, outputs);
    QFETCH(const QString, text);
    QCOMPARE(textOf({codeWith(outputs)}), u"```python\nx\n```\n\n"_s + text);
}

void MarkdownExportTest::picturesAreDefinedAtTheEnd()
{
    DisplayContent picture;
    picture.data = {{{u"image/png"_s, onePixel}, {u"text/plain"_s, "<Figure [1]>\nmore"}}};
    const QString text
        = textOf({codeWith({Output::display(picture), Output::stream(u"stdout"_s, u"a"_s),
                            displayOf(u"image/jpeg"_s, "/9j/\n4AA=")}),
                  Cell::markdown(u"end"_s)});
    QCOMPARE(
        text,
        u"```python\nx\n```\n\n![\\<Figure \\[1\\]\\>][output-1-1]\n\n```\na\n```\n\n"
        "![][output-1-2]\n\nend\n\n[output-1-1]: data:image/png;base64,%1\n\n"
        "[output-1-2]: data:image/jpeg;base64,/9j/4AA=\n"_s.arg(QString::fromLatin1(onePixel)));
    // Read again, the pictures are there.
    QCOMPARE(Markdown::toHtml(text).count("<img src=\"data:image/"_L1), 2);
}

void MarkdownExportTest::attachmentsAreDefinedAtTheEnd()
{
    Cell cell = Cell::markdown(
        u"![a](attachment:b%20c.png) ![d](attachment:none.png) <img src=\"attachment:e.png\">"_s);
    cell.otherFields
        = {ByteSlice("\"attachments\": {\"b c.png\": {\"image/png\": \"QUJD\"}, \"e.png\": "
                     "{\"image/png\": \"REVG\"}}")};
    QCOMPARE(textOf({Cell::markdown(u"first"_s), cell}),
             u"first\n\n![a][attachment-2-1] ![d](attachment:none.png) <img "
             u"src=\"data:image/png;base64,REVG\">\n\n"
             "[attachment-2-1]: data:image/png;base64,QUJD\n"_s);
}

void MarkdownExportTest::fencesHoldWhateverIsWithin_data()
{
    QTest::addColumn<QString>("text");
    for (const QString &text : {u"```"_s, u"a\n````\n```\nb"_s, u"~~~"_s, QString(30, u'`'),
                                u"    ```"_s, u"<script>"_s, u"\n\n"_s})
        QTest::newRow(qPrintable(text)) << text;
}

void MarkdownExportTest::fencesHoldWhateverIsWithin()
{
    QFETCH(const QString, text);
    const QString html = Markdown::toHtml(MarkdownFence::around(text) + u"\nbehind\n"_s);
    const QString shown = text.toHtmlEscaped() + (text.endsWith(u'\n') ? QString() : u"\n"_s);
    QCOMPARE(html, "<pre><code>"_L1 + shown + "</code></pre>\n<p>behind</p>\n"_L1);
}

void MarkdownExportTest::fenceLeftOpenEndsWithItsCell_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << u"a"_s << u"a\n"_s;
    QTest::newRow("closed") << u"```\na\n```"_s << u"```\na\n```\n"_s;
    QTest::newRow("open") << u"a\n````py\nb\n```"_s << u"a\n````py\nb\n```\n````\n"_s;
    QTest::newRow("other mark") << u"~~~\n```"_s << u"~~~\n```\n~~~\n"_s;
    QTest::newRow("code span") << u"``` a ```"_s << u"``` a ```\n"_s;
    QTest::newRow("indented code") << u"    ```"_s << u"    ```\n"_s;
}

void MarkdownExportTest::fenceLeftOpenEndsWithItsCell()
{
    QFETCH(const QString, markdown);
    QFETCH(const QString, text);
    QCOMPARE(MarkdownFence::closed(markdown), text);
}

void MarkdownExportTest::tablesMarkdownCannotSay_data()
{
    QTest::addColumn<QString>("html");
    QTest::newRow("none") << u"<p>a</p>"_s;
    QTest::newRow("two") << u"<table><tr><td>1</table><table><tr><td>2</table>"_s;
    QTest::newRow("one within another") << u"<table><tr><td><table><tr><td>2</table></table>"_s;
    QTest::newRow("across columns") << u"<table><tr><td colspan=2>1</table>"_s;
    QTest::newRow("across rows") << u"<table><tr><td rowspan=2>1<tr></table>"_s;
    QTest::newRow("two names above a column")
        << u"<table><thead><tr><th>a<tr><th>b</thead><tr><td>1</table>"_s;
    QTest::newRow("picture") << u"<table><tr><td><img src='data:image/png;base64,AA'></table>"_s;
}

void MarkdownExportTest::tablesMarkdownCannotSay()
{
    QFETCH(const QString, html);
    QVERIFY(!MarkdownTable::from(HtmlSanitizer::sanitized(html)));
}

void MarkdownExportTest::failureToWriteIsTold()
{
    QFile full(u"/dev/full"_s);
    if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        QSKIP("/dev/full is absent");
    NotebookData notebook;
    notebook.cells = {Cell::code(u"1"_s)};
    const auto written = MarkdownExport::write(notebook, full);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::DiskFull);
}

QTEST_GUILESS_MAIN(MarkdownExportTest)
#include "tst_markdownexport.moc"
