#include "notebook/json/JsonFields.h"
#include "notebook/percent/PercentReader.h"
#include "notebook/percent/PercentWriter.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QByteArray header = R"(# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.16.4
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

)";

NotebookData read(const QByteArray &text)
{
    return PercentReader::read(text).value();
}

/// The one cell of a script that Jupytext wrote.
Cell onlyCell(const QByteArray &text)
{
    const NotebookData data = read(header + text);
    return data.cells.size() == 1 ? data.cells.first() : Cell{};
}

QStringList sources(const NotebookData &data)
{
    QStringList all;
    for (const Cell &cell : data.cells)
        all += cell.source;
    return all;
}

} // namespace

class PercentReaderTest : public QObject
{
    Q_OBJECT
private slots:
    void readsCellsOfEveryKind();
    void aScriptWithoutMarkersIsOneCell_data();
    void aScriptWithoutMarkersIsOneCell();
    void everyMarkerOfTheFieldBeginsACell_data();
    void everyMarkerOfTheFieldBeginsACell();
    void aMarkerInsideATextIsNone();
    void aTextThatNeverEndsSwallowsNoCells();
    void theMarkersOptionsAreMetadata_data();
    void theMarkersOptionsAreMetadata();
    void optionsThatAreNotUnderstoodAreKeptAndListed();
    void magicsAreUncommented_data();
    void magicsAreUncommented();
    void withoutJupytextsHeaderCommentsAreComments_data();
    void withoutJupytextsHeaderCommentsAreComments();
    void textCellsMayBeQuoted_data();
    void textCellsMayBeQuoted();
    void cellsOfOtherLanguagesGetTheirMagic();
    void inactiveCellsAreUncommented();
    void emptyLinesThatSeparateCellsAreNoText_data();
    void emptyLinesThatSeparateCellsAreNoText();
    void theHeaderGivesTheMetadata();
    void theHeaderMayHoldMore();
    void aHeaderThatIsNotUnderstoodIsKeptAndListed();
    void whatIsNotUtf8IsRefusedWithItsPlace();
};

void PercentReaderTest::readsCellsOfEveryKind()
{
    const NotebookData data = read(header + R"(# %% [markdown]
# # Title
#
# text

# %% tags=["a", "b"]
x = 1


# %% [raw]
# <raw>
)");
    QCOMPARE(data.cells.size(), 3);
    QCOMPARE(data.cells.at(0).kind, CellKind::Markdown);
    QCOMPARE(data.cells.at(0).source, u"# Title\n\ntext"_s);
    QCOMPARE(data.cells.at(1).kind, CellKind::Code);
    QCOMPARE(data.cells.at(1).source, u"x = 1"_s);
    QCOMPARE(data.cells.at(1).metadata, QByteArray(R"({"tags": ["a", "b"]})"));
    QCOMPARE(data.cells.at(2).kind, CellKind::Raw);
    QCOMPARE(data.cells.at(2).source, u"<raw>"_s);
    QCOMPARE(data.faults, QStringList());
}

void PercentReaderTest::aScriptWithoutMarkersIsOneCell_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("source");
    QTest::newRow("plain") << QByteArray("import os\n\nprint(os.name)\n")
                           << u"import os\n\nprint(os.name)"_s;
    QTest::newRow("empty") << QByteArray("") << QString();
    QTest::newRow("shebang") << QByteArray("#!/usr/bin/python3\n# -*- coding: utf-8 -*-\nx\n")
                             << u"x"_s;
    QTest::newRow("no last newline") << QByteArray("x") << u"x"_s;
    QTest::newRow("crlf") << QByteArray("a\r\nb\r\n") << u"a\nb"_s;
    QTest::newRow("mark") << QByteArray("\xef\xbb\xbfx\n") << u"x"_s;
}

void PercentReaderTest::aScriptWithoutMarkersIsOneCell()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, source);
    const NotebookData data = read(text);
    QCOMPARE(sources(data), QStringList{source});
    QCOMPARE(data.cells.first().kind, CellKind::Code);
    QCOMPARE(PercentWriter::write(data), text);
}

void PercentReaderTest::everyMarkerOfTheFieldBeginsACell_data()
{
    QTest::addColumn<QByteArray>("marker");
    for (const char *marker : {"# %%", "#%%", "# %% title", "#%% title", "  # %%", "# %%% sub",
                               "# <codecell>", "# In[3]:", "# In[ ]"})
        QTest::newRow(marker) << QByteArray(marker);
}

void PercentReaderTest::everyMarkerOfTheFieldBeginsACell()
{
    QFETCH(const QByteArray, marker);
    for (const QByteArray &before : {QByteArray(), header})
        QCOMPARE(sources(read(before + "a\n" + marker + "\nb\n")), (QStringList{u"a"_s, u"b"_s}));
}

void PercentReaderTest::aMarkerInsideATextIsNone()
{
    const QByteArray text = "# %%\nx = \"\"\"\n# %% no\n\"\"\"\n# %%\ny\n";
    QCOMPARE(sources(read(text)), (QStringList{u"x = \"\"\"\n# %% no\n\"\"\""_s, u"y"_s}));
}

