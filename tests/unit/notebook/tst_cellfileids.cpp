#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/json/JsonText.h"
#include "notebook/merge/NotebookReplacement.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QRegularExpression>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// Three cells: without an id, with one, with the same one.
const QByteArray unfitIds = R"({
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": "none"
  },
  {
   "cell_type": "markdown",
   "id": "same",
   "metadata": {},
   "source": "first"
  },
  {
   "cell_type": "markdown",
   "id": "same",
   "metadata": {},
   "source": "second"
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
)";

/// Every field of the format beside those that are edited.
const QByteArray everyField = R"json({
 "cells": [
  {
   "attachments": {
    "a.png": {
     "image/png": "iVBORw0K"
    }
   },
   "cell_type": "markdown",
   "id": "a",
   "metadata": {
    "tags": [
     "intro"
    ]
   },
   "source": [
    "![a](attachment:a.png)"
   ]
  },
  {
   "attachments": {},
   "cell_type": "raw",
   "id": "b",
   "metadata": {
    "format": "text/restructuredtext",
    "raw_mimetype": "text/restructuredtext"
   },
   "source": [
    ".. raw"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "c",
   "metadata": {
    "collapsed": true,
    "execution": {
     "iopub.status.busy": "2020-01-01T00:00:00Z"
    },
    "jupyter": {
     "outputs_hidden": true
    },
    "name": "x",
    "scrolled": "auto",
    "tags": [
     "a",
     "b"
    ]
   },
   "outputs": [],
   "source": [
    "the code"
   ]
  }
 ],
 "metadata": {
  "authors": [
   {
    "name": "A. Person"
   }
  ],
  "kernelspec": {
   "display_name": "Python 3",
   "name": "python3"
  },
  "title": "T",
  "widgets": {
   "application/vnd.jupyter.widget-state+json": {
    "state": {
     "0f": {
      "model_name": "IntSliderModel",
      "state": {
       "value": 1.0
      }
     }
    },
    "version_major": 2,
    "version_minor": 0
   }
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
)json";

QByteArray textOf(const Notebook &notebook)
{
    return IpynbWriter::write(notebook.snapshot());
}

/// The id that the writer put in; it is in none of the texts above.
QByteArray randomIdIn(const QByteArray &text)
{
    static const QRegularExpression pattern(u"\"id\": \"([0-9a-f]{8})\""_s);
    return pattern.match(QString::fromUtf8(text)).captured(1).toUtf8();
}

} // namespace

/// The ids of nbformat 4.5: where they are missing or doubled, and beside every other field.
class CellFileIdsTest : public QObject
{
    Q_OBJECT
private slots:
    void untouchedCellsKeepTheIdsTheyHave();
    void aChangedCellWithoutIdGetsOne();
    void ofTwoCellsWithOneIdTheSecondGetsItsOwn();
    void theNewIdStaysTheSameFromSaveToSave();
    void takingTheChangeBackTakesTheIdBack();
    void anIdThatAnotherProgramGaveIsKept();
    void cellsOfAReloadedFileGetIdsWhenTheyChange();
    void olderFormatsGetNoIds();
    void onOneLineTheIdFollowsTheStyle();
    void everyFieldOfTheFormatIsKept();
};

void CellFileIdsTest::untouchedCellsKeepTheIdsTheyHave()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    QCOMPARE(notebook.faults(),
             (QStringList{u"cell 1: no id"_s, u"cell 3: the id of another cell"_s}));
    NotebookEditor(notebook).setSource(notebook.idAt(1), u"changed"_s);
    QCOMPARE(textOf(notebook), QByteArray(unfitIds).replace("\"first\"", "\"changed\""));
}

void CellFileIdsTest::aChangedCellWithoutIdGetsOne()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"changed"_s);
    const QByteArray text = textOf(notebook);
    const QByteArray id = randomIdIn(text);
    QVERIFY(!id.isEmpty());
    QCOMPARE(text,
             QByteArray(unfitIds).replace(
                 "   \"metadata\": {},\n   \"source\": \"none\"",
                 "   \"id\": \"" + id + "\",\n   \"metadata\": {},\n   \"source\": \"changed\""));
}

void CellFileIdsTest::ofTwoCellsWithOneIdTheSecondGetsItsOwn()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    NotebookEditor(notebook).setSource(notebook.idAt(2), u"changed"_s);
    const QByteArray text = textOf(notebook);
    QCOMPARE(text.count("\"same\""), 1);
    const auto again = IpynbReader::read(text);
    QCOMPARE(again->cells.at(1).fileId, u"same"_s);
    QCOMPARE(again->cells.at(2).fileId.toUtf8(), randomIdIn(text));
    QCOMPARE(again->faults, QStringList{u"cell 1: no id"_s});
}

