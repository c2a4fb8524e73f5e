#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QRegularExpression>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

// The layout Jupyter writes, with every thing a notebook can hold once.
const QByteArray jupyterText = R"json({
 "cells": [
  {
   "cell_type": "markdown",
   "id": "m1",
   "metadata": {},
   "source": [
    "# Title"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "c1",
   "metadata": {
    "tags": [
     "a"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "1\n",
      "2\n"
     ]
    }
   ],
   "source": [
    "print(1)\n",
    "print(2)"
   ]
  }
 ],
 "metadata": {
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
)json";

// Another tool's: other order, text as one string, numbers and escapes of its own.
const QByteArray otherText = R"({"nbformat":4,"nbformat_minor":2,"metadata":{"n":1.0,"n":1e20},
"cells":[{"source":"a\u0041","cell_type":"code","execution_count":null,"outputs":[],"metadata":{"x" : 10 }},
   {"cell_type":"markdown","metadata":{},"source":"b"}]})";

QByteArray textOf(const Notebook &notebook)
{
    return IpynbWriter::write(notebook.snapshot());
}

Notebook *open(const QByteArray &text, QObject *parent)
{
    return new Notebook(IpynbReader::read(text).value(), parent);
}

} // namespace

class IpynbWriterTest : public QObject
{
    Q_OBJECT
private slots:
    void anUntouchedFileIsWrittenByteForByte_data();
    void anUntouchedFileIsWrittenByteForByte();
    void aNewNotebookHasJupytersLayout();
    void aChangedSourceChangesNothingElse();
    void aTextStaysATextAndKeepsTheOrderOfItsCell();
    void newOutputsAreLaidOutAsJupyterDoes();
    void outputsOfTheFileKeepTheirBytesBesideNewOnes();
    void outputsThatAreNoJsonNeverReachTheFile();
    void aChangedKindDropsWhatTheKindHasNot();
    void newCellsGetIdsOnlyWhereTheFormatHasThem();
    void insertedAndMovedCellsFollowTheStyle_data();
    void insertedAndMovedCellsFollowTheStyle();
    void removingAllCellsGivesAnEmptyList();
    void asciiFilesStayAscii();
    void changedMetadataIsWritten();
    void changedMetadataIsFoundBesideDoubledNames();
    void aNameThatBeginsWithAMarkStaysAnother();
    void aFileWithoutListOfCellsTakesNewOnes();
    void whatDidNotChangeIsNotCopied();
    void cellsBuiltByHandAreValidToo();
};

void IpynbWriterTest::anUntouchedFileIsWrittenByteForByte_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("Jupyter") << jupyterText;
    QTest::newRow("other tool") << otherText;
    QTest::newRow("crlf") << QByteArray(jupyterText).replace("\n", "\r\n");
    QTest::newRow("tabs") << QByteArray(jupyterText).replace("\n ", "\n\t");
    QTest::newRow("much space") << QByteArray(jupyterText).replace(",\n", "  ,\n\n\t ") + "\n\n\n";
}

void IpynbWriterTest::anUntouchedFileIsWrittenByteForByte()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(textOf(*open(text, this)), text);
}

