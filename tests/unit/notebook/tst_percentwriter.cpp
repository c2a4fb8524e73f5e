#include "notebook/files/NotebookCodec.h"
#include "notebook/json/JsonFields.h"
#include "notebook/merge/NotebookReplacement.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/percent/PercentReader.h"
#include "notebook/percent/PercentWriter.h"

#include <QDir>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// What VS Code and people write, without a header.
const QByteArray plainScript = R"(#!/usr/bin/env python
"""Docstring of the file."""
import os


#%% Load
# copy the data
%matplotlib inline
def f():
    pass


# %% [markdown]
"""
# Title

text
"""
# %%
x = 1

# %% tags=['a',  'b']
y = 2)";

QByteArray bytesOf(const NotebookData &data, DocumentFormat format)
{
    QByteArray bytes;
    for (const ByteSlice &piece : NotebookCodec::write(data, format))
        bytes += piece.view();
    return bytes;
}

QByteArray scriptOf(const NotebookData &data)
{
    return bytesOf(data, DocumentFormat::PercentScript);
}

NotebookData notebookOf(const QList<Cell> &cells)
{
    NotebookData data = NotebookData::empty();
    data.cells = cells;
    return data;
}

/// To a script, to a notebook and to a script again, as sessionbook-run converts.
NotebookData thereAndBack(const NotebookData &data)
{
    const NotebookData script
        = NotebookCodec::read(scriptOf(data), DocumentFormat::PercentScript).value();
    const QByteArray json = bytesOf(script, DocumentFormat::Notebook);
    return NotebookCodec::read(json, DocumentFormat::Notebook).value();
}

QByteArray tagsOf(const Cell &cell)
{
    return JsonFields(cell.metadata).value(u"tags"_s).replace("\n", "").replace(" ", "");
}

/// Pieces of which a source can be made that is hard to keep.
const QStringList &nastyPieces()
{
    static const QStringList pieces{u"# %%"_s,
                                    u"# %% [markdown]"_s,
                                    u"#%%x"_s,
                                    u"%% x"_s,
                                    u"%%"_s,
                                    u"# # %% a"_s,
                                    u"%%bash"_s,
                                    u"%%bash -s x"_s,
                                    u"%%time"_s,
                                    u"# %%time"_s,
                                    u"%%html"_s,
                                    u"%matplotlib inline"_s,
                                    u"# %matplotlib"_s,
                                    u"#%matplotlib"_s,
                                    u"  %time x"_s,
                                    u"!ls"_s,
                                    u"# !ls"_s,
                                    u"  !ls \\"_s,
                                    u"!a \\"_s,
                                    u"  # x = !ls"_s,
                                    u"  x = !ls"_s,
                                    u"x = !ls"_s,
                                    u"x = %time y"_s,
                                    u"?print"_s,
                                    u"print?"_s,
                                    u"# why?"_s,
                                    u"#why?"_s,
                                    u"cd .."_s,
                                    u"ls"_s,
                                    u"# copy it"_s,
                                    u"ls = 3"_s,
                                    u"\"\"\""_s,
                                    u"'''"_s,
                                    u"x = \"\"\"a\"\"\""_s,
                                    u"r'''\\"_s,
                                    u"'it\\'s'"_s,
                                    u"\""_s,
                                    u"'"_s,
                                    u"# '''"_s,
                                    u"!echo '''"_s,
                                    u""_s,
                                    u""_s,
                                    u""_s,
                                    u" "_s,
                                    u"\t"_s,
                                    u"\tx"_s,
                                    u"    y = 1"_s,
                                    u"#"_s,
                                    u"# "_s,
                                    u"##"_s,
                                    u"# # x"_s,
                                    u"# ---"_s,
                                    u"---"_s,
                                    u"#!/bin/sh"_s,
                                    u"# -*- coding: latin-1 -*-"_s,
                                    u"# <codecell>"_s,
                                    u"# In[3]:"_s,
                                    u"In[3]:"_s,
                                    u"<codecell>"_s,
                                    u"\r"_s,
                                    u"a\r"_s,
                                    u"\r# %%"_s,
                                    u"é🙂"_s,
                                    u"\u2028"_s,
                                    u"\x0c"_s,
                                    QString(QChar(0xfeff)),
                                    QString(QChar(u'\0')),
                                    u"\\"_s,
                                    u"x \\"_s,
                                    u"%load x # noescape"_s,
                                    u"%load x # escape"_s,
                                    u"def f():"_s,
                                    u"{}"_s,
                                    u"a = {"_s};
    return pieces;
}

