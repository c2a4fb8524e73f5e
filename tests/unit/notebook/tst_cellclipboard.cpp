#include "notebook/ipynb/CellClipboard.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/json/JsonText.h"
#include "notebook/Notebook.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class CellClipboardTest : public QObject
{
    Q_OBJECT
private slots:
    void cellsComeThroughWithEverything();
    void cellsOfAFileComeThrough();
    void plainTextIsTheSources();
    void anythingElseIsNoCells_data();
    void anythingElseIsNoCells();
};

void CellClipboardTest::cellsComeThroughWithEverything()
{
    Cell code = Cell::code(u"a\nb 'é'"_s);
    code.outputs = {Output::stream(u"stdout"_s, u"x\ny"_s)};
    code.executionCount = 4;
    code.metadata = R"({"tags":["t"]})";
    Cell markdown = Cell::markdown(u"m"_s);
    markdown.otherFields = {QByteArray(R"("attachments": {"a.png": {"image/png": "iVBO"}})")};

    const QByteArray json = CellClipboard::toJson({code, markdown});
    QVERIFY(JsonText::isValid(json));
    const QList<Cell> cells = CellClipboard::fromJson(json);
    QCOMPARE(cells.size(), 2);
    QCOMPARE(cells.at(0).source, code.source);
    QCOMPARE(cells.at(0).executionCount, code.executionCount);
    QCOMPARE(std::get<StreamContent>(cells.at(0).outputs.first().decode()).text, u"x\ny"_s);
    QVERIFY(cells.at(0).metadata.contains("tags"));
    QCOMPARE(cells.at(1).kind, CellKind::Markdown);
    QCOMPARE(cells.at(1).otherFields, markdown.otherFields);
}

void CellClipboardTest::cellsOfAFileComeThrough()
{
    const auto data = IpynbReader::read(
        R"({"cells": [{"cell_type": "code", "source": ["x"], "outputs": [], "id": "i"}], "nbformat": 4})");
    QVERIFY(data);
    const QList<Cell> cells = CellClipboard::fromJson(CellClipboard::toJson(data->cells));
    QCOMPARE(cells.size(), 1);
    QCOMPARE(cells.first().source, u"x"_s);
}

void CellClipboardTest::plainTextIsTheSources()
{
    QCOMPARE(CellClipboard::toPlainText({Cell::code(u"a"_s), Cell::markdown(u"b\nc"_s)}),
             u"a\n\nb\nc"_s);
}

void CellClipboardTest::anythingElseIsNoCells_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json : {"", "x", "[]", "{}", "{\"cells\": 1}", "{\"cells\": [",
                             "{\"cells\": []} x", "{\"cells\": [{\"source\": \"\xff\"}]}"})
        QTest::newRow(json[0] == '\0' ? "empty" : json) << QByteArray(json);
}

void CellClipboardTest::anythingElseIsNoCells()
{
    QFETCH(const QByteArray, json);
    QVERIFY(CellClipboard::fromJson(json).isEmpty());
}

QTEST_GUILESS_MAIN(CellClipboardTest)
#include "tst_cellclipboard.moc"
