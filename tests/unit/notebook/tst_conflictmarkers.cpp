#include "notebook/files/ConflictedFile.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/merge/ConflictMarkers.h"
#include "unit/notebook/StrangeFiles.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;

namespace {

QString wordsOf(const std::optional<Cell> &cell)
{
    return cell ? cell->source : u"-"_s;
}

/// The texts; a conflict is "ours|theirs", an absent side "-".
QStringList wordsOf(const ConflictedNotebook &notebook)
{
    QStringList words;
    for (const auto &piece : notebook.merged.pieces()) {
        if (const auto *cell = std::get_if<Cell>(&piece))
            words += cell->source;
        else
            words += wordsOf(std::get<CellConflict>(piece).ours) + u'|'
                + wordsOf(std::get<CellConflict>(piece).theirs);
    }
    return words;
}

/// A notebook of one cell with this text between its "source" and its end.
QByteArray around(const QByteArray &inside)
{
    return "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": null,\n"
           "   \"id\": \"a\",\n   \"metadata\": {},\n   \"outputs\": [],\n   \"source\": [\n"
        + inside
        + "   ]\n  }\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n";
}

const QByteArray twoStyle = around("    \"same\\n\",\n"
                                   "<<<<<<< HEAD\n"
                                   "    \"mine\"\n"
                                   "=======\n"
                                   "    \"yours\"\n"
                                   ">>>>>>> feature/x\n");

class Folder
{
public:
    [[nodiscard]] QString write(const QString &name, const QByteArray &text) const
    {
        QFile file(m_directory.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                                  : QString();
    }

private:
    QTemporaryDir m_directory;
};

} // namespace

class ConflictMarkersTest : public QObject
{
    Q_OBJECT
private slots:
    void sidesAreMadeWhole();
    void whatNoMergeWritesIsNoConflict_data();
    void whatNoMergeWritesIsNoConflict();
    void filesOpenAsCellsToChoose_data();
    void filesOpenAsCellsToChoose();
    void sidesKeepTheirBytes();
    void lineEndsOfWindowsAreNoHindrance();
    void cellAboutGitIsNoConflict();
    void damagedSideIsNamedWithItsLine();
    void fileWithoutMarkersKeepsItsError();
    void gitsOwnMergesOpen_data();
    void gitsOwnMergesOpen();
};

void ConflictMarkersTest::sidesAreMadeWhole()
{
    const auto text = ConflictMarkers::parse("1\n<<<<<<< HEAD\n2\n||||||| 1234\n2b\n=======\n3\n"
                                             ">>>>>>> topic\n4\n<<<<<<< HEAD\n||||||| 1234\n"
                                             "=======\n5\n>>>>>>> topic\n");
    QVERIFY(text);
    QCOMPARE(text->ours.text, QByteArray("1\n2\n4\n"));
    QCOMPARE(text->theirs.text, QByteArray("1\n3\n4\n5\n"));
    QVERIFY(text->base);
    QCOMPARE(text->base->text, QByteArray("1\n2b\n4\n"));
    QCOMPARE(text->ours.name, u"HEAD"_s);
    QCOMPARE(text->base->name, u"1234"_s);
    QCOMPARE(text->theirs.name, u"topic"_s);
    QCOMPARE(text->markerLines, (QList<int>{2, 10}));
    QCOMPARE(text->theirs.fileLine(1), 1);
    QCOMPARE(text->theirs.fileLine(2), 7);
    QCOMPARE(text->theirs.fileLine(3), 9);
    QCOMPARE(text->theirs.fileLine(4), 13);
}

void ConflictMarkersTest::whatNoMergeWritesIsNoConflict_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no markers") << QByteArray("a\nb\n");
    QTest::newRow("cut off") << QByteArray("<<<<<<< HEAD\na\n=======\nb\n");
    QTest::newRow("only the middle") << QByteArray("a\n=======\nb\n");
    QTest::newRow("only the end") << QByteArray("a\n>>>>>>> topic\n");
    QTest::newRow("two beginnings") << QByteArray("<<<<<<< a\n<<<<<<< b\n=======\n>>>>>>> c\n");
    QTest::newRow("too short") << QByteArray("<<<<<< a\n======\n>>>>>> c\n");
    QTest::newRow("not at the beginning") << QByteArray(" <<<<<<< a\n =======\n >>>>>>> c\n");
}