QString nastySource(QRandomGenerator &random)
{
    QStringList lines;
    const int count = random.bounded(7);
    for (int i = 0; i < count; ++i)
        lines += nastyPieces().at(random.bounded(static_cast<int>(nastyPieces().size())));
    return lines.join(u'\n');
}

Cell nastyCell(QRandomGenerator &random)
{
    static const QList<QByteArray> metadata{
        {},
        {},
        {},
        R"({"tags": ["a", "b c", "=\"{"]})",
        R"({"title": "A title"})",
        R"({"title": "a = {b} [markdown]", "tags": ["é🙂"]})",
        R"({"title": "%x .y", "a b": {"c": [1.50, null]}})",
        R"({"tags": ["active-py"]})",
        R"({"active": "py"})",
        R"({"active": ""})",
        R"({"cell_depth": 1})",
        R"({"cell_type": "raw", "language": "R", "own_empty_lines": 7})",
        R"({"collapsed": true})"};
    Cell cell;
    cell.kind = static_cast<CellKind>(random.bounded(3));
    cell.source = nastySource(random);
    cell.metadata = metadata.at(random.bounded(static_cast<int>(metadata.size())));
    return cell;
}

QStringList told(const NotebookData &data)
{
    QStringList all;
    for (const Cell &cell : data.cells)
        all += u"%1 %2 %3"_s.arg(static_cast<int>(cell.kind))
                   .arg(QString::fromUtf8(tagsOf(cell)),
                        QString::fromUtf8(
                            cell.source.toUtf8().toPercentEncoding(" #%\"'\\!?=()[]{}:<>.,-/")));
    return all;
}

} // namespace

class PercentWriterTest : public QObject
{
    Q_OBJECT
private slots:
    void aNotebookBecomesAScriptAsJupytextWritesIt();
    void anUntouchedScriptIsWrittenByteForByte_data();
    void anUntouchedScriptIsWrittenByteForByte();
    void changingOneCellChangesItsLinesOnly();
    void aTitleThatSaysCodingIsNoHeader();
    void emptyLinesThatAMarkerOnlyPromisesAreNotAdded();
    void aMagicThatWasNoCommentStaysNone();
    void aCellInQuotesStaysInQuotes();
    void whatCannotStandInQuotesBecomesAComment();
    void cellsAreInsertedMovedAndRemoved();
    void theLastCellGetsALineEndWhenAnotherFollows();
    void lineEndsAreTheFiles();
    void anUnmarkedCellGetsAMarkerWhenItNeedsOne();
    void aTextThatNeverEndsIsClosedInBeforeOthers();
    void changedMetadataChangesTheHeaderOnly();
    void aHeaderThatIsNotUnderstoodStaysWhole();
    void aByteOrderMarkStaysInFront();
    void whatAHeaderSaysIsReadAgain();
    void outputsAreNoChangeOfAScript();
    void aReloadedScriptKeepsItsOutputs();
    void undoLeadsBackToTheBytes();
    void nastyNotebooksSurviveTheRoundTrip_data();
    void nastyNotebooksSurviveTheRoundTrip();
    void nastyScriptsSurviveEditing();
    void sharedNotebooksSurviveTheRoundTrip();
    void pythonTakesTheScript();
    void jupytextReadsTheSame();
};

void PercentWriterTest::aNotebookBecomesAScriptAsJupytextWritesIt()
{
    Cell title = Cell::markdown(u"# Title\n\ntext"_s);
    Cell code = Cell::code(u"%matplotlib inline\nx = !ls\n# !rm"_s);
    code.metadata = R"({"tags": ["a"], "collapsed": false})";
    Cell raw;
    raw.kind = CellKind::Raw;
    raw.source = u"<raw>"_s;
    raw.metadata = R"({"format": "text/html"})";
    Cell shell = Cell::code(u"%%bash\nls\n"_s);
    Cell timed = Cell::code(u"%%time\ny = '''\n%no\n'''"_s);
    QCOMPARE(scriptOf(notebookOf({title, code, raw, shell, timed})), QByteArray(R"(# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Title
#
# text

# %% tags=["a"]
# %matplotlib inline
# x = !ls
# # !rm

# %% [raw] format="text/html"
# <raw>

# %% language="bash"
# ls
#

# %%
# %%time
y = '''
%no
'''
)"));
}

void PercentWriterTest::anUntouchedScriptIsWrittenByteForByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << plainScript;
    QTest::newRow("crlf") << QByteArray(plainScript).replace("\n", "\r\n");
    QTest::newRow("mixed ends") << QByteArray("# %%\r\na\nb\r\n# %%\nc\r\n");
    QTest::newRow("much space") << QByteArray(plainScript).replace("# %%", "\n\n\n#   %%  ")
            + "\n\n\n";
    QTest::newRow("mark") << "\xef\xbb\xbf" + plainScript;
    QTest::newRow("header only") << QByteArray("# ---\n# jupyter: {}\n# ---");
    QTest::newRow("no end") << QByteArray("x = '''\n# %%\ny = \"\"\"\n# %%");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("space") << QByteArray(" \n\t");
}

