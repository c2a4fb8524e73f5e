#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonObjectText.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray file = R"({
  "cells": [
    {
      "metadata": {"b": 1.0, "a": [1e20]},
      "cell_type": "code",
      "source": "x",
      "outputs": [],
      "execution_count": null
    },
    {
      "cell_type": "markdown",
      "metadata": {},
      "source": "y"
    }
  ],
  "metadata": {"language_info": {"name": "python"}, "kernelspec": {"name": "python3"}},
  "nbformat": 4,
  "nbformat_minor": 4
})";

std::unique_ptr<Notebook> opened()
{
    return std::make_unique<Notebook>(IpynbReader::read(file).value());
}

QByteArray written(const Notebook &notebook)
{
    return IpynbWriter::write(notebook.snapshot());
}

} // namespace

class MetadataTest : public QObject
{
    Q_OBJECT
private slots:
    void cellMetadataIsAStep();
    void notebookMetadataIsAStepAndTellsTheLanguage();
    void whatSaysTheSameIsNoChange();
    void whatIsNoObjectIsRefused_data();
    void whatIsNoObjectIsRefused();
    void tagsLeaveTheOtherMetadata();
    void tagsAreKeptOnceAndInOrder();
    void takingTheLastTagTakesTheMember();
    void prettyKeepsOrderAndNumbers();
};

void MetadataTest::cellMetadataIsAStep()
{
    const auto notebook = opened();
    QSignalSpy changed(notebook.get(), &Notebook::cellMetadataChanged);
    NotebookEditor editor(*notebook);

    QVERIFY(editor.setCellMetadata(notebook->idAt(1), R"({"collapsed": true})"));

    QCOMPARE(notebook->undoStack().undoText(), QLatin1String(UndoNames::changeMetadata));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(written(*notebook).count("\"collapsed\": true"), 1);
    QVERIFY(IpynbReader::read(written(*notebook)).value().cells.first().originalJson
            == notebook->cellAt(0).originalJson);
    notebook->undoStack().undo();
    QCOMPARE(written(*notebook), file);
    QCOMPARE(changed.count(), 2);
}

void MetadataTest::notebookMetadataIsAStepAndTellsTheLanguage()
{
    const auto notebook = opened();
    QSignalSpy changed(notebook.get(), &Notebook::notebookMetadataChanged);
    NotebookEditor editor(*notebook);

    QVERIFY(editor.setNotebookMetadata(R"({"language_info": {"name": "R"}})"));

    QCOMPARE(notebook->language(), u"r"_s);
    QCOMPARE(changed.count(), 1);
    QVERIFY(notebook->isModified());
    QCOMPARE(IpynbReader::read(written(*notebook)).value().metadata.count("\"R\""), 1);
    notebook->undoStack().undo();
    QCOMPARE(notebook->language(), u"python"_s);
    QCOMPARE(written(*notebook), file);
}

void MetadataTest::whatSaysTheSameIsNoChange()
{
    const auto notebook = opened();
    NotebookEditor editor(*notebook);
    QVERIFY(editor.setCellMetadata(notebook->idAt(0), "{\"a\": [\n1e20], \"b\": 1.0}\n"));
    QVERIFY(editor.setNotebookMetadata(JsonObjectText::pretty(notebook->metadata())));
    QCOMPARE(notebook->undoStack().count(), 0);
    QVERIFY(editor.setCellMetadata(notebook->idAt(0), R"({"a": [1e20], "b": 1})"));
    QCOMPARE(notebook->undoStack().count(), 1); // 1 is not 1.0 to everybody
}

void MetadataTest::whatIsNoObjectIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("nothing") << QByteArray() << 1 << 1;
    QTest::newRow("list") << QByteArray("[1]") << 1 << 1;
    QTest::newRow("comma") << QByteArray("{\n  \"a\": 1,\n}") << 3 << 1;
    QTest::newRow("quote") << QByteArray("{'a': 1}") << 1 << 2;
    QTest::newRow("two") << QByteArray("{} {}") << 1 << 4;
    QTest::newRow("NaN") << QByteArray("{\"NaN \\\" I\": 1,\n \"a\": NaN}") << 2 << 7;
    QTest::newRow("infinity") << QByteArray("{\"a\": -Infinity}") << 1 << 8;
    QTest::newRow("UTF-8") << QByteArray("{\"\xff\": 1}") << 1 << 3;
    QTest::newRow("deep") << "{\"a\":" + QByteArray(2000, '[') << 1 << 1005;
}

void MetadataTest::whatIsNoObjectIsRefused()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, line);
    QFETCH(const int, column);
    const auto notebook = opened();
    NotebookEditor editor(*notebook);

    const Result<void> cell = editor.setCellMetadata(notebook->idAt(0), text);
    const Result<void> whole = editor.setNotebookMetadata(text);

    QVERIFY(!cell && !whole);
    QCOMPARE(cell.error().kind, ErrorKind::InvalidJson);
    QCOMPARE(cell.error().line.value_or(0), line);
    QCOMPARE(cell.error().column.value_or(0), column);
    QCOMPARE(notebook->undoStack().count(), 0);
    QCOMPARE(written(*notebook), file);
}

void MetadataTest::tagsLeaveTheOtherMetadata()
{
    const auto notebook = opened();
    NotebookEditor editor(*notebook);

    editor.setTags(notebook->idAt(0), {u"slow"_s, u"ändern"_s});

    QCOMPARE(notebook->undoStack().undoText(), QLatin1String(UndoNames::changeTags));
    QCOMPARE(NotebookEditor::tagsOf(notebook->cellAt(0)), (QStringList{u"slow"_s, u"ändern"_s}));
    const Cell again = IpynbReader::read(written(*notebook)).value().cells.first();
    QCOMPARE(NotebookEditor::tagsOf(again), (QStringList{u"slow"_s, u"ändern"_s}));
    QVERIFY(again.metadata.contains("\"b\": 1.0"));
    QVERIFY(again.metadata.contains("1e20"));
    notebook->undoStack().undo();
    QCOMPARE(written(*notebook), file);
}

void MetadataTest::tagsAreKeptOnceAndInOrder()
{
    const auto notebook = opened();
    NotebookEditor editor(*notebook);
    editor.setTags(notebook->idAt(1), {u"b"_s, QString(), u"a"_s, u"b"_s});
    QCOMPARE(NotebookEditor::tagsOf(notebook->cellAt(1)), (QStringList{u"b"_s, u"a"_s}));
    editor.setTags(notebook->idAt(1), {u"b"_s, u"a"_s});
    QCOMPARE(notebook->undoStack().count(), 1);
}

void MetadataTest::takingTheLastTagTakesTheMember()
{
    const auto notebook = opened();
    NotebookEditor editor(*notebook);
    editor.setTags(notebook->idAt(0), {u"a"_s});
    editor.setTags(notebook->idAt(0), {});
    QVERIFY(JsonEquality::isSameObject(notebook->cellAt(0).metadata, R"({"b": 1.0, "a": [1e20]})"));
}

void MetadataTest::prettyKeepsOrderAndNumbers()
{
    QCOMPARE(JsonObjectText::pretty(R"({"b":1.0,"a":[1e20,"\u00e9"],"c":{}})"),
             QByteArray("{\n  \"b\": 1.0,\n  \"a\": [\n    1e20,\n    \"\\u00e9\"\n  ],\n"
                        "  \"c\": {}\n}"));
    QCOMPARE(JsonObjectText::pretty({}), QByteArray("{}"));
}

QTEST_GUILESS_MAIN(MetadataTest)
#include "tst_metadata.moc"
