#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString ownPath(const QString &name)
{
    return QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks/legacy/") + name;
}

NotebookData upgraded(const QByteArray &bytes)
{
    auto data = IpynbReader::read(bytes);
    if (data)
        return *data;
    NotebookData refused;
    refused.faults = {u"refused: "_s + data.error().detail};
    return refused;
}

/// A notebook of format 3 whose cells are `cells`.
NotebookData upgradedCells(const QByteArray &cells, const QByteArray &format = "3")
{
    return upgraded(R"({"metadata": {}, "nbformat": )" + format + R"(, "worksheets": [{"cells": [)"
                    + cells + "]}]}");
}

QByteArray upgradedOutput(const QByteArray &output)
{
    const NotebookData data
        = upgradedCells(R"({"cell_type": "code", "input": "", "outputs": [)" + output + "]}");
    const QList<Output> outputs = data.cells.value(0).outputs;
    return outputs.isEmpty() ? QByteArray() : outputs.first().json().toByteArray();
}

/// Every file of the formats 1 to 3 that other people wrote.
QStringList sharedFiles()
{
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    QStringList paths;
    for (const QFileInfo &info : folder.entryInfoList({u"*.ipynb"_s}, QDir::Files)) {
        const auto data = IpynbReader::read(contentOf(info.filePath()));
        if (data && data->upgradedFrom > 0)
            paths += info.filePath();
    }
    return paths;
}

/// Compares what nbformat makes of the first file of each pair with the second, but for the ids,
/// which are random. nbformat gives up files that are not quite of their format: they are named.
const QString comparison = uR"(
import json, logging, sys, nbformat
logging.disable(logging.CRITICAL)
def told(nb):
    for cell in nb['cells']: cell.pop('id')
    return nb
for old, new in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(new, encoding='utf-8') as f: written = json.load(f)
    nbformat.validate(written)
    try:
        expected = told(json.loads(nbformat.writes(nbformat.read(old, as_version=4))))
    except nbformat.ValidationError as error:
        print('gave up', old)
        continue
    written = told(written)
    if written != expected:
        for a, b in zip(written['cells'], expected['cells']):
            if a != b: sys.exit(f'{old}:\nours   {a}\ntheirs {b}')
        sys.exit(f'{old}: {written.keys()} {expected.keys()} {written["metadata"]} {expected["metadata"]}')
)"_s;

} // namespace

class LegacyUpgradeTest : public QObject
{
    Q_OBJECT
private slots:
    void itSaysWhichFormatItWas_data();
    void itSaysWhichFormatItWas();
    void openingIsNoChangeAndSavingWritesFormat4();
    void theFilesIndentationStays();
    void aTextOnOneLineBecomesJupyters();
    void headingsBecomeMarkdown();
    void plaintextBecomesRaw();
    void outputsAreRenamed_data();
    void outputsAreRenamed();
    void whatIsWrongIsListedAndTheRestIsRead_data();
    void whatIsWrongIsListedAndTheRestIsRead();
    void unknownFieldsAreKept();
    void ownFilesAreWhatNbformatMakesOfThem();
    void sharedFilesAreWhatNbformatMakesOfThem();

private:
    static void compareWithNbformat(const QStringList &paths, const QStringList &mayBeGivenUp);
};

void LegacyUpgradeTest::itSaysWhichFormatItWas_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("cells");
    QTest::newRow("1") << u"format_1.ipynb"_s << 1 << 3;
    QTest::newRow("2") << u"format_2.ipynb"_s << 2 << 3;
    QTest::newRow("3") << u"format_3.ipynb"_s << 3 << 6;
}

void LegacyUpgradeTest::itSaysWhichFormatItWas()
{
    QFETCH(const QString, file);
    const NotebookData data = upgraded(contentOf(ownPath(file)));
    QTEST(data.upgradedFrom, "format");
    QTEST(static_cast<int>(data.cells.size()), "cells");
    QCOMPARE(data.formatMajor, 4);
    QCOMPARE(data.formatMinor, 5);
    QCOMPARE(data.faults, QStringList());
    QVERIFY(data.origin.text.isEmpty());
}

