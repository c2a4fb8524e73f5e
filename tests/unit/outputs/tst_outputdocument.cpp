#include "notebook/files/NotebookFile.h"
#include "outputs/OutputDocument.h"
#include "outputs/RepresentationPolicy.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

Output display(const QList<MimePart> &parts, const QByteArray &metadata = "{}")
{
    return Output::display(
        {.data = {parts}, .metadata = metadata, .executionCount = {}, .isResult = false});
}

QString bestType(const QList<MimePart> &parts)
{
    const MimeBundle bundle{parts};
    const MimePart *best = RepresentationPolicy::best(bundle);
    return best ? best->type : QString();
}

const MimePart plain{u"text/plain"_s, "x"};
const MimePart png{
    u"image/png"_s,
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAC0lEQVR42mNgQAcAABIAAeRVjecAAAAASUVORK5CYII="};

} // namespace

class OutputDocumentTest : public QObject
{
    Q_OBJECT
private slots:
    void picturesGoBeforeMarkupBeforeText();
    void markupWithNothingToSeeFallsBack();
    void reprOfAnObjectGivesWayToLatex();
    void piecesOfAStreamAreJoined();
    void declaredSizeScalesInProportion();
    void equalPicturesHaveOneKey();
    void hugeTableShowsItsPlainText();
    void unknownOutputsAreNamed();
    void errorsKeepNameMessageAndFrames();
    void everySharedNotebookIsRead();
};

void OutputDocumentTest::picturesGoBeforeMarkupBeforeText()
{
    const MimePart html{u"text/html"_s, "<b>x</b>"};
    QCOMPARE(bestType({plain, html, png}), u"image/png"_s);
    QCOMPARE(bestType({plain, html}), u"text/html"_s);
    QCOMPARE(bestType({plain}), u"text/plain"_s);
    QCOMPARE(bestType({{u"application/vnd.custom+json"_s, "{}"}, plain}), u"text/plain"_s);
    QCOMPARE(bestType({{u"application/vnd.custom+json"_s, "{}"}}), QString());
    QCOMPARE(bestType({}), QString());
}

void OutputDocumentTest::markupWithNothingToSeeFallsBack()
{
    QCOMPARE(bestType({{u"text/html"_s, "<div></div><script>x</script>"}, plain}), u"text/plain"_s);
}

void OutputDocumentTest::reprOfAnObjectGivesWayToLatex()
{
    const MimePart latex{u"text/latex"_s, "$x$"};
    QCOMPARE(bestType({latex, {u"text/plain"_s, "<IPython.core.display.Math object>"}}),
             u"text/latex"_s);
    QCOMPARE(bestType({latex, {u"text/plain"_s, "x**2"}}), u"text/plain"_s);
}

void OutputDocumentTest::piecesOfAStreamAreJoined()
{
    const OutputDocument document = OutputDocument::from({Output::stream(u"stdout"_s, u" 10%\r"_s),
                                                          Output::stream(u"stdout"_s, u"100%"_s),
                                                          Output::stream(u"stderr"_s, u"e"_s)});

    QCOMPARE(document.blocks.size(), 2);
    QCOMPARE(std::get<TextBlock>(document.blocks[0]).text.plain, u"100%"_s);
    QVERIFY(std::get<TextBlock>(document.blocks[1]).isStandardError);
}

void OutputDocumentTest::declaredSizeScalesInProportion()
{
    const auto sizeFor = [](const QByteArray &metadata) {
        return std::get<ImageBlock>(OutputDocument::from({display({png}, metadata)}).blocks.first())
            .declaredSize;
    };

    QCOMPARE(sizeFor("{\"image/png\": {\"width\": 40, \"height\": 30}}"), QSize(40, 30));
    QCOMPARE(sizeFor("{\"width\": 40}"), QSize(40, 20));
    QCOMPARE(sizeFor("{\"image/png\": {\"width\": -1, \"height\": 1e99}}"), QSize());
    QCOMPARE(sizeFor("nonsense"), QSize());
}

void OutputDocumentTest::equalPicturesHaveOneKey()
{
    const OutputDocument document = OutputDocument::from({display({png}), display({png, plain})});

    QCOMPARE(std::get<ImageBlock>(document.blocks[0]).key,
             std::get<ImageBlock>(document.blocks[1]).key);
    QCOMPARE(std::get<ImageBlock>(document.blocks[0]).pixelSize, QSize(2, 1));
    QCOMPARE(std::get<ImageBlock>(document.blocks[1]).alternativeText, u"x"_s);
}

void OutputDocumentTest::hugeTableShowsItsPlainText()
{
    const QByteArray html
        = "<table>" + QByteArray("<tr><td colspan=100>x</td></tr>").repeated(1000) + "</table>";

    const OutputDocument document
        = OutputDocument::from({display({{u"text/html"_s, html}, plain})});

    QCOMPARE(std::get<TextBlock>(document.blocks.first()).text.plain, u"x"_s);
}

void OutputDocumentTest::unknownOutputsAreNamed()
{
    const OutputDocument document = OutputDocument::from(
        {Output::fromJson(QByteArray("{\"output_type\": \"hologram\"}")),
         Output::fromJson(QByteArray("{}")), Output::fromJson(QByteArray("nonsense"))});

    QCOMPARE(document.blocks.size(), 1);
    QCOMPARE(std::get<TextBlock>(document.blocks.first()).text.plain, u"[hologram]"_s);
}

void OutputDocumentTest::errorsKeepNameMessageAndFrames()
{
    const OutputDocument document = OutputDocument::from(
        {Output::error({u"KeyError"_s, u"'a'"_s, {u"\x1b[31mKeyError\x1b[0m: 'a'"_s}})});

    const auto &block = std::get<ErrorBlock>(document.blocks.first());
    QCOMPARE(block.name, u"KeyError"_s);
    QCOMPARE(block.traceback.plain, u"KeyError: 'a'"_s);
    QCOMPARE(block.traceback.runs.size(), 1);
}

void OutputDocumentTest::everySharedNotebookIsRead()
{
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    if (!folder.exists())
        QSKIP("The folder of shared notebooks is not here.");
    int outputs = 0;
    for (const QString &name : folder.entryList({u"*.ipynb"_s}, QDir::Files)) {
        const auto notebook = NotebookFile::load(folder.filePath(name));
        if (!notebook)
            continue; // the reader's tests say why
        for (const Cell &cell : notebook->data.cells) {
            const OutputDocument document = OutputDocument::from(cell.outputs);
            QCOMPARE_LE(document.blocks.size(), cell.outputs.size());
            outputs += int(cell.outputs.size());
        }
    }
    QCOMPARE_GT(outputs, 0);
}

QTEST_MAIN(OutputDocumentTest)
#include "tst_outputdocument.moc"