void PercentWriterTest::anUntouchedScriptIsWrittenByteForByte()
{
    QFETCH(const QByteArray, text);
    const Notebook notebook(PercentReader::read(text).value());
    QCOMPARE(scriptOf(notebook.snapshot()), text);
}

void PercentWriterTest::changingOneCellChangesItsLinesOnly()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    QCOMPARE(notebook.cellCount(), 5);
    QByteArray expected = plainScript;
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(3), u"x = 2"_s);
    QCOMPARE(scriptOf(notebook.snapshot()), expected.replace("x = 1", "x = 2"));
    editor.setSource(notebook.idAt(0), u"\"\"\"Other.\"\"\"\nimport sys"_s);
    expected.replace("Docstring of the file", "Other").replace("import os", "import sys");
    QCOMPARE(scriptOf(notebook.snapshot()), expected);
    editor.setSource(notebook.idAt(4), u"y = 3"_s);
    QCOMPARE(scriptOf(notebook.snapshot()), expected.replace("y = 2", "y = 3"));
}

void PercentWriterTest::aTitleThatSaysCodingIsNoHeader()
{
    const QByteArray text = "x = 1\n\n# %% coding: utf-8\n# ---\n# title: y\n# ---\n";
    Notebook notebook(PercentReader::read(text).value());
    NotebookEditor(notebook).moveCell(notebook.idAt(1), 0);
    const auto again = PercentReader::read(scriptOf(notebook.snapshot()));
    QVERIFY(again);
    QCOMPARE(again->cells.size(), 2);
    QCOMPARE(again->cells.at(0).source, notebook.cellAt(0).source);
    QCOMPARE(again->cells.at(1).source, u"x = 1"_s);
}

void PercentWriterTest::emptyLinesThatAMarkerOnlyPromisesAreNotAdded()
{
    Notebook notebook(PercentReader::read("# %%\nx = 1\n\n# %% own_empty_lines=1\ny = 2").value());
    NotebookEditor(notebook).moveCell(notebook.idAt(0), 1);
    const auto again = PercentReader::read(scriptOf(notebook.snapshot()));
    QVERIFY(again);
    QCOMPARE(again->cells.at(0).source, u"y = 2"_s);
    QCOMPARE(again->cells.at(1).source, u"x = 1"_s);
}

void PercentWriterTest::aMagicThatWasNoCommentStaysNone()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    NotebookEditor(notebook).setSource(notebook.idAt(1), notebook.cellAt(1).source + u"\nf()"_s);
    QCOMPARE(scriptOf(notebook.snapshot()),
             QByteArray(plainScript).replace("    pass\n", "    pass\nf()\n"));
}

void PercentWriterTest::aCellInQuotesStaysInQuotes()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    NotebookEditor(notebook).setSource(notebook.idAt(2), u"# Other\n$\\alpha$"_s);
    QCOMPARE(
        scriptOf(notebook.snapshot()),
        QByteArray(plainScript)
            .replace("\"\"\"\n# Title\n\ntext\n\"\"\"", "r\"\"\"\n# Other\n$\\alpha$\n\"\"\""));
}

void PercentWriterTest::whatCannotStandInQuotesBecomesAComment()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    NotebookEditor(notebook).setSource(notebook.idAt(2), u"a \"\"\" b"_s);
    QCOMPARE(scriptOf(notebook.snapshot()),
             QByteArray(plainScript).replace("\"\"\"\n# Title\n\ntext\n\"\"\"", "# a \"\"\" b"));
}

