#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"

#include <QTest>

using namespace sessionbook;

namespace {

/// A notebook whose list of cells is `cells`, in the format 4.`minor`.
QByteArray notebookText(const QByteArray &cells, int minor = 4)
{
    return "{\"cells\": [" + cells + "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": "
        + QByteArray::number(minor) + "}";
}

Cell onlyCell(const QByteArray &cell)
{
    const auto data = IpynbReader::read(notebookText(cell));
    return data && data->cells.size() == 1 ? data->cells.first() : Cell{};
}

QStringList faultsOf(const QByteArray &bytes)
{
    const auto data = IpynbReader::read(bytes);
    return data ? data->faults : QStringList{QStringLiteral("refused: ") + data.error().detail};
}

} // namespace

class IpynbReaderTest : public QObject
{
    Q_OBJECT
private slots:
    void readsTheFieldsOfACell();
    void joinsSourcesGivenAsList();
    void keepsOutputsAsTheBytesOfTheFile();
    void ofDoubledNamesTheLastCounts();
    void loneSurrogatesDoNotFailTheFile();
    void refusesWithKindLineAndColumn_data();
    void refusesWithKindLineAndColumn();
    void saysWhatItFoundInsteadOfANotebook_data();
    void saysWhatItFoundInsteadOfANotebook();
    void newerFormatsAreNamed_data();
    void newerFormatsAreNamed();
    void faultsAreListedAndTheFileOpens_data();
    void faultsAreListedAndTheFileOpens();
    void whatIsNoCellIsKept();
    void detectsTheStyle_data();
    void detectsTheStyle();
    void cutAnywhereItIsRefusedOrEmpty();
};

void IpynbReaderTest::readsTheFieldsOfACell()
{
    const Cell cell = onlyCell(R"({"cell_type": "code", "execution_count": 7, "id": "abc",
        "metadata": {"tags": ["x"]}, "outputs": [], "source": "6*7", "attachments": {"a": 1}})");
    QCOMPARE(cell.kind, CellKind::Code);
    QCOMPARE(cell.source, QStringLiteral("6*7"));
    QCOMPARE(cell.executionCount, std::optional(7));
    QCOMPARE(cell.fileId, QStringLiteral("abc"));
    QCOMPARE(cell.metadata, R"({"tags": ["x"]})");
    QCOMPARE(cell.otherFields, QList<ByteSlice>{QByteArray(R"("attachments": {"a": 1})")});
}

void IpynbReaderTest::joinsSourcesGivenAsList()
{
    const Cell cell
        = onlyCell(R"({"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"]})");
    QCOMPARE(cell.kind, CellKind::Markdown);
    QCOMPARE(cell.source, QStringLiteral("a\nb"));
}

void IpynbReaderTest::keepsOutputsAsTheBytesOfTheFile()
{
    const QByteArray output
        = R"({ "text" :"x", "output_type":"stream", "n": 1.0e20, "name":"stdout"})";
    const Cell cell
        = onlyCell(R"({"cell_type": "code", "source": "", "outputs": [)" + output + "]}");
    QCOMPARE(cell.outputs.size(), 1);
    QCOMPARE(cell.outputs.first().json(), QByteArrayView(output));
    QVERIFY(cell.outputs.first().slice().sharesTextWith(cell.originalJson));
}

void IpynbReaderTest::ofDoubledNamesTheLastCounts()
{
    const Cell cell
        = onlyCell(R"({"cell_type": "code", "source": "a", "source": "b", "cell_type": "raw"})");
    QCOMPARE(cell.source, QStringLiteral("b"));
    QCOMPARE(cell.kind, CellKind::Raw);
}

void IpynbReaderTest::loneSurrogatesDoNotFailTheFile()
{
    const QByteArray bytes = notebookText(
        R"({"cell_type": "code", "source": "\ud83d", "metadata": {}, "outputs": []})");
    const auto data = IpynbReader::read(bytes);
    QVERIFY(data);
    QCOMPARE(data->cells.first().source, QString(QChar(0xd83d)));
    QCOMPARE(IpynbWriter::write(*data), bytes);
}