void PercentReaderTest::aTextThatNeverEndsSwallowsNoCells()
{
    QCOMPARE(sources(read("# %%\nx = '''\n# %%\ny\n")), (QStringList{u"x = '''"_s, u"y"_s}));
}

void PercentReaderTest::theMarkersOptionsAreMetadata_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<CellKind>("kind");
    QTest::addColumn<QByteArray>("metadata");
    const auto row = [](const char *options, CellKind kind, const char *metadata) {
        QTest::newRow(options) << QByteArray(options) << kind << QByteArray(metadata);
    };
    row("", CellKind::Code, "");
    row(" A title", CellKind::Code, R"({"title": "A title"})");
    row("%% Sub cell", CellKind::Code, R"({"cell_depth": 2, "title": "Sub cell"})");
    row(" [md]", CellKind::Markdown, "");
    row(" Title [markdown] a=1", CellKind::Markdown, R"({"a": 1, "title": "Title"})");
    row(R"( tags=["a"] name="x y" n=1.50)", CellKind::Code,
        R"({"n": 1.50, "name": "x y", "tags": ["a"]})");
    row(R"( T {"tags": ["a"], "a b": {"c": null}})", CellKind::Code,
        R"({"a b": {"c": null}, "tags": ["a"], "title": "T"})");
    row(R"( tags=['a', "it's"] t=True n=None)", CellKind::Code,
        R"({"n": null, "t": true, "tags": ["a", "it's"]})");
    row(" {'a': (1, 2,), 'b': {}}", CellKind::Code, R"({"a": [1, 2], "b": {}})");
    row(" title .class", CellKind::Code, R"({".class": null, "title": "title"})");
    row(R"( cell_type="markdown")", CellKind::Markdown, "");
}

void PercentReaderTest::theMarkersOptionsAreMetadata()
{
    QFETCH(const QByteArray, options);
    const Cell cell = onlyCell("# %%" + options + "\nx\n");
    QTEST(cell.kind, "kind");
    QTEST(cell.metadata, "metadata");
}

void PercentReaderTest::optionsThatAreNotUnderstoodAreKeptAndListed()
{
    const NotebookData data = read(header + "# %% title a=[1\nx\n");
    QCOMPARE(data.faults, QStringList{u"cell 1: the metadata in its marker is not understood"_s});
    QCOMPARE(data.cells.first().metadata,
             QByteArray(R"({"incorrectly_encoded_metadata": "a=[1", "title": "title"})"));
}

void PercentReaderTest::magicsAreUncommented_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("source");
    const auto row = [](const char *line, const char *source) {
        QTest::newRow(line) << QByteArray(line) << QString::fromUtf8(source);
    };
    row("# %matplotlib inline", "%matplotlib inline");
    row("#%matplotlib inline", "%matplotlib inline");
    row("# !ls", "!ls");
    row("# %%time", "%%time");
    row("# # %matplotlib inline", "# %matplotlib inline");
    row("    # !ls", "    !ls");
    row("# x = !ls", "x = !ls");
    row("# ?print", "?print");
    row("# print?", "print?");
    row("# cd ..", "cd ..");
    row("# ls", "ls");
    row("%matplotlib inline", "%matplotlib inline");
    row("# ordinary comment", "# ordinary comment");
    row("# %load x # noescape", "# %load x # noescape");
    row("# # %% no cell", "# %% no cell");
    row("'''\n# !ls\n'''", "'''\n# !ls\n'''");
    row("# !ls \\\n#   -l", "!ls \\\n  -l");
}

void PercentReaderTest::magicsAreUncommented()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, source);
    QCOMPARE(onlyCell("# %%\n" + line + "\n").source, source);
}

void PercentReaderTest::withoutJupytextsHeaderCommentsAreComments_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("source");
    const auto row = [](const char *line, const char *source) {
        QTest::newRow(line) << QByteArray(line) << QString::fromUtf8(source);
    };
    row("# copy the data", "# copy the data");
    row("# why?", "# why?");
    row("# %matplotlib inline", "%matplotlib inline");
    row("# !ls", "!ls");
}

void PercentReaderTest::withoutJupytextsHeaderCommentsAreComments()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, source);
    QCOMPARE(sources(read("# %%\n" + line + "\n")), QStringList{source});
}

void PercentReaderTest::textCellsMayBeQuoted_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("source");
    QTest::newRow("lines") << QByteArray("\"\"\"\n# T\n\ntext\n\"\"\"") << u"# T\n\ntext"_s;
    QTest::newRow("one line") << QByteArray("'''text'''") << u"text"_s;
    QTest::newRow("raw") << QByteArray("r\"\"\"\n$\\alpha$\n\"\"\"") << u"$\\alpha$"_s;
    QTest::newRow("marker") << QByteArray("\"\"\"\n# %% no cell\n\"\"\"") << u"# %% no cell"_s;
    QTest::newRow("comment") << QByteArray("#text\n# more") << u"text\nmore"_s;
}