void ConflictMarkersTest::whatNoMergeWritesIsNoConflict()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!ConflictMarkers::parse(text));
}

void ConflictMarkersTest::filesOpenAsCellsToChoose_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("cells");
    QTest::newRow("within a source") << twoStyle << QStringList{u"same\nmine|same\nyours"_s};
    QTest::newRow("with the base")
        << around("<<<<<<< HEAD\n    \"mine\\n\",\n||||||| base\n    \"old\\n\",\n=======\n"
                  "    \"yours\\n\",\n>>>>>>> x\n    \"same\"\n")
        << QStringList{u"mine\nsame|yours\nsame"_s};
    QTest::newRow("the base shows that only one side changed")
        << around("<<<<<<< HEAD\n    \"old\\n\",\n||||||| base\n    \"old\\n\",\n=======\n"
                  "    \"yours\\n\",\n>>>>>>> x\n    \"same\"\n")
        << QStringList{u"yours\nsame"_s};
    QTest::newRow("longer markers")
        << around("<<<<<<<<<< HEAD\n    \"mine\"\n==========\n    \"yours\"\n>>>>>>>>>> x\n")
        << QStringList{u"mine|yours"_s};
    QTest::newRow("several hunks")
        << QByteArray("{\n \"cells\": [\n<<<<<<< HEAD\n  {\"cell_type\": \"raw\", \"source\": "
                      "\"one\"},\n=======\n>>>>>>> x\n  {\"cell_type\": \"raw\", \"source\": "
                      "\"same\"},\n  {\"cell_type\": \"raw\", \"source\":\n<<<<<<< HEAD\n"
                      "\"mine\"\n=======\n\"yours\"\n>>>>>>> x\n  }\n ],\n \"metadata\": {},\n"
                      " \"nbformat\": 4,\n \"nbformat_minor\": 4\n}\n")
        << QStringList{u"one|-"_s, u"same"_s, u"mine|yours"_s};
    QTest::newRow("through brackets")
        << around("    \"same\"\n<<<<<<< HEAD\n   ]\n  },\n  {\n   \"cell_type\": \"markdown\",\n"
                  "   \"id\": \"b\",\n   \"metadata\": {},\n   \"source\": [\n    \"more\"\n"
                  "=======\n   ]\n  },\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"c\",\n"
                  "   \"metadata\": {},\n   \"source\": [\n    \"other\"\n>>>>>>> x\n")
        << QStringList{u"same"_s, u"more|other"_s};
    QTest::newRow("only numbers of runs")
        << around("    \"same\"\n")
               .replace("   \"execution_count\": null,\n",
                        "<<<<<<< HEAD\n   \"execution_count\": 3,\n=======\n"
                        "   \"execution_count\": 9,\n>>>>>>> x\n")
        << QStringList{u"same"_s};
    QTest::newRow("metadata of the notebook")
        << around("    \"same\"\n")
               .replace(" \"metadata\": {},\n \"nbformat\"",
                        "<<<<<<< HEAD\n \"metadata\": {\"x\": 1},\n=======\n"
                        " \"metadata\": {\"x\": 2},\n>>>>>>> x\n \"nbformat\"")
        << QStringList{u"same"_s};
}

void ConflictMarkersTest::filesOpenAsCellsToChoose()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QStringList, cells);
    const Folder folder;
    const QString path = folder.write(u"a.ipynb"_s, text);

    QCOMPARE(NotebookFile::load(path).error().kind, ErrorKind::InvalidJson);
    const auto file = ConflictedFile::load(path);

    QVERIFY2(file.hasValue(), file ? "" : qPrintable(file.error().detail));
    QCOMPARE(wordsOf(file->notebook), cells);
    QCOMPARE(file->notebook.oursName, u"HEAD"_s);
    QVERIFY(!file->state.isNull());
}

void ConflictMarkersTest::sidesKeepTheirBytes()
{
    const auto notebook = ConflictReader::read(twoStyle);
    QVERIFY(notebook.hasValue());
    QCOMPARE(IpynbWriter::write(notebook->merged.resolved({MergeChoice::Ours})),
             around("    \"same\\n\",\n    \"mine\"\n"));
    QCOMPARE(IpynbWriter::write(notebook->merged.resolved({MergeChoice::Theirs})),
             around("    \"same\\n\",\n    \"yours\"\n"));
}