void IpynbReaderTest::refusesWithKindLineAndColumn_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *name, const QByteArray &bytes, ErrorKind kind, int line,
                        int column, const char *detail) {
        QTest::newRow(name) << bytes << kind << line << column << QString::fromLatin1(detail);
    };
    row("empty", "", ErrorKind::EmptyFile, 0, 0, "0 bytes");
    row("space", " \n ", ErrorKind::EmptyFile, 0, 0, "3 bytes");
    row("text", "hello", ErrorKind::InvalidJson, 1, 1, "expected a value");
    row("cut", "{\"cells\": [\n {\"source\": [\"a\"", ErrorKind::InvalidJson, 2, 17,
        "expected ',' or ']'");
    row("characters", "{\n \"é🙂\" 1}", ErrorKind::InvalidJson, 2, 7, "expected ':'");
    row("conflict", "{\n<<<<<<< HEAD\n \"a\": 1\n", ErrorKind::InvalidJson, 2, 1,
        "git conflict markers");
    row("latin1", "{\n\"a\": \"caf\xe9\"}", ErrorKind::InvalidJson, 2, 10, "not UTF-8");
    row("utf16", QByteArray("\xff\xfe{\0}\0", 6), ErrorKind::InvalidJson, 1, 1, "not UTF-8");
    row("behind the end", "{}\n{}", ErrorKind::InvalidJson, 2, 1, "text after the end");
    row("in an output", notebookText("{\"outputs\": [{\"data\": {\"x\": tru}}]}"),
        ErrorKind::InvalidJson, 1, 40, "expected a value");
    row("deep", QByteArray(2000, '['), ErrorKind::InvalidJson, 1, 1001, "nested too deep");
}

void IpynbReaderTest::refusesWithKindLineAndColumn()
{
    QFETCH(const QByteArray, bytes);
    const auto data = IpynbReader::read(bytes);
    QVERIFY(!data);
    QTEST(data.error().kind, "kind");
    QTEST(data.error().line.value_or(0), "line");
    QTEST(data.error().column.value_or(0), "column");
    QTEST(data.error().detail, "detail");
}

void IpynbReaderTest::saysWhatItFoundInsteadOfANotebook_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("found");
    QTest::newRow("list") << QByteArray("[]") << QStringLiteral("found a list");
    QTest::newRow("object") << QByteArray("{}")
                            << QStringLiteral("found an object without \"nbformat\" and \"cells\"");
    QTest::newRow("text") << QByteArray("\"x\"") << QStringLiteral("found a text");
    QTest::newRow("number") << QByteArray("42") << QStringLiteral("found a number");
    QTest::newRow("null") << QByteArray("null") << QStringLiteral("found a single value");
    QTest::newRow("nbformat") << QByteArray(R"({"nbformat": "four"})")
                              << QStringLiteral("found an object whose \"nbformat\" is no number");
    QTest::newRow("zero") << QByteArray(R"({"cells": [], "nbformat": 0})")
                          << QStringLiteral("found an object whose \"nbformat\" is 0");
    QTest::newRow("cells") << QByteArray(R"({"cells": 5, "nbformat": 4, "nbformat_minor": 5})")
                           << QStringLiteral("found an object whose \"cells\" is no list");
}

void IpynbReaderTest::saysWhatItFoundInsteadOfANotebook()
{
    QFETCH(const QByteArray, bytes);
    const auto data = IpynbReader::read(bytes);
    QVERIFY(!data);
    QCOMPARE(data.error().kind, ErrorKind::NotANotebook);
    QTEST(data.error().detail, "found");
}

void IpynbReaderTest::newerFormatsAreNamed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("detail");
    QTest::newRow("5") << QByteArray(R"({"cells": [], "nbformat": 5, "nbformat_minor": 1})")
                       << QStringLiteral("nbformat 5.1");
}

void IpynbReaderTest::newerFormatsAreNamed()
{
    QFETCH(const QByteArray, bytes);
    const auto data = IpynbReader::read(bytes);
    QVERIFY(!data);
    QCOMPARE(data.error().kind, ErrorKind::UnsupportedFormat);
    QTEST(data.error().detail, "detail");
}