void LegacyUpgradeTest::openingIsNoChangeAndSavingWritesFormat4()
{
    Notebook notebook(upgraded(contentOf(ownPath(u"format_3.ipynb"_s))));
    QCOMPARE(notebook.upgradedFrom(), 3);
    QVERIFY(!notebook.isModified());

    const auto again = IpynbReader::read(IpynbWriter::write(notebook.snapshot()));
    QVERIFY(again);
    QCOMPARE(again->upgradedFrom, 0);
    QCOMPARE(again->faults, QStringList());
    QCOMPARE(again->cells.size(), notebook.cellCount());
    for (int i = 0; i < notebook.cellCount(); ++i) {
        QCOMPARE(again->cells.at(i).fileId, notebook.cellAt(i).fileId);
        QCOMPARE(again->cells.at(i).source, notebook.cellAt(i).source);
    }
    notebook.markSaved();
    QCOMPARE(notebook.upgradedFrom(), 0);
}

void LegacyUpgradeTest::theFilesIndentationStays()
{
    const QByteArray bytes = QByteArray(contentOf(ownPath(u"format_3.ipynb"_s)))
                                 .replace("\n ", "\n\t")
                                 .replace("\n", "\r\n");
    const NotebookData data = upgraded(bytes);
    QCOMPARE(data.style, (FileStyle{.indent = "\t", .lineEnd = "\r\n"}));
}

void LegacyUpgradeTest::aTextOnOneLineBecomesJupyters()
{
    QCOMPARE(upgraded(contentOf(ownPath(u"format_1.ipynb"_s))).style, FileStyle{});
}

void LegacyUpgradeTest::headingsBecomeMarkdown()
{
    const Cell cell
        = upgradedCells(R"({"cell_type": "heading", "level": 3, "source": ["a\r\n", "b\n"]})")
              .cells.value(0);
    QCOMPARE(cell.kind, CellKind::Markdown);
    QCOMPARE(cell.source, u"### a b"_s);
    QCOMPARE(upgradedCells(R"({"cell_type": "heading", "level": 2000000000, "source": "x"})")
                 .cells.value(0)
                 .source,
             u"###### x"_s);
}

void LegacyUpgradeTest::plaintextBecomesRaw()
{
    const NotebookData data = upgradedCells(R"({"cell_type": "plaintext", "source": "x"})");
    QCOMPARE(data.cells.value(0).kind, CellKind::Raw);
    QCOMPARE(data.faults, QStringList());
}

void LegacyUpgradeTest::outputsAreRenamed_data()
{
    QTest::addColumn<QByteArray>("old");
    QTest::addColumn<QByteArray>("now");
    const auto row = [](const char *name, const char *old, const char *now) {
        QTest::newRow(name) << QByteArray(old) << QByteArray(now);
    };
    row("result", R"({"output_type": "pyout", "prompt_number": 3, "text": ["a\n", "b"]})",
        R"({"data": {"text/plain": "a\nb"}, "execution_count": 3, "metadata": {}, )"
        R"("output_type": "execute_result"})");
    row("picture",
        R"({"output_type": "display_data", "png": "iVBO", "metadata": {"png": {"w": 1}}})",
        R"({"data": {"image/png": "iVBO"}, "metadata": {"image/png": {"w": 1}}, )"
        R"("output_type": "display_data"})");
    row("json", R"({"output_type": "display_data", "json": "[1.50]"})",
        R"({"data": {"application/json": [1.50]}, "metadata": {}, "output_type": "display_data"})");
    row("error of format 2", R"({"output_type": "pyerr", "etype": "E", "evalue": "v"})",
        R"({"ename": "E", "evalue": "v", "output_type": "error"})");
    row("stream", R"({"output_type": "stream", "text": "x"})",
        R"({"name": "stdout", "output_type": "stream", "text": "x"})");
    row("unknown", R"({"output_type": "new", "text": "x"})",
        R"({"output_type": "new", "text": "x"})");
}

void LegacyUpgradeTest::outputsAreRenamed()
{
    QFETCH(const QByteArray, old);
    QTEST(upgradedOutput(old), "now");
}