void PercentWriterTest::cellsAreInsertedMovedAndRemoved()
{
    Notebook notebook(PercentReader::read("# %%\na\n\n# %% b\nb\n\n# %%\nc\n").value());
    NotebookEditor editor(notebook);
    editor.insertCells(1, {Cell::markdown(u"new"_s)});
    QCOMPARE(scriptOf(notebook.snapshot()),
             QByteArray("# %%\na\n\n# %% [markdown]\n# new\n\n# %% b\nb\n\n# %%\nc\n"));
    editor.moveCell(notebook.idAt(3), 0);
    QCOMPARE(scriptOf(notebook.snapshot()),
             QByteArray("# %%\nc\n# %%\na\n\n# %% [markdown]\n# new\n\n# %% b\nb\n\n"));
    editor.removeCells({notebook.idAt(1), notebook.idAt(2)});
    QCOMPARE(scriptOf(notebook.snapshot()), QByteArray("# %%\nc\n# %% b\nb\n\n"));
}

void PercentWriterTest::theLastCellGetsALineEndWhenAnotherFollows()
{
    Notebook notebook(PercentReader::read("# %%\na").value());
    NotebookEditor(notebook).insertCells(1, {Cell::code(u"b"_s)});
    QCOMPARE(scriptOf(notebook.snapshot()), QByteArray("# %%\na\n\n# %%\nb\n"));
}

void PercentWriterTest::lineEndsAreTheFiles()
{
    Notebook notebook(PercentReader::read("# %%\r\na\r\n").value());
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(0), u"a\nb"_s);
    editor.insertCells(1, {Cell::code(u"c"_s)});
    QCOMPARE(scriptOf(notebook.snapshot()), QByteArray("# %%\r\na\r\nb\r\n\r\n# %%\r\nc\r\n"));
}

void PercentWriterTest::anUnmarkedCellGetsAMarkerWhenItNeedsOne()
{
    Notebook notebook(PercentReader::read("import os\n").value());
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(0), u"import sys"_s);
    QCOMPARE(scriptOf(notebook.snapshot()), QByteArray("import sys\n"));
    editor.setKind(notebook.idAt(0), CellKind::Markdown);
    QCOMPARE(scriptOf(notebook.snapshot()), QByteArray("# %% [markdown]\n# import sys\n"));
    notebook.undoStack().undo();
    editor.insertCells(0, {Cell::markdown(u"T"_s)});
    QCOMPARE(scriptOf(notebook.snapshot()),
             QByteArray("# %% [markdown]\n# T\n\n# %%\nimport sys\n"));
}

void PercentWriterTest::aTextThatNeverEndsIsClosedInBeforeOthers()
{
    Notebook notebook(PercentReader::read("# %%\nx = '''\n# %%\ny\n").value());
    NotebookEditor(notebook).setSource(notebook.idAt(1), u"'''\ny"_s);
    const QByteArray script = scriptOf(notebook.snapshot());
    const auto again = PercentReader::read(script);
    QCOMPARE(again->cells.size(), 2);
    QCOMPARE(again->cells.at(0).source, u"x = '''"_s);
    QCOMPARE(again->cells.at(1).source, u"'''\ny"_s);
    QVERIFY2(script.startsWith("# %% active=\"ipynb\"\n# x = '''\n"), script.constData());
}

void PercentWriterTest::changedMetadataChangesTheHeaderOnly()
{
    const QByteArray text = "#!/bin/python\n# ---\n# title: T\n# jupyter:\n#   kernelspec:\n#     "
                            "name: old\n# other: x\n# ---\n\n\n# %%\nx\n";
    NotebookData data = PercentReader::read(text).value();
    data.metadata = R"({"kernelspec": {"name": "it's new"}})";
    QCOMPARE(
        scriptOf(data),
        QByteArray("#!/bin/python\n# ---\n# title: T\n# other: x\n# jupyter:\n#   kernelspec:\n"
                   "#     name: 'it''s new'\n# ---\n\n\n# %%\nx\n"));
    NotebookData bare = PercentReader::read("# %%\nx\n").value();
    bare.metadata = R"({"kernelspec": {"name": "new"}})";
    QCOMPARE(scriptOf(bare),
             QByteArray("# ---\n# jupyter:\n#   kernelspec:\n#     name: new\n# ---\n\n# %%\nx\n"));
}