void IpynbWriterTest::aNewNotebookHasJupytersLayout()
{
    Notebook notebook;
    NotebookEditor(notebook).setSource(notebook.idAt(0), u"a = 'é'\nb"_s);
    QByteArray text = textOf(notebook);
    const QString id = notebook.cellAt(0).fileId;
    QVERIFY(QRegularExpression(u"^[0-9a-f]{8}$"_s).match(id).hasMatch());
    QCOMPARE(text.replace(id.toUtf8(), "ID"), QByteArray(R"json({
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "ID",
   "metadata": {},
   "outputs": [],
   "source": [
    "a = 'é'\n",
    "b"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3 (ipykernel)",
   "language": "python",
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
)json"));
}

void IpynbWriterTest::aChangedSourceChangesNothingElse()
{
    Notebook *notebook = open(jupyterText, this);
    NotebookEditor(*notebook).setSource(notebook->idAt(1), u"x"_s);
    QCOMPARE(textOf(*notebook),
             QByteArray(jupyterText).replace("\"print(1)\\n\",\n    \"print(2)\"", "\"x\""));
}

void IpynbWriterTest::aTextStaysATextAndKeepsTheOrderOfItsCell()
{
    Notebook *notebook = open(otherText, this);
    NotebookEditor(*notebook).setSource(notebook->idAt(0), u"x\ny"_s);
    QCOMPARE(textOf(*notebook), QByteArray(otherText).replace("\"a\\u0041\"", "\"x\\ny\""));
}

void IpynbWriterTest::newOutputsAreLaidOutAsJupyterDoes()
{
    Notebook *notebook = open(jupyterText, this);
    const DisplayContent plot{.data = {{{u"text/plain"_s, "a\nb"},
                                        {u"image/png"_s, "iVBO\n"},
                                        {u"application/json"_s, R"({"b": 1.0, "a": [ ]})"}}},
                              .metadata = R"({"image/png": {"width": 4}})",
                              .executionCount = 4,
                              .isResult = true};
    notebook->setOutputs(notebook->idAt(1),
                         {Output::stream(u"stderr"_s, u"x\ny"_s), Output::display(plot),
                          Output::error({u"E"_s, u"m"_s, {u"\x1b[31m1"_s, u"2"_s}})},
                         4);
    const QByteArray written = textOf(*notebook);
    const qsizetype begin = written.indexOf("   \"outputs\"");
    QCOMPARE(written.sliced(begin, written.indexOf("   \"source\": [\n    \"print") - begin),
             QByteArray(R"json(   "outputs": [
    {
     "name": "stderr",
     "output_type": "stream",
     "text": [
      "x\n",
      "y"
     ]
    },
    {
     "data": {
      "application/json": {
       "a": [],
       "b": 1.0
      },
      "image/png": "iVBO\n",
      "text/plain": [
       "a\n",
       "b"
      ]
     },
     "execution_count": 4,
     "metadata": {
      "image/png": {
       "width": 4
      }
     },
     "output_type": "execute_result"
    },
    {
     "ename": "E",
     "evalue": "m",
     "output_type": "error",
     "traceback": [
      "\u001b[31m1",
      "2"
     ]
    }
   ],
)json"));
    QVERIFY(written.contains("\"execution_count\": 4,\n   \"id\""));
}

void IpynbWriterTest::outputsOfTheFileKeepTheirBytesBesideNewOnes()
{
    const QByteArray strange = R"({"text":  "\u0041","output_type":"stream", "name":"stdout"})";
    const QByteArray text
        = R"({"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[)"
          R"({"cell_type":"code","source":"","metadata":{},"execution_count":1,"outputs":[)"
        + strange + "]}]}";
    Notebook *notebook = open(text, this);
    const Output old = notebook->cellAt(0).outputs.first();
    notebook->setOutputs(notebook->idAt(0), {old, Output::stream(u"stdout"_s, u"n"_s)}, 1);
    QCOMPARE(textOf(*notebook),
             QByteArray(text).replace(
                 strange, strange + R"(,{"name":"stdout","output_type":"stream","text":["n"]})"));
}

void IpynbWriterTest::outputsThatAreNoJsonNeverReachTheFile()
{
    Notebook notebook;
    notebook.setOutputs(notebook.idAt(0),
                        {Output::fromJson(QByteArray("{\"a\":")),
                         Output::fromJson(QByteArray("[]")),
                         Output::fromJson(QByteArray("{\"a\": \"\xff\"}")), Output(),
                         Output::stream(u"stdout"_s, u"kept"_s)},
                        1);
    const auto again = IpynbReader::read(textOf(notebook));
    QVERIFY(again);
    QCOMPARE(again->cells.first().outputs.size(), 1);
}

void IpynbWriterTest::aChangedKindDropsWhatTheKindHasNot()
{
    Notebook *notebook = open(jupyterText, this);
    NotebookEditor editor(*notebook);
    editor.setKind(notebook->idAt(1), CellKind::Markdown);
    editor.setKind(notebook->idAt(0), CellKind::Code);
    const QByteArray written = textOf(*notebook);
    QVERIFY(written.contains(R"json(  {
   "cell_type": "code",
   "execution_count": null,
   "id": "m1",
   "metadata": {},
   "outputs": [],
   "source": [
    "# Title"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "c1",
   "metadata": {
    "tags": [
     "a"
    ]
   },
   "source": [
    "print(1)\n",
    "print(2)"
   ]
  }
)json"));
    notebook->undoStack().undo();
    notebook->undoStack().undo();
    QCOMPARE(textOf(*notebook), jupyterText);
}

void IpynbWriterTest::newCellsGetIdsOnlyWhereTheFormatHasThem()
{
    Notebook *withIds = open(jupyterText, this);
    NotebookEditor(*withIds).insertCells(0, {withIds->cellAt(1), Cell::markdown(u"m"_s)});
    QVERIFY(!withIds->cellAt(0).fileId.isEmpty());
    QVERIFY(withIds->cellAt(0).fileId != u"c1"_s);
    QVERIFY(withIds->cellAt(0).fileId != withIds->cellAt(1).fileId);
    QVERIFY(IpynbReader::read(textOf(*withIds))->faults.isEmpty());

    Notebook *without = open(otherText, this);
    Cell pasted = Cell::code(u"p"_s);
    pasted.fileId = u"foreign"_s;
    NotebookEditor(*without).insertCells(0, {pasted});
    QVERIFY(without->cellAt(0).fileId.isEmpty());
    QVERIFY(!textOf(*without).contains("\"id\""));
}

void IpynbWriterTest::insertedAndMovedCellsFollowTheStyle_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("Jupyter") << jupyterText;
    QTest::newRow("crlf") << QByteArray(jupyterText).replace("\n", "\r\n");
    QTest::newRow("tabs") << QByteArray(jupyterText)
                                 .replace("\n     ", "\n\t\t\t\t\t")
                                 .replace("\n    ", "\n\t\t\t\t")
                                 .replace("\n   ", "\n\t\t\t")
                                 .replace("\n  ", "\n\t\t")
                                 .replace("\n ", "\n\t");
    QTest::newRow("one line") << QByteArray(jupyterText).simplified();
}

/// A cell that was taken out and put back as a new one is written in the place's style: only its id
/// tells it apart.
void IpynbWriterTest::insertedAndMovedCellsFollowTheStyle()
{
    QFETCH(QByteArray, text);
    if (!text.contains('\n'))
        text
            = R"({"cells": [{"cell_type": "markdown", "id": "m1", "metadata": {}, "source": ["# Title"]}],)"
              R"( "metadata": {}, "nbformat": 4, "nbformat_minor": 5})";
    Notebook *notebook = open(text, this);
    NotebookEditor editor(*notebook);
    Cell copy = notebook->cellAt(0);
    editor.removeCells({copy.id});
    const CellId added = editor.insertCells(0, {copy}).first();
    editor.moveCell(added, notebook->cellCount() - 1);
    editor.moveCell(added, 0);
    QCOMPARE(textOf(*notebook).replace(notebook->find(added)->fileId.toUtf8(), "m1"), text);
}

void IpynbWriterTest::removingAllCellsGivesAnEmptyList()
{
    Notebook *notebook = open(jupyterText, this);
    NotebookEditor(*notebook).removeCells({notebook->idAt(0), notebook->idAt(1)});
    const QByteArray written = textOf(*notebook);
    QVERIFY(written.startsWith("{\n \"cells\": [],\n \"metadata\": {\n"));
    QVERIFY(IpynbReader::read(written));
}

void IpynbWriterTest::asciiFilesStayAscii()
{
    const QByteArray text = QByteArray(jupyterText).replace("# Title", "# Caf\\u00e9");
    Notebook *notebook = open(text, this);
    NotebookEditor(*notebook).setSource(notebook->idAt(0), u"# Café 🙂"_s);
    QCOMPARE(textOf(*notebook),
             QByteArray(text).replace("Caf\\u00e9", "Caf\\u00e9 \\ud83d\\ude42"));
}

void IpynbWriterTest::changedMetadataIsWritten()
{
    NotebookData data = IpynbReader::read(jupyterText).value();
    data.metadata = R"({"b":{},"a":1})";
    QCOMPARE(IpynbWriter::write(data),
             QByteArray(jupyterText)
                 .replace("{\n  \"language_info\": {\n   \"name\": \"python\"\n  }\n }",
                          "{\n  \"a\": 1,\n  \"b\": {}\n }"));
}

void IpynbWriterTest::changedMetadataIsFoundBesideDoubledNames()
{
    const QByteArray text = R"json({"metadata": {"old": 1}, "cells": [{"cell_type": "raw",
        "metadata": {}, "source": "a"}], "nbformat": 4, "nbformat_minor": 4, "cells": 7})json";
    NotebookData data = IpynbReader::read(text).value();
    data.metadata = R"({"new": 2})";
    const auto again = IpynbReader::read(IpynbWriter::write(data));
    QVERIFY(again);
    QCOMPARE(again->metadata.simplified(), QByteArray(R"({"new": 2})"));
    QCOMPARE(again->cells.size(), 1);
    QCOMPARE(again->cells.first().source, u"a"_s);
}