void LegacyUpgradeTest::whatIsWrongIsListedAndTheRestIsRead_data()
{
    QTest::addColumn<QByteArray>("cells");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const char *cells, const char *fault) {
        QTest::newRow(name) << QByteArray(cells) << QString::fromUtf8(fault);
    };
    row("no object", "42", "cell 1: not an object");
    row("no type", R"({"source": "x"})", "cell 1: no cell_type");
    row("type", R"({"cell_type": "diagram", "source": "x"})",
        "cell 1: unknown cell_type “diagram”");
    row("source", R"({"cell_type": "markdown", "source": [1]})",
        "cell 1: source is neither text nor a list of texts");
    row("outputs", R"({"cell_type": "code", "input": ""})", "cell 1: outputs is no list");
    row("output", R"({"cell_type": "code", "input": "", "outputs": [1]})",
        "cell 1: an output is no object");
    row("number", R"({"cell_type": "code", "input": "", "outputs": [], "prompt_number": "&nbsp;"})",
        "cell 1: prompt_number is no whole number");
    row("metadata", R"({"cell_type": "raw", "source": "", "metadata": 1})",
        "cell 1: metadata is no object");
    row("json",
        R"({"cell_type": "code", "input": "", "outputs": [{"output_type": "pyout", "json": "{"}]})",
        "cell 1: an output's JSON is none; kept as text");
}

void LegacyUpgradeTest::whatIsWrongIsListedAndTheRestIsRead()
{
    QFETCH(const QByteArray, cells);
    QFETCH(const QString, fault);
    const NotebookData data = upgradedCells(cells + R"(, {"cell_type": "raw", "source": "rest"})");
    QCOMPARE(data.faults, QStringList{fault});
    QCOMPARE(data.cells.size(), 2);
    QCOMPARE(data.cells.at(1).source, u"rest"_s);
    QVERIFY(IpynbReader::read(IpynbWriter::write(data)));
}

void LegacyUpgradeTest::unknownFieldsAreKept()
{
    const NotebookData data
        = upgraded(R"({"nbformat": 3, "metadata": {"own": 1.0}, "more": [2.50], "worksheets": [
            {"cells": [{"cell_type": "code", "input": "", "outputs": [], "extra": 1e3}]}]})");
    const QByteArray written = IpynbWriter::write(data);
    for (const char *kept : {"\"own\": 1.0", "2.50", "\"extra\": 1e3"})
        QVERIFY2(written.contains(kept), kept);
}

void LegacyUpgradeTest::ownFilesAreWhatNbformatMakesOfThem()
{
    compareWithNbformat(
        {ownPath(u"format_1.ipynb"_s), ownPath(u"format_2.ipynb"_s), ownPath(u"format_3.ipynb"_s)},
        {});
}

void LegacyUpgradeTest::sharedFilesAreWhatNbformatMakesOfThem()
{
    if (!QDir(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks")).exists())
        QSKIP("the shared folder with notebooks is absent");
    const QStringList paths = sharedFiles();
    QVERIFY2(paths.size() >= 20, qPrintable(QString::number(paths.size())));
    compareWithNbformat(paths,
                        {u"ipython__helloworld-old-8327a9.ipynb"_s,
                         u"nbformat__test3_no_min_version.ipynb"_s,
                         u"nbformat__test3_no_worksheets.ipynb"_s});
}

void LegacyUpgradeTest::compareWithNbformat(const QStringList &paths,
                                            const QStringList &mayBeGivenUp)
{
    // Debian's own interpreter: another one on the path need not have nbformat.
    const QString python = u"/usr/bin/python3"_s;
    if (QProcess::execute(python, {u"-c"_s, u"import nbformat"_s}) != 0)
        QSKIP("python3-nbformat is not installed");
    QTemporaryDir folder;
    QStringList arguments{u"-c"_s, comparison};
    for (const QString &path : paths) {
        QFile file(folder.filePath(QFileInfo(path).fileName()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(IpynbWriter::write(Notebook(upgraded(contentOf(path))).snapshot()));
        arguments << path << file.fileName();
    }
    QProcess process;
    process.start(python, arguments);
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    const QStringList givenUp
        = QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : givenUp)
        QVERIFY2(mayBeGivenUp.contains(line.section(u'/', -1)), qPrintable(line));
}

QTEST_GUILESS_MAIN(LegacyUpgradeTest)
#include "tst_legacyupgrade.moc"