void PercentWriterTest::aHeaderThatIsNotUnderstoodStaysWhole()
{
    const QByteArray text = "# ---\n# jupyter:\n#   authors:\n#   - name: x\n#   jupytext:\n#     "
                            "formats: py\n# ---\n\n# %%\nx\n";
    NotebookData data = PercentReader::read(text).value();
    data.metadata = R"({"kernelspec": {"name": "python3"}})";
    QCOMPARE(scriptOf(data), text);
}

void PercentWriterTest::aByteOrderMarkStaysInFront()
{
    const QByteArray mark = "\xef\xbb\xbf";
    NotebookData plain = PercentReader::read(mark + "# %%\nx\n").value();
    plain.metadata = R"({"kernelspec": {"name": "python3"}})";
    const QByteArray withHeader = scriptOf(plain);
    QVERIFY2(withHeader.startsWith(mark + "# ---\n"), withHeader.constData());
    QCOMPARE(PercentReader::read(withHeader)->cells.size(), 1);

    const QByteArray jupytext = mark
        + "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n#       format_name: "
          "percent\n# ---\n\n# %%\nx\n";
    Notebook notebook(PercentReader::read(jupytext).value());
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"# !ls"_s);
    const auto again = PercentReader::read(scriptOf(notebook.snapshot()));
    QCOMPARE(again->cells.first().source, u"# !ls"_s);
}

void PercentWriterTest::whatAHeaderSaysIsReadAgain()
{
    NotebookData data;
    data.metadata = R"({"kernelspec": {"argv": ["a #b"], "it's": 1, "name": "python3"}})";
    const auto again = PercentReader::read(scriptOf(data));
    QVERIFY(again->faults.isEmpty());
    const auto kernelOf = [](const QByteArray &metadata) {
        return QJsonDocument::fromJson(metadata)[u"kernelspec"_s];
    };
    QCOMPARE(kernelOf(again->metadata), kernelOf(data.metadata));
}

void PercentWriterTest::outputsAreNoChangeOfAScript()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    notebook.setOutputs(notebook.idAt(3), {Output::stream(u"stdout"_s, u"x"_s)}, 1);
    QVERIFY(!notebook.isModified());
    QCOMPARE(notebook.cellAt(3).outputs.size(), 1);
    QCOMPARE(scriptOf(notebook.snapshot()), plainScript);
}

void PercentWriterTest::aReloadedScriptKeepsItsOutputs()
{
    Notebook notebook(PercentReader::read(plainScript).value());
    notebook.setOutputs(notebook.idAt(3), {Output::stream(u"stdout"_s, u"x"_s)}, 1);
    const QByteArray changed = QByteArray(plainScript).replace("y = 2", "y = 3");
    NotebookReplacement::reload(notebook, PercentReader::read(changed).value(), u"Reload"_s);
    QCOMPARE(notebook.cellAt(4).source, u"y = 3"_s);
    QCOMPARE(notebook.cellAt(3).outputs.size(), 1);
    QVERIFY(!notebook.isModified());
    QCOMPARE(scriptOf(notebook.snapshot()), changed);
}

void PercentWriterTest::undoLeadsBackToTheBytes()
{
    QRandomGenerator random(5);
    Notebook notebook(PercentReader::read(plainScript).value());
    NotebookEditor editor(notebook);
    for (int i = 0; i < 200; ++i) {
        const int index = random.bounded(notebook.cellCount());
        const int what = random.bounded(5);
        if (what == 0)
            editor.insertCells(index, {nastyCell(random)});
        else if (what == 1 && notebook.cellCount() > 2)
            editor.removeCells({notebook.idAt(index)});
        else if (what == 2)
            editor.setKind(notebook.idAt(index), static_cast<CellKind>(random.bounded(3)));
        else if (what == 3)
            editor.moveCell(notebook.idAt(index), random.bounded(notebook.cellCount()));
        else
            editor.setSource(notebook.idAt(index), nastySource(random));
    }
    while (notebook.undoStack().canUndo())
        notebook.undoStack().undo();
    QCOMPARE(scriptOf(notebook.snapshot()), plainScript);
}

void PercentWriterTest::nastyNotebooksSurviveTheRoundTrip_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("%u", seed) << seed;
}