void ConflictMarkersTest::lineEndsOfWindowsAreNoHindrance()
{
    const auto notebook = ConflictReader::read(QByteArray(twoStyle).replace("\n", "\r\n"));
    QVERIFY(notebook.hasValue());
    QCOMPARE(notebook->theirsName, u"feature/x"_s);
    QCOMPARE(IpynbWriter::write(notebook->merged.resolved()),
             around("    \"same\\n\",\n    \"mine\"\n").replace("\n", "\r\n"));
}

void ConflictMarkersTest::cellAboutGitIsNoConflict()
{
    const QByteArray text = around("    \"<<<<<<< HEAD\\n\",\n    \"=======\\n\",\n"
                                   "    \">>>>>>> topic\"\n");
    const Folder folder;
    const QString path = folder.write(u"git.ipynb"_s, text);

    const auto loaded = NotebookFile::load(path);

    QVERIFY(loaded.hasValue());
    QCOMPARE(loaded->data.cells.first().source, u"<<<<<<< HEAD\n=======\n>>>>>>> topic"_s);
    QVERIFY(ConflictedFile::markerLines(path).isEmpty());
}

void ConflictMarkersTest::damagedSideIsNamedWithItsLine()
{
    const auto notebook = ConflictReader::read(
        around("<<<<<<< HEAD\n    \"mine\"\n=======\n    \"yours\",,\n>>>>>>> feature/x\n"));

    QVERIFY(!notebook);
    QCOMPARE(notebook.error().kind, ErrorKind::InvalidJson);
    QCOMPARE(notebook.error().line, 13);
    QVERIFY(notebook.error().detail.contains(u"git conflict markers"_s));
    QVERIFY(notebook.error().detail.contains(u"feature/x"_s));
}

void ConflictMarkersTest::fileWithoutMarkersKeepsItsError()
{
    const Folder folder;
    const QString path = folder.write(u"a.ipynb"_s, "{\"cells\": [}");
    QCOMPARE(ConflictedFile::load(path).error().kind, ErrorKind::NotANotebook);
    QVERIFY(ConflictedFile::markerLines(path).isEmpty());
    QCOMPARE(ConflictedFile::load(path + u"x"_s).error().kind, ErrorKind::NotFound);
}

void ConflictMarkersTest::gitsOwnMergesOpen_data()
{
    QTest::addColumn<QString>("style");
    QTest::newRow("merge") << u"--no-diff3"_s;
    QTest::newRow("diff3") << u"--diff3"_s;
}

/// Two people change the same notebook in random ways; whatever git makes of it opens, where its
/// sides are JSON at all, and each side is there in what can be chosen.
void ConflictMarkersTest::gitsOwnMergesOpen()
{
    QFETCH(const QString, style);
    const QString git = QStandardPaths::findExecutable(u"git"_s);
    if (git.isEmpty())
        QSKIP("git is not here");
    const QByteArray text
        = contentOf(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks/jupyter.ipynb"));
    const Folder folder;
    int opened = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        Stranger stranger(seed);
        const QString base = folder.write(u"base"_s, text);
        const QString ours = folder.write(u"ours"_s, stranger.change(text));
        const QString theirs = folder.write(u"theirs"_s, stranger.change(text));
        QProcess process;
        process.start(git, {u"merge-file"_s, u"-p"_s, style, ours, base, theirs});
        QVERIFY(process.waitForFinished());
        const QByteArray merged = process.readAllStandardOutput();
        if (IpynbReader::read(merged))
            continue; // no conflict for git
        const auto markers = ConflictMarkers::parse(merged);
        QVERIFY(markers);
        QCOMPARE(markers->base.has_value(), style == u"--diff3"_s);
        const auto notebook = ConflictReader::read(merged);
        const auto mine = IpynbReader::read(markers->ours.text);
        QCOMPARE(notebook.hasValue(), mine && IpynbReader::read(markers->theirs.text));
        if (!notebook)
            continue;
        ++opened;
        // Choosing ours loses nothing that is ours.
        const NotebookData resolved = notebook->merged.resolved();
        for (const Cell &cell : mine->cells)
            QVERIFY(markers->base
                    || std::ranges::count(resolved.cells, cell.source, &Cell::source));
    }
    QVERIFY(opened > 5);
}

QTEST_GUILESS_MAIN(ConflictMarkersTest)
#include "tst_conflictmarkers.moc"