void CellFileIdsTest::theNewIdStaysTheSameFromSaveToSave()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(0), u"changed"_s);
    const QByteArray id = randomIdIn(textOf(notebook));
    editor.setSource(notebook.idAt(0), u"again"_s);
    QCOMPARE(randomIdIn(textOf(notebook)), id);
    editor.setKind(notebook.idAt(0), CellKind::Code);
    QCOMPARE(randomIdIn(textOf(notebook)), id);
}

void CellFileIdsTest::takingTheChangeBackTakesTheIdBack()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"changed"_s);
    notebook.undoStack().undo();
    QCOMPARE(textOf(notebook), unfitIds);
}

void CellFileIdsTest::anIdThatAnotherProgramGaveIsKept()
{
    Notebook notebook(IpynbReader::read(unfitIds).value());
    const QByteArray mended = QByteArray(unfitIds).replace(
        "\"cell_type\": \"markdown\",\n   \"metadata\": {},\n   \"source\": \"none\"",
        "\"cell_type\": \"markdown\",\n   \"id\": \"given\",\n   \"metadata\": {},\n   \"source\": "
        "\"none\"");
    QVERIFY(mended.contains("given"));
    NotebookReplacement::reload(notebook, IpynbReader::read(mended).value(), u"Reload"_s);
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"changed"_s);
    QCOMPARE(IpynbReader::read(IpynbWriter::write(notebook.snapshot()))->cells.first().fileId,
             u"given"_s);
}

void CellFileIdsTest::cellsOfAReloadedFileGetIdsWhenTheyChange()
{
    Notebook notebook(
        IpynbReader::read(R"({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})")
            .value());
    NotebookReplacement::reload(notebook, IpynbReader::read(unfitIds).value(), u"Reload"_s);
    QCOMPARE(IpynbWriter::write(notebook.snapshot()), unfitIds);
    NotebookEditor(notebook).setSource(notebook.idAt(2), u"changed"_s);
    const auto written = IpynbReader::read(IpynbWriter::write(notebook.snapshot()));
    QCOMPARE(written->cells.at(1).fileId, u"same"_s);
    QVERIFY(!written->cells.at(2).fileId.isEmpty() && written->cells.at(2).fileId != u"same"_s);
    QCOMPARE(IpynbReader::read(IpynbWriter::write(notebook.snapshot()))->cells.at(2).fileId,
             written->cells.at(2).fileId);
}

void CellFileIdsTest::olderFormatsGetNoIds()
{
    const QByteArray older
        = QByteArray(unfitIds).replace("\"nbformat_minor\": 5", "\"nbformat_minor\": 4");
    Notebook notebook(IpynbReader::read(older).value());
    QCOMPARE(notebook.faults(), QStringList());
    NotebookEditor editor(notebook);
    editor.setSource(notebook.idAt(0), u"changed"_s);
    editor.setSource(notebook.idAt(2), u"changed"_s);
    QVERIFY(randomIdIn(textOf(notebook)).isEmpty());
    QCOMPARE(textOf(notebook).count("\"same\""), 2);
}

void CellFileIdsTest::onOneLineTheIdFollowsTheStyle()
{
    Notebook notebook(
        IpynbReader::read(R"({"cells": [{"cell_type": "raw", "metadata": {}, "source": "x"}], )"
                          R"("metadata": {}, "nbformat": 4, "nbformat_minor": 5})")
            .value());
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"y"_s);
    const QByteArray text = textOf(notebook);
    QVERIFY2(text.contains(R"({"cell_type": "raw", "id": ")" + randomIdIn(text)
                           + R"(", "metadata": {}, "source": "y"})"),
             text.constData());
}

void CellFileIdsTest::everyFieldOfTheFormatIsKept()
{
    Notebook notebook(IpynbReader::read(everyField).value());
    QCOMPARE(notebook.faults(), QStringList());
    NotebookEditor editor(notebook);
    QByteArray expected = everyField;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const QByteArray source = JsonText::fromString(notebook.cellAt(i).source);
        editor.setSource(notebook.idAt(i), notebook.cellAt(i).source + u"!"_s);
        expected.replace(source, QByteArray(source).insert(source.size() - 1, '!'));
    }
    QCOMPARE(textOf(notebook), expected);
    // And when all of it is written anew.
    QCOMPARE(IpynbWriter::write(notebook.snapshot().withoutOrigin()), expected);
}

QTEST_GUILESS_MAIN(CellFileIdsTest)
#include "tst_cellfileids.moc"