void PercentWriterTest::nastyNotebooksSurviveTheRoundTrip()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 100; ++round) {
        QList<Cell> cells;
        const int count = random.bounded(1, 6);
        for (int i = 0; i < count; ++i)
            cells += nastyCell(random);
        const NotebookData data = notebookOf(cells);
        const QByteArray script = scriptOf(data);
        if (told(thereAndBack(data)) != told(data))
            qInfo("%s", script.constData());
        QCOMPARE(told(thereAndBack(data)), told(data));
    }
}

void PercentWriterTest::nastyScriptsSurviveEditing()
{
    QRandomGenerator random(77);
    for (int round = 0; round < 1000; ++round) {
        QStringList lines;
        const int count = random.bounded(20);
        for (int i = 0; i < count; ++i)
            lines += nastySource(random);
        QByteArray text = lines.join(u'\n').toUtf8();
        if (random.bounded(3) == 0)
            text.replace("\n", "\r\n");
        Notebook notebook(PercentReader::read(text).value());
        QCOMPARE(scriptOf(notebook.snapshot()), text);
        NotebookEditor editor(notebook);
        editor.setSource(notebook.idAt(random.bounded(notebook.cellCount())), nastySource(random));
        editor.insertCells(random.bounded(notebook.cellCount() + 1), {nastyCell(random)});
        editor.moveCell(notebook.idAt(random.bounded(notebook.cellCount())),
                        random.bounded(notebook.cellCount()));
        const NotebookData data = notebook.snapshot();
        const auto again = PercentReader::read(scriptOf(data));
        if (told(*again) != told(data))
            qInfo("%s\n=====\n%s", text.constData(), scriptOf(data).constData());
        QCOMPARE(told(*again), told(data));
        while (notebook.undoStack().canUndo())
            notebook.undoStack().undo();
        QCOMPARE(scriptOf(notebook.snapshot()), text);
    }
}

void PercentWriterTest::sharedNotebooksSurviveTheRoundTrip()
{
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    if (!folder.exists())
        QSKIP("the shared folder with notebooks is absent");
    for (const QFileInfo &info : folder.entryInfoList({u"*.ipynb"_s}, QDir::Files)) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto data = NotebookCodec::read(file.readAll(), DocumentFormat::Notebook);
        if (!data)
            continue;
        NotebookData expected = *data;
        for (Cell &cell : expected.cells)
            cell.source = QString::fromUtf8(cell.source.toUtf8()); // no halves of characters
        QVERIFY2(told(thereAndBack(*data)) == told(expected), qPrintable(info.fileName()));
    }
}

void PercentWriterTest::pythonTakesTheScript()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.py"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(scriptOf(notebookOf(
        {Cell::markdown(u"# T\n\"\"\""_s), Cell::code(u"%time x\n!ls\nx = !ls\nprint?"_s),
         Cell::code(u"%%bash\nif [ x ]; then"_s), Cell::code(u"x = \"\"\" open"_s),
         Cell::code(u"# %% [markdown]\ny = 1"_s)})));
    file.close();
    const QString code = u"import ast, sys; ast.parse(open(sys.argv[1], 'rb').read())"_s;
    QCOMPARE(QProcess::execute(u"/usr/bin/python3"_s, {u"-c"_s, code, file.fileName()}), 0);
}

void PercentWriterTest::jupytextReadsTheSame()
{
    if (QProcess::execute(u"python3"_s, {u"-c"_s, u"import jupytext"_s}) != 0)
        QSKIP("jupytext is not installed");
    Cell tagged = Cell::code(u"%matplotlib inline\n# !ls\nx = 1"_s);
    tagged.metadata = R"({"tags": ["a"]})";
    const NotebookData data
        = notebookOf({Cell::markdown(u"# T\n\ntext"_s), tagged, Cell::code(u"%%bash\nls"_s),
                      Cell::code(u"x = \"\"\"\n# %%\n\"\"\""_s), Cell::code({})});
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.py"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(scriptOf(data));
    file.close();
    QProcess process;
    process.start(u"python3"_s,
                  {u"-c"_s,
                   u"import jupytext, nbformat, sys\n"
                   "print(nbformat.writes(jupytext.read(sys.argv[1])))"_s,
                   file.fileName()});
    QVERIFY(process.waitForFinished(60'000));
    const auto theirs
        = NotebookCodec::read(process.readAllStandardOutput(), DocumentFormat::Notebook);
    QVERIFY(theirs);
    QCOMPARE(told(*theirs), told(data));
}

QTEST_GUILESS_MAIN(PercentWriterTest)
#include "tst_percentwriter.moc"