void IpynbReaderTest::faultsAreListedAndTheFileOpens_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("fault");
    const auto cell = [](const char *name, const char *json, const char *fault, int minor = 4) {
        QTest::newRow(name) << notebookText(json, minor) << QString::fromLatin1(fault);
    };
    cell("kind", R"({"cell_type": "diagram", "source": ""})",
         "cell 1: unknown cell_type \"diagram\"");
    cell("no kind", R"({"source": ""})", "cell 1: no cell_type");
    cell("no source", R"({"cell_type": "raw"})", "cell 1: no source");
    cell("source", R"({"cell_type": "raw", "source": {"a": 1}})",
         "cell 1: source is neither text nor a list of texts");
    cell("outputs", R"({"cell_type": "code", "source": "", "outputs": null})",
         "cell 1: outputs is no list");
    cell("count", R"({"cell_type": "code", "source": "", "execution_count": "7"})",
         "cell 1: execution_count is no whole number");
    cell("metadata", R"({"cell_type": "code", "source": "", "metadata": []})",
         "cell 1: metadata is no object");
    cell("no object", "42", "cell 1: not an object");
    cell("no id", R"({"cell_type": "raw", "source": ""})", "cell 1: no id", 5);
    cell(
        "doubled id",
        R"({"cell_type": "raw", "source": "", "id": "x"}, {"cell_type": "raw", "source": "", "id": "x"})",
        "cell 2: the id of another cell", 5);
    QTest::newRow("NaN") << notebookText(R"({"cell_type": "raw", "source": "", "x": NaN})")
                         << QStringLiteral("NaN or Infinity, which are not JSON");
    QTest::newRow("mark") << "\xef\xbb\xbf" + notebookText({})
                          << QStringLiteral("the file starts with a byte order mark");
    QTest::newRow("no cells") << QByteArray(
        R"({"nbformat": 4, "nbformat_minor": 2, "metadata": {}})")
                              << QStringLiteral("no list of cells");
    QTest::newRow("no minor") << QByteArray(R"({"nbformat": 4, "metadata": {}, "cells": []})")
                              << QStringLiteral("no nbformat_minor; taken as 0");
    QTest::newRow("no metadata") << QByteArray(
        R"({"nbformat": 4, "nbformat_minor": 1, "cells": []})")
                                 << QStringLiteral("no metadata");
}

void IpynbReaderTest::faultsAreListedAndTheFileOpens()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, fault);
    QCOMPARE(faultsOf(bytes), QStringList{fault});
    QCOMPARE(IpynbWriter::write(IpynbReader::read(bytes).value()), bytes);
}

void IpynbReaderTest::whatIsNoCellIsKept()
{
    const auto data
        = IpynbReader::read(notebookText(R"(42, {"cell_type": "code", "source": "x"}, null)"));
    QVERIFY(data);
    QCOMPARE(data->cells.size(), 3);
    QCOMPARE(data->cells.at(0).kind, CellKind::Raw);
    QCOMPARE(data->cells.at(0).originalJson.view(), "42");
    QCOMPARE(data->cells.at(1).source, QStringLiteral("x"));
}

void IpynbReaderTest::detectsTheStyle_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<FileStyle>("style");
    const QByteArray oneSpace
        = "{\n \"cells\": [],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 4\n}\n";
    QTest::newRow("Jupyter") << oneSpace << FileStyle{};
    QTest::newRow("tabs, crlf") << QByteArray(oneSpace).replace("\n ", "\n\t").replace("\n", "\r\n")
                                << FileStyle{.indent = "\t", .lineEnd = "\r\n"};
    QTest::newRow("no last newline") << oneSpace.trimmed() << FileStyle{.finalNewline = false};
    QTest::newRow("one line") << notebookText(
        {}) << FileStyle{.indent = {}, .finalNewline = false, .itemSeparator = ", "};
    QTest::newRow("compact") << QByteArray(R"({"cells":[],"nbformat":4})")
                             << FileStyle{
                                    .indent = {}, .finalNewline = false, .nameSeparator = ":"};
    QTest::newRow("ASCII") << QByteArray(oneSpace).replace("{}", R"({"a": "\u00e9"})")
                           << FileStyle{.asciiOnly = true};
    QTest::newRow("not ASCII") << QByteArray(oneSpace).replace("{}", R"({"a": "\u001b é"})")
                               << FileStyle{};
}

void IpynbReaderTest::detectsTheStyle()
{
    QFETCH(const QByteArray, bytes);
    const auto data = IpynbReader::read(bytes);
    QVERIFY(data);
    QTEST(data->style, "style");
}

void IpynbReaderTest::cutAnywhereItIsRefusedOrEmpty()
{
    const QByteArray bytes = notebookText(
        R"({"cell_type": "code", "source": ["a\n", "é"], "outputs": [{"output_type": "stream"}]})");
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto data = IpynbReader::read(bytes.first(size));
        QVERIFY(!data);
        QVERIFY(size == 0 || data.error().line == 1);
    }
}

Q_DECLARE_METATYPE(sessionbook::ErrorKind)
Q_DECLARE_METATYPE(sessionbook::FileStyle)

QTEST_GUILESS_MAIN(IpynbReaderTest)
#include "tst_ipynbreader.moc"
