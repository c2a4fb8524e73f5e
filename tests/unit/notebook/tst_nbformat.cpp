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

PythonResult runPython(const QString &code, const QStringList &arguments, int patienceMs = 60'000)
{
    QProcess process;
    process.start(python, QStringList{u"-c"_s, code} + arguments);
    if (!process.waitForFinished(patienceMs))
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// A cell from elsewhere, as the clipboard brings it.
Cell illustratedCell()
{
    Cell cell = Cell::markdown(u"![a](attachment:a.png)"_s);
    cell.metadata = R"({"tags":["b","a"],"z":{"deep":[1,2.5,null,true]}})";
    cell.otherFields = {ByteSlice(R"("attachments": {"a.png": {"image/png": "iVBORw0K"}})")};
    return cell;
}

Cell rawCell()
{
    Cell cell = Cell::code(u"\\LaTeX{}"_s);
    cell.kind = CellKind::Raw;
    cell.metadata = R"({"format": "text/latex"})";
    return cell;
}

/// Everything a run and a person can do to a notebook.
void change(Notebook &notebook)
{
    NotebookEditor editor(notebook);
    editor.insertCells(
        0, {Cell::markdown(u"# Ünïcode 🙂\n\x0b\u2028 text"_s), Cell::code(u"1/0\n"_s)});
    editor.insertCells(notebook.cellCount(), {rawCell(), illustratedCell()});
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
    void sharedNotebooksComeBackFromNbformatTheSame();
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

namespace {

/// Reads our files by nbformat, has it write them again, and compares what the two say. Layout is
/// formatting, and so is whether a text stands there as one string or as its lines. What nbformat
/// itself takes for transient and never writes (signatures, "trusted") is no difference either.
constexpr auto comparison = R"py(
import json, nbformat, os, sys, warnings
from nbformat.v4.rwbase import rejoin_lines, strip_transient
warnings.simplefilter('error')
def said(text):
    book = nbformat.from_dict(json.loads(text, parse_constant=str))
    return json.dumps(strip_transient(rejoin_lines(book)), sort_keys=True, ensure_ascii=True)
faults = 0
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), encoding='utf-8') as file: ours = file.read()
    try:
        nbformat.validate(nbformat.from_dict(json.loads(ours)))
        theirs = nbformat.writes(nbformat.reads(ours, as_version=nbformat.NO_CONVERT))
        if said(ours) != said(theirs): raise ValueError('nbformat says something else')
    except Exception as error:
        faults += 1
        print(name + ': ' + type(error).__name__ + ' ' + str(error)[:600], file=sys.stderr)
sys.exit(faults > 0)
)py";

/// The names of the shared notebooks that nbformat finds valid, by the manifest.
QStringList validNotebooks()
{
    QStringList names;
    const QString manifest
        = QString::fromUtf8(contentOf(QStringLiteral(SESSIONBOOK_SHARED_DIR "/MANIFEST.tsv")));
    for (const QString &row : manifest.split(u'\n')) {
        const QStringList columns = row.split(u'\t');
        if (columns.value(6).startsWith("4."_L1) && columns.value(18) == "yes"_L1)
            names += columns.first();
    }
    return names;
}

void writeTo(const QString &path, const Notebook &notebook)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(IpynbWriter::write(notebook.snapshot()));
}

} // namespace

void NbformatTest::sharedNotebooksComeBackFromNbformatTheSame()
{
    const QStringList names = validNotebooks();
    if (names.isEmpty())
        QSKIP("the shared folder with notebooks is absent");
    QTemporaryDir folder;
    for (const QString &name : names) {
        const auto data
            = IpynbReader::read(contentOf(QStringLiteral(SESSIONBOOK_SHARED_DIR "/") + name));
        QVERIFY2(data.hasValue(), qPrintable(name));
        const QString base = folder.filePath(QFileInfo(name).completeBaseName());
        Notebook touched(*data);
        if (touched.cellCount() > 0)
            NotebookEditor(touched).setSource(touched.idAt(touched.cellCount() / 2),
                                              u"one = 'cell'\n# déjà vu 🙂"_s);
        writeTo(base + u".touched.ipynb"_s, touched);
        Notebook changed(*data);
        change(changed);
        writeTo(base + u".changed.ipynb"_s, changed);
    }

    const PythonResult result = runPython(QString::fromUtf8(comparison), {folder.path()}, 300'000);
    QVERIFY2(result.exitCode == 0, result.error.constData());
}

QTEST_GUILESS_MAIN(NbformatTest)
#include "tst_nbformat.moc"