void IpynbWriterTest::whatDidNotChangeIsNotCopied()
{
    const QByteArray text = "{\"cells\": ["
        + QByteArray("{\"cell_type\": \"raw\", \"metadata\": {}, \"source\": \"")
        + QByteArray(500, 'a') + "\"}, {\"cell_type\": \"raw\", \"metadata\": {}, \"source\": \""
        + QByteArray(500, 'b') + "\"}, {\"cell_type\": \"raw\", \"metadata\": {}, \"source\": \""
        + QByteArray(500, 'c') + "\"}], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 4}";
    Notebook notebook(IpynbReader::read(text).value());
    const auto untouched = IpynbWriter::pieces(notebook.snapshot());
    QCOMPARE(untouched.size(), 1);
    QVERIFY(untouched.first().sharesTextWith(ByteSlice(text)));

    NotebookEditor(notebook).setSource(notebook.idAt(1), u"new"_s);
    const auto changed = IpynbWriter::pieces(notebook.snapshot());
    QCOMPARE(changed.size(), 3);
    QVERIFY(changed.first().sharesTextWith(ByteSlice(text)));
    QVERIFY(changed.last().sharesTextWith(ByteSlice(text)));
    QVERIFY(!changed.at(1).sharesTextWith(ByteSlice(text)));
}

