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

// Debian's own interpreter: another one on the path need not have nbformat.
const QString python = u"/usr/bin/python3"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

struct PythonResult
{
    int exitCode = -1;
    QByteArray output;
    QByteArray error;
};

PythonResult runPython(const QString &code, const QStringList &arguments)
{
    QProcess process;
    process.start(python, QStringList{u"-c"_s, code} + arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// Everything a run and a person can do to a notebook.
void change(Notebook &notebook)
{
    NotebookEditor editor(notebook);
    editor.insertCells(
        0, {Cell::markdown(u"# Ünïcode 🙂\n\x0b\u2028 text"_s), Cell::code(u"1/0\n"_s)});
    const CellId code = notebook.idAt(1);
    DisplayContent plot{.data = {{{u"text/plain"_s, "a\nb"},
                                  {u"image/png"_s, "iVBORw0K\n"},
                                  {u"image/svg+xml"_s, "<svg>\n</svg>"},
                                  {u"application/json"_s, R"({"z":[1.5,null],"a":"\u00e9"})"}}},
                        .metadata = R"({"image/png":{"width":3}})"};
    DisplayContent result = plot;
    result.isResult = true;
    result.executionCount = 9;
    notebook.setOutputs(code,
                        {Output::stream(u"stdout"_s, u"x\r1\ny"_s), Output::display(plot),
                         Output::display(result),
                         Output::error({u"E"_s, u"v"_s, {u"\x1b[0;31mtrace\nback\x1b[0m"_s}})},
                        9);
    editor.setSource(notebook.idAt(notebook.cellCount() - 1), u"changed\nhere\n"_s);
    editor.insertCells(notebook.cellCount(), {notebook.cellAt(1), Cell::code({})});
    editor.setKind(notebook.idAt(notebook.cellCount() - 1), CellKind::Raw);
    editor.splitCell(code, 2);
}

} // namespace

/// What Python's nbformat, the reference, says to the files that are written here.
class NbformatTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void writtenFilesAreValid_data();
    void writtenFilesAreValid();
    void aNewFileIsWhatNbformatWouldWrite();
};

void NbformatTest::initTestCase()
{
    if (runPython(u"import nbformat"_s, {}).exitCode != 0)
        QSKIP("python3-nbformat is not installed");
}

void NbformatTest::writtenFilesAreValid_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"jupyter", "ascii_indent_4", "tabs_crlf", "one_line_source_as_text",
                             "compact", "colab_indent_2", "no_cells"})
        QTest::newRow(name) << QString::fromLatin1(name);
    QTest::newRow("new") << QString();
}

void NbformatTest::writtenFilesAreValid()
{
    QFETCH(const QString, name);
    NotebookData data = NotebookData::empty();
    if (!name.isEmpty())
        data = IpynbReader::read(
                   contentOf(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/data/notebooks/") + name
                             + u".ipynb"_s))
                   .value();
    Notebook notebook(data);
    change(notebook);

    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.ipynb"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(IpynbWriter::write(notebook.snapshot()));
    file.close();
    const PythonResult result = runPython(
        u"import json, nbformat, sys\n"
        "with open(sys.argv[1], encoding='utf-8') as f: nb = json.load(f)\n"
        "nbformat.validate(nb)\n"
        "assert nbformat.reads(nbformat.writes(nbformat.from_dict(nb)), as_version=4)\n"_s,
        {file.fileName()});
    QVERIFY2(result.exitCode == 0, result.error.constData());
    QVERIFY2(result.error.isEmpty(), result.error.constData()); // no warnings either
}

void NbformatTest::aNewFileIsWhatNbformatWouldWrite()
{
    Notebook notebook;
    change(notebook);
    const QByteArray written = IpynbWriter::write(notebook.snapshot());
    QTemporaryDir folder;
    QFile file(folder.filePath(u"x.ipynb"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(written);
    file.close();
    const PythonResult result
        = runPython(u"import nbformat, sys\n"
                    "nb = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)\n"
                    "nbformat.write(nb, sys.argv[1])\n"_s,
                    {file.fileName()});
    QVERIFY2(result.exitCode == 0, result.error.constData());
    QCOMPARE(contentOf(file.fileName()), written);
}

QTEST_GUILESS_MAIN(NbformatTest)
#include "tst_nbformat.moc"
