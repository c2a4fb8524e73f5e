#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/Notebook.h"
#include "support/notebook/RandomEditor.h"
#include "support/notebook/WrittenNotebook.h"

#include <QDir>
#include <QTest>

#include <random>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr int editCount = 10'000;
constexpr int sessionCount = 200;
constexpr int comparedEach = 100; // writing and reading the other way round costs more than an edit

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray written(const Notebook &notebook)
{
    return IpynbWriter::write(notebook.snapshot());
}

QString differenceOf(const Notebook &notebook)
{
    return WrittenNotebook::difference(written(notebook), notebook.snapshot());
}

/// Where a failure was: with this in the environment, the same edits are done again.
unsigned firstSeed()
{
    bool isGiven = false;
    const unsigned seed = qEnvironmentVariable("SESSIONBOOK_RANDOM_SEED").toUInt(&isGiven);
    return isGiven ? seed : 1;
}

/// Some of other people's notebooks, small enough to be written a hundred times.
QStringList sharedNotebooks()
{
    constexpr qint64 largest = 40'000;
    constexpr int count = 12;
    const QDir folder(QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks"));
    QStringList paths;
    for (const QFileInfo &file : folder.entryInfoList({u"*.ipynb"_s}, QDir::Files, QDir::Name)) {
        if (file.size() < largest && IpynbReader::read(contentOf(file.filePath())).hasValue())
            paths += file.filePath();
    }
    QStringList some;
    for (qsizetype i = 0; i < count && i < paths.size(); ++i)
        some += paths.at(i * paths.size() / count);
    return some;
}

} // namespace

class RandomEditsTest : public QObject
{
    Q_OBJECT
private slots:
    void undoAllAndRedoAllGiveTheSameBytes_data();
    void undoAllAndRedoAllGiveTheSameBytes();
    void outputsOfRunsStayWhateverIsUndone_data();
    void outputsOfRunsStayWhateverIsUndone();
};

void RandomEditsTest::undoAllAndRedoAllGiveTheSameBytes_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<unsigned>("seed");
    const QDir folder(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks"));
    QStringList paths;
    for (const QString &name : folder.entryList({u"*.ipynb"_s}, QDir::Files, QDir::Name))
        paths += folder.filePath(name);
    QVERIFY(!paths.isEmpty());
    paths += sharedNotebooks();
    unsigned seed = firstSeed();
    for (const QString &path : std::as_const(paths)) {
        const QString name = QFileInfo(path).fileName() + u", seed %1"_s.arg(seed);
        QTest::newRow(qPrintable(name)) << path << seed++;
    }
}

void RandomEditsTest::undoAllAndRedoAllGiveTheSameBytes()
{
    QFETCH(const QString, path);
    QFETCH(const unsigned, seed);
    const QByteArray text = contentOf(path);
    Notebook notebook(IpynbReader::read(text).value());
    std::mt19937 random(seed);
    RandomEditor editor(
        notebook, [&random] { return static_cast<unsigned>(random()); }, RandomEditor::Runs::No);
    for (int i = 0; i < editCount; ++i) {
        editor.doSomething();
        if (i % comparedEach == 0)
            QCOMPARE(differenceOf(notebook), QString());
    }
    const QByteArray after = written(notebook);
    const int steps = notebook.undoStack().index();
    QVERIFY2(steps > editCount / 10, qPrintable(QString::number(steps))); // it did something

    notebook.undoStack().setIndex(0);
    QCOMPARE(written(notebook), text);
    QVERIFY(!notebook.isModified());
    notebook.undoStack().setIndex(steps);
    QCOMPARE(written(notebook), after);
}

void RandomEditsTest::outputsOfRunsStayWhateverIsUndone_data()
{
    undoAllAndRedoAllGiveTheSameBytes_data();
}

void RandomEditsTest::outputsOfRunsStayWhateverIsUndone()
{
    QFETCH(const QString, path);
    QFETCH(const unsigned, seed);
    const QByteArray text = contentOf(path);
    const NotebookData data = IpynbReader::read(text).value();
    std::mt19937 random(seed);
    // Short sessions, as cells of the file are soon gone in a long one.
    for (int session = 0; session < sessionCount; ++session) {
        Notebook notebook(data);
        RandomEditor editor(
            notebook, [&random] { return static_cast<unsigned>(random()); },
            RandomEditor::Runs::Yes);
        for (int i = 0; i < editCount / sessionCount; ++i)
            editor.doSomething();
        QCOMPARE(differenceOf(notebook), QString());
        const QByteArray after = written(notebook);
        const int steps = notebook.undoStack().index();

        notebook.undoStack().setIndex(0);
        notebook.undoStack().setIndex(steps);
        QCOMPARE(written(notebook), after);
        notebook.undoStack().setIndex(0);
        QCOMPARE(notebook.cellCount(), data.cells.size());
        for (int i = 0; i < notebook.cellCount(); ++i)
            notebook.setOutputs(notebook.idAt(i), data.cells.at(i).outputs,
                                data.cells.at(i).executionCount);
        QCOMPARE(written(notebook), text);
    }
}

QTEST_GUILESS_MAIN(RandomEditsTest)
#include "tst_randomedits.moc"