// U+FEFF at the beginning of a name belongs to it.
void IpynbWriterTest::aNameThatBeginsWithAMarkStaysAnother()
{
    const QByteArray text
        = "{\"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 4, \"\xef\xbb\xbf"
          "cells\": [1]}";
    NotebookData data = IpynbReader::read(text).value();
    data.cells = {Cell::code(u"x"_s)};
    const QByteArray written = IpynbWriter::write(data);
    QVERIFY2(written.contains("\"\xef\xbb\xbf"
                              "cells\": [1]"),
             written.constData());
    QCOMPARE(IpynbReader::read(written)->cells.size(), 1);
}

void IpynbWriterTest::aFileWithoutListOfCellsTakesNewOnes()
{
    Notebook *notebook
        = open(R"({"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "extra": [1.0]})", this);
    NotebookEditor(*notebook).insertCells(0, {Cell::markdown(u"m"_s)});
    QCOMPARE(textOf(*notebook),
             R"({"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["m"]}], )"
             R"("extra": [1.0], "metadata": {}, "nbformat": 4, "nbformat_minor": 2})");
}

void IpynbWriterTest::cellsBuiltByHandAreValidToo()
{
    NotebookData data;
    data.cells = {Cell::code(u"a"_s), Cell::markdown(u"b"_s)};
    const auto again = IpynbReader::read(IpynbWriter::write(data));
    QVERIFY(again);
    QCOMPARE(again->faults, QStringList());
    QCOMPARE(again->cells.at(1).source, u"b"_s);
}

QTEST_GUILESS_MAIN(IpynbWriterTest)
#include "tst_ipynbwriter.moc"