void PercentReaderTest::textCellsMayBeQuoted()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, source);
    const Cell cell = onlyCell("# %% [markdown]\n" + body + "\n");
    QCOMPARE(cell.kind, CellKind::Markdown);
    QCOMPARE(cell.source, source);
}

void PercentReaderTest::cellsOfOtherLanguagesGetTheirMagic()
{
    const Cell cell
        = onlyCell("# %% language=\"bash\" magic_args=\"-s x\" tags=[\"a\"]\n# ls\n#\n# cd /\n");
    QCOMPARE(cell.source, u"%%bash -s x\nls\n\ncd /"_s);
    QCOMPARE(cell.metadata, QByteArray(R"({"tags": ["a"]})"));
}

void PercentReaderTest::inactiveCellsAreUncommented()
{
    QCOMPARE(onlyCell("# %% active=\"ipynb\"\n# x = 1\n").source, u"x = 1"_s);
    QCOMPARE(onlyCell("# %% tags=[\"active-ipynb\"]\n# x = 1\n").source, u"x = 1"_s);
    QCOMPARE(onlyCell("# %% active=\"ipynb,py\"\n# x = 1\n").source, u"# x = 1"_s);
    const Cell raw = onlyCell("# %% active=\"py\"\nx = 1\n");
    QCOMPARE(raw.kind, CellKind::Raw);
    QCOMPARE(raw.source, u"x = 1"_s);
}

void PercentReaderTest::emptyLinesThatSeparateCellsAreNoText_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("source");
    QTest::newRow("none") << QByteArray("a\n") << u"a"_s;
    QTest::newRow("one") << QByteArray("a\n\n") << u"a"_s;
    QTest::newRow("two, as PEP 8 wants") << QByteArray("a\n\n\n") << u"a"_s;
    QTest::newRow("three") << QByteArray("a\n\n\n\n") << u"a\n\n"_s;
    QTest::newRow("inside") << QByteArray("a\n\n\nb\n\n") << u"a\n\n\nb"_s;
    QTest::newRow("before") << QByteArray("\na\n\n") << u"\na"_s;
    QTest::newRow("nothing") << QByteArray("") << QString();
    QTest::newRow("nothing but one") << QByteArray("\n") << QString();
}

void PercentReaderTest::emptyLinesThatSeparateCellsAreNoText()
{
    QFETCH(const QByteArray, body);
    QFETCH(const QString, source);
    QCOMPARE(sources(read("# %%\n" + body + "# %%\nb\n")), (QStringList{source, u"b"_s}));
}

void PercentReaderTest::theHeaderGivesTheMetadata()
{
    const NotebookData data = read(header + "# %%\nx\n");
    const JsonFields kernel(JsonFields(data.metadata).value(u"kernelspec"_s));
    QCOMPARE(kernel.value(u"display_name"_s), QByteArray("\"Python 3 (ipykernel)\""));
    QCOMPARE(kernel.value(u"name"_s), QByteArray("\"python3\""));
    QVERIFY(JsonFields(data.metadata).contains(u"jupytext"_s));
    QVERIFY(JsonFields(read("x\n").metadata).contains(u"kernelspec"_s));
}

void PercentReaderTest::theHeaderMayHoldMore()
{
    const NotebookData data = read(R"(#!/usr/bin/env python
# ---
# title: "A: title"
# jupyter:
#   authors: [{"name": "A"}]
#   jupytext:
#     formats: ipynb,py:percent
#     text: a long
#       text
#   list:
#   - 1
#   - 'it''s'
# author: x
# ---

# %%
x
)");
    QCOMPARE(data.faults, QStringList());
    const JsonFields metadata(data.metadata);
    QCOMPARE(metadata.value(u"authors"_s), QByteArray("[{\"name\": \"A\"}]"));
    QCOMPARE(metadata.value(u"jupytext"_s),
             QByteArray(R"({"formats": "ipynb,py:percent", "text": "a long text"})"));
    QCOMPARE(metadata.value(u"list"_s), QByteArray("[1, \"it's\"]"));
    QCOMPARE(sources(data), QStringList{u"x"_s});
}

void PercentReaderTest::aHeaderThatIsNotUnderstoodIsKeptAndListed()
{
    const QByteArray text = "# ---\n# jupyter:\n#   a: &anchor b\n# ---\n\n# %%\nx\n";
    const NotebookData data = read(text);
    QCOMPARE(data.faults,
             QStringList{u"the YAML of the header is not understood; kept as it is"_s});
    QCOMPARE(PercentWriter::write(data), text);
}

void PercentReaderTest::whatIsNotUtf8IsRefusedWithItsPlace()
{
    const auto data = PercentReader::read("x = 1\n# caf\xe9\n");
    QVERIFY(!data);
    QCOMPARE(data.error().kind, ErrorKind::NotText);
    QCOMPARE(data.error().line, std::optional(2));
    QCOMPARE(data.error().column, std::optional(6));
}

QTEST_GUILESS_MAIN(PercentReaderTest)
#include "tst_percentreader.moc"
