#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "support/CellText.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

struct Ended
{
    int code = -1;
    QString errors;
};

struct Counts
{
    int png = 0;
    int errors = 0;

    bool operator==(const Counts &) const = default;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

NotebookData notebookAt(const QString &path)
{
    auto read = IpynbReader::read(contentOf(path));
    return read ? std::move(read).value() : NotebookData();
}

Counts countsIn(const NotebookData &notebook)
{
    Counts counts;
    for (const Cell &cell : notebook.cells) {
        for (const Output &output : cell.outputs) {
            const OutputContent content = output.decode();
            const auto *display = std::get_if<DisplayContent>(&content);
            counts.png += display && display->data.contains(u"image/png") ? 1 : 0;
            counts.errors += std::holds_alternative<ErrorContent>(content) ? 1 : 0;
        }
    }
    return counts;
}

/// What MANIFEST.tsv says of a notebook.
std::optional<Counts> expectedCounts(const QString &file)
{
    QFile manifest(QStringLiteral(SESSIONBOOK_SHARED_DIR "/MANIFEST.tsv"));
    if (!manifest.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QList<QByteArray> names = manifest.readLine().trimmed().split('\t');
    while (!manifest.atEnd()) {
        const QList<QByteArray> fields = manifest.readLine().split('\t');
        if (fields.value(0) == "notebooks/" + file.toUtf8())
            return Counts{fields.value(names.indexOf("run_png")).toInt(),
                          fields.value(names.indexOf("run_errors")).toInt()};
    }
    return std::nullopt;
}

/// The pool that the runner with this process id started; 0 where there is none.
qint64 poolOf(qint64 runner)
{
    const QStringList entries = QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs);
    for (const QString &entry : entries) {
        const QByteArray stat = contentOf(u"/proc/"_s + entry + u"/stat"_s);
        // "pid (name) state parent …"; the name is cut to 15 characters.
        const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
        if (stat.contains("(sessionbook-poo") && fields.value(1).toLongLong() == runner)
            return entry.toLongLong();
    }
    return 0;
}

/// A pool of its own, with its token in the environment of the runners.
class RemotePool
{
public:
    explicit RemotePool(const QStringList &arguments)
    {
        m_process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"),
                        QStringList{u"--token"_s, u"s3cret-token"_s, u"--plain"_s} + arguments);
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead(10'000);
        address = QJsonDocument::fromJson(m_process.readLine())[u"endpoint"_s].toString();
        qputenv("SESSIONBOOK_POOL_TOKEN", "s3cret-token");
    }
    ~RemotePool()
    {
        qunsetenv("SESSIONBOOK_POOL_TOKEN");
        m_process.closeWriteChannel();
        m_process.waitForFinished(20'000);
    }

    QString address;

private:
    QProcess m_process;
};

} // namespace

/// The real runner with the real pool.
class RunnerTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sharedNotebooksGiveAsManyPicturesAsJupyter_data();
    void sharedNotebooksGiveAsManyPicturesAsJupyter();
    void failedCellIsNamedAndEverythingIsWritten();
    void allowedErrorsDoNotStop_data();
    void allowedErrorsDoNotStop();
    void deadKernelFailsTheCellWithItsOutputKept();
    void usedUpMemoryIsSaidWithItsOutputKept();
    void faultsOfTheFileAreTold();
    void timeoutStopsTheCell();
    void uploadedFileIsThere();
    void badInput_data();
    void badInput();
    void unreachablePoolIsThree();
    void poolByAddressWithTokenFromTheEnvironment();
    void tokenThatEndsInMidRunIsRenewed();
    void fullPoolIsWaitedForOrGivenUp();
    void shellPoolRunsCellsAsCommands();
    void killedPoolIsThreeAndKeepsWhatRan();
    void noExecuteOnlyWritesAgain();
    void aNotebookIsWrittenBackWhateverItsName();
    void convertsByTheExtension_data();
    void convertsByTheExtension();
    void scriptsAndNotebooksGoBothWays();
    void executesAndWritesAPage();
    void unknownExtensionIsRefusedBeforeAnythingRuns();
    void interruptWritesWhatThereIsAndLeavesNoPool();

private:
    [[nodiscard]] QString write(const QString &name, const QList<Cell> &cells) const;
    [[nodiscard]] QString write(const QString &name, const QStringList &sources) const;
    [[nodiscard]] static Ended run(const QStringList &arguments);
    [[nodiscard]] QString path(const QString &name) const { return m_directory.filePath(name); }

    QTemporaryDir m_directory;
};

void RunnerTest::initTestCase()
{
    QVERIFY(m_directory.isValid());
    if (QStandardPaths::findExecutable(u"bwrap"_s).isEmpty())
        QSKIP("bubblewrap is not installed: no local pool without it");
}

QString RunnerTest::write(const QString &name, const QList<Cell> &cells) const
{
    NotebookData data = NotebookData::empty();
    data.cells = cells;
    QFile file(path(name));
    if (file.open(QIODevice::WriteOnly))
        file.write(IpynbWriter::write(data));
    return file.fileName();
}

QString RunnerTest::write(const QString &name, const QStringList &sources) const
{
    QList<Cell> cells;
    for (const QString &source : sources)
        cells.append(Cell::code(source));
    return write(name, cells);
}

Ended RunnerTest::run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-run"), arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardError())};
}

void RunnerTest::sharedNotebooksGiveAsManyPicturesAsJupyter_data()
{
    QTest::addColumn<QString>("file");
    for (const char *name : {"nbsphinx__default-thumbnail.ipynb", "pdsh__04.03-Errorbars.ipynb",
                             "scikit-learn__plot_regression.ipynb"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void RunnerTest::sharedNotebooksGiveAsManyPicturesAsJupyter()
{
    QFETCH(QString, file);
    const auto expected = expectedCounts(file);
    if (!expected)
        QSKIP("the shared notebooks are not here");
    const QString output = path(file);

    const Ended ended
        = run({QStringLiteral(SESSIONBOOK_SHARED_DIR "/notebooks/") + file, u"-o"_s, output});

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    const Counts counts = countsIn(notebookAt(output));
    QCOMPARE(counts.png, expected->png);
    QCOMPARE(counts.errors, expected->errors);

    QProcess validator;
    validator.start(
        u"/usr/bin/python3"_s,
        {u"-c"_s,
         u"import sys\ntry:\n import nbformat\nexcept ImportError:\n sys.exit(77)\n"
         "nbformat.validate(nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT))"_s,
         output});
    QVERIFY(validator.waitForFinished(60'000));
    if (validator.exitCode() == 77)
        QSKIP("python3-nbformat is not installed: the written file was not validated");
    QVERIFY2(validator.exitCode() == 0, validator.readAllStandardError().constData());
}

void RunnerTest::failedCellIsNamedAndEverythingIsWritten()
{
    const QString notebook = write(
        u"failed.ipynb"_s,
        QStringList{u"print('one')"_s, u"# a comment\nd = {}\nd['x']"_s, u"print('never')"_s});

    const Ended ended = run({notebook});

    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.errors.contains("Cell 2 failed"_L1), qPrintable(ended.errors));
    QVERIFY2(ended.errors.contains("# a comment"_L1), qPrintable(ended.errors));
    QVERIFY2(ended.errors.contains("    KeyError: 'x'\n"_L1), qPrintable(ended.errors));
    const NotebookData written = notebookAt(notebook);
    QCOMPARE(textOf(written.cells.value(0)), u"one\n"_s);
    QCOMPARE(textOf(written.cells.value(1)), u"KeyError"_s);
    QVERIFY(written.cells.value(2).outputs.isEmpty());
    QCOMPARE(written.cells.value(1).executionCount, std::optional(2));
}

void RunnerTest::allowedErrorsDoNotStop_data()
{
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QStringList>("options");

    QTest::newRow("by option") << QByteArray() << QStringList{u"--allow-errors"_s};
    QTest::newRow("by tag") << QByteArray(R"({"tags":["raises-exception"]})") << QStringList();
}

void RunnerTest::allowedErrorsDoNotStop()
{
    QFETCH(QByteArray, metadata);
    QFETCH(QStringList, options);
    Cell failing = Cell::code(u"1/0"_s);
    failing.metadata = metadata;
    const QString notebook
        = write(u"allowed.ipynb"_s, QList<Cell>{failing, Cell::code(u"print('after')"_s)});

    const Ended ended = run(options + QStringList{notebook});

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    const NotebookData written = notebookAt(notebook);
    QCOMPARE(textOf(written.cells.value(0)), u"ZeroDivisionError"_s);
    QCOMPARE(textOf(written.cells.value(1)), u"after\n"_s);
}

void RunnerTest::deadKernelFailsTheCellWithItsOutputKept()
{
    const QString notebook = write(
        u"dead.ipynb"_s,
        QStringList{u"import os\nprint('last words', flush=True)\nos._exit(1)"_s, u"print(2)"_s});

    const Ended ended = run({u"--allow-errors"_s, notebook});

    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.errors.contains("session ended"_L1), qPrintable(ended.errors));
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"last words\n"_s);
}

void RunnerTest::usedUpMemoryIsSaidWithItsOutputKept()
{
    QProcess pool;
    pool.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"),
               {u"--token"_s, u"token"_s, u"--memory"_s, u"768"_s});
    QTRY_VERIFY_WITH_TIMEOUT(pool.canReadLine(), 60'000);
    const QJsonObject said = QJsonDocument::fromJson(pool.readLine()).object();
    const QString notebook
        = write(u"greedy.ipynb"_s,
                QStringList{u"print('begun', flush=True)\nkept = [0]\nwhile True: kept += kept"_s,
                            u"print('never')"_s});
    qputenv("SESSIONBOOK_POOL_TOKEN", "token");

    const Ended ended = run({u"--pool"_s, said[u"endpoint"_s].toString(), notebook});
    qunsetenv("SESSIONBOOK_POOL_TOKEN");

    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.errors.contains("Cell 1 failed"_L1) && ended.errors.contains("more memory"_L1),
             qPrintable(ended.errors));
    const NotebookData written = notebookAt(notebook);
    QCOMPARE(textOf(written.cells.value(0)), u"begun\nMemoryError"_s);
    QVERIFY(written.cells.value(1).outputs.isEmpty());
    pool.closeWriteChannel();
    QVERIFY(pool.waitForFinished(60'000));
}

void RunnerTest::faultsOfTheFileAreTold()
{
    QFile file(path(u"odd.ipynb"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"cells": [{"cell_type": "code", "metadata": 7, "outputs": [],)"
               R"("execution_count": null, "source": "1"}],)"
               R"("metadata": {}, "nbformat": 4, "nbformat_minor": 4})");
    file.close();

    const Ended ended = run({u"--no-execute"_s, file.fileName(), u"-o"_s, path(u"even.ipynb"_s)});

    QCOMPARE(ended.code, 0);
    QVERIFY2(ended.errors.contains("faults"_L1)
                 && ended.errors.contains("metadata is no object"_L1),
             qPrintable(ended.errors));
}

void RunnerTest::timeoutStopsTheCell()
{
    const QString notebook
        = write(u"slow.ipynb"_s, QStringList{u"print('begun', flush=True)\nwhile True: pass"_s});

    const Ended ended = run({u"--timeout"_s, u"1"_s, notebook});

    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.errors.contains("time limit"_L1), qPrintable(ended.errors));
    QVERIFY(textOf(notebookAt(notebook).cells.value(0)).startsWith("begun"_L1));
}

void RunnerTest::uploadedFileIsThere()
{
    for (const QString &name : {u"a.txt"_s, u"b c.txt"_s}) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(name.toUtf8());
    }
    const QString notebook = write(
        u"upload.ipynb"_s,
        QStringList{
            u"print(open('/mnt/data/a.txt').read(), open('/mnt/data/b c.txt').read(), end='')"_s});

    const Ended ended = run({notebook, u"--upload"_s, path(u"a.txt"_s), path(u"b c.txt"_s)});

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"a.txt b c.txt"_s);
}

void RunnerTest::badInput_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    const QString good = write(u"good.ipynb"_s, QStringList{u"1"_s});
    const auto file = [this](const QString &name, const QByteArray &content) {
        QFile bad(path(name));
        if (bad.open(QIODevice::WriteOnly))
            bad.write(content);
        return bad.fileName();
    };

    QTest::newRow("missing") << QStringList{path(u"none.ipynb"_s)} << u"none.ipynb"_s;
    QTest::newRow("directory") << QStringList{m_directory.path()}
                               << QDir(m_directory.path()).dirName();
    QTest::newRow("empty") << QStringList{file(u"empty.ipynb"_s, {})} << u"empty.ipynb"_s;
    QTest::newRow("cut off") << QStringList{file(u"cut.ipynb"_s, "{\n\"cells\": [\n")}
                             << u"line 3"_s;
    QTest::newRow("unfinished merge")
        << QStringList{file(u"merge.ipynb"_s,
                            "{\n<<<<<<< HEAD\n\"cells\": [],\n=======\n>>>>>>> x\n"
                            "<<<<<<< HEAD\n\"nbformat\": 4\n=======\n\"nbformat\": 4\n"
                            ">>>>>>> x\n}\n")}
        << u"2, 6"_s;
    QTest::newRow("not a notebook")
        << QStringList{file(u"list.ipynb"_s, "[1, 2]")} << u"list.ipynb"_s;
    QTest::newRow("no arguments") << QStringList() << u"--help"_s;
    QTest::newRow("output in no folder")
        << QStringList{good, u"-o"_s, path(u"none/out.ipynb"_s)} << u"none"_s;
    QTest::newRow("upload of a folder") << QStringList{good, u"--upload"_s, m_directory.path()}
                                        << QDir(m_directory.path()).dirName();
}

void RunnerTest::badInput()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);

    const Ended ended = run(arguments);

    QCOMPARE(ended.code, 2);
    QVERIFY2(ended.errors.contains(named), qPrintable(ended.errors));
}

void RunnerTest::unreachablePoolIsThree()
{
    const QString notebook = write(u"pool.ipynb"_s, QStringList{u"1"_s});
    const QByteArray before = contentOf(notebook);
    qputenv("SESSIONBOOK_POOL_TOKEN", "s3cret-token");

    const Ended ended = run({u"--pool"_s, u"http://127.0.0.1:1/pool"_s, notebook});
    qunsetenv("SESSIONBOOK_POOL_TOKEN");

    QCOMPARE(ended.code, 3);
    QVERIFY(!ended.errors.contains("s3cret"_L1));
    QCOMPARE(contentOf(notebook), before);
}

void RunnerTest::tokenThatEndsInMidRunIsRenewed()
{
    const RemotePool pool({});
    qunsetenv("SESSIONBOOK_POOL_TOKEN");
    // Stands in for the Azure CLI: its tokens have ten seconds left, so none may be kept.
    QTemporaryDir tools;
    const QString asked = tools.filePath(u"asked"_s);
    QFile cli(tools.filePath(u"az"_s));
    QVERIFY(cli.open(QIODevice::WriteOnly));
    cli.write("#!/bin/sh\necho >> " + asked.toUtf8()
              + "\necho \"{\\\"accessToken\\\":\\\"s3cret-token\\\",\\\"expires_on\\\":"
                "$(($(date +%s) + 10))}\"\n");
    cli.close();
    cli.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", tools.path().toUtf8() + ':' + path);
    qputenv("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential");
    const QString notebook = write(u"renewed.ipynb"_s, QStringList{u"print(1)"_s, u"print(2)"_s});

    const Ended ended = run({u"--pool"_s, pool.address, notebook});
    qputenv("PATH", path);
    qunsetenv("AZURE_TOKEN_CREDENTIALS");

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    QVERIFY(contentOf(asked).size() >= 2);
    QVERIFY(!ended.errors.contains("s3cret"_L1));
}

void RunnerTest::poolByAddressWithTokenFromTheEnvironment()
{
    QProcess pool;
    pool.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"),
               {u"--token"_s, u"s3cret-token"_s});
    QTRY_VERIFY_WITH_TIMEOUT(pool.canReadLine(), 20'000);
    const QJsonObject said = QJsonDocument::fromJson(pool.readLine()).object();
    const QString address = said[u"endpoint"_s].toString();
    const QString notebook = write(u"remote.ipynb"_s, QStringList{u"print(6*7)"_s});

    qputenv("SESSIONBOOK_POOL_TOKEN", "wrong-token");
    const Ended refused = run({u"--pool"_s, address, notebook});
    qputenv("SESSIONBOOK_POOL_TOKEN", "s3cret-token");
    const Ended ended = run({u"--pool"_s, address, notebook});
    qunsetenv("SESSIONBOOK_POOL_TOKEN");

    QCOMPARE(refused.code, 3);
    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    QVERIFY(!(refused.errors + ended.errors).contains("token-"_L1));
    QVERIFY(!(refused.errors + ended.errors).contains("s3cret"_L1));
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"42\n"_s);
    pool.closeWriteChannel();
    QVERIFY(pool.waitForFinished(20'000));
}

void RunnerTest::fullPoolIsWaitedForOrGivenUp()
{
    QFile faults(path(u"full.json"_s));
    QVERIFY(faults.open(QIODevice::WriteOnly));
    faults.write(R"({"faults":[{"match":{"method":"POST","route":"executions","to":4},)"
                 R"("action":{"type":"status","status":429,"retryAfter":1}}]})");
    faults.close();
    const RemotePool pool({u"--faults"_s, faults.fileName()});
    const QString notebook = write(u"waiting.ipynb"_s, QStringList{u"print(6*7)"_s});

    const Ended impatient = run({u"--pool"_s, pool.address, u"--wait=0"_s, notebook});
    QCOMPARE(impatient.code, 3);
    QVERIFY(!impatient.errors.contains("waiting"_L1));
    const Ended bounded = run({u"--pool"_s, pool.address, u"--wait=1"_s, notebook});
    QCOMPARE(bounded.code, 3);
    QVERIFY(bounded.errors.contains("waiting for a free session"_L1));
    const Ended patient = run({u"--pool"_s, pool.address, notebook});
    QVERIFY2(patient.code == 0, qPrintable(patient.errors));
    QCOMPARE(patient.errors.count("waiting for a free session"_L1), 1);
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"42\n"_s);
}

void RunnerTest::shellPoolRunsCellsAsCommands()
{
    const RemotePool pool({u"--type=shell"_s});
    const QString notebook = write(u"shell.ipynb"_s, QStringList{u"echo hello"_s, u"exit 3"_s});
    const Ended ended = run({u"--pool"_s, pool.address, notebook});
    QCOMPARE(ended.code, 1);
    QVERIFY2(ended.errors.contains("Exit code: 3"_L1), qPrintable(ended.errors));
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"hello\n"_s);
}

void RunnerTest::killedPoolIsThreeAndKeepsWhatRan()
{
    const QString notebook
        = write(u"killed.ipynb"_s, QStringList{u"print('one')"_s, u"while True: pass"_s});
    QProcess process;
    process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-run"), {notebook});
    QByteArray errors;
    QTRY_VERIFY_WITH_TIMEOUT((errors += process.readAllStandardError()).contains("Cell 1 done"),
                             60'000);

    const qint64 pool = poolOf(process.processId());
    QVERIFY(pool > 0); // kill() takes 0 for everybody
    ::kill(pid_t(pool), SIGKILL);

    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 3);
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"one\n"_s);
}

void RunnerTest::noExecuteOnlyWritesAgain()
{
    const QString notebook = write(u"same.ipynb"_s, QStringList{u"1/0"_s});
    const QString output = path(u"copy.ipynb"_s);

    const Ended ended = run({u"--no-execute"_s, notebook, u"-o"_s, output});

    QCOMPARE(ended.code, 0);
    QCOMPARE(contentOf(output), contentOf(notebook));
}

void RunnerTest::aNotebookIsWrittenBackWhateverItsName()
{
    const QString notebook = write(u"same.ipynb"_s, QStringList{u"1"_s});
    const QString odd = path(u"book.md"_s);
    QVERIFY(QFile::copy(notebook, odd));
    QCOMPARE(run({u"--no-execute"_s, odd}).code, 0);
    QCOMPARE(contentOf(odd), contentOf(notebook));
}

void RunnerTest::convertsByTheExtension_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("html") << u"page.html"_s << QByteArray("<title>to convert</title>");
    QTest::newRow("py") << u"script.py"_s
                        << QByteArray("# %%\n1/0\n\n# %% [markdown]\n# # Title\n");
    QTest::newRow("md") << u"text.md"_s << QByteArray("```python\n1/0\n```\n\n# Title\n");
}

void RunnerTest::convertsByTheExtension()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, part);
    const QString notebook = write(u"to convert.ipynb"_s,
                                   QList<Cell>{Cell::code(u"1/0"_s), Cell::markdown(u"# Title"_s)});
    const QByteArray before = contentOf(notebook);

    const Ended ended = run({u"--no-execute"_s, notebook, u"-o"_s, path(name)});

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    QVERIFY2(contentOf(path(name)).contains(part), contentOf(path(name)).constData());
    QCOMPARE(contentOf(notebook), before);
}

void RunnerTest::scriptsAndNotebooksGoBothWays()
{
    Cell tagged = Cell::code(u"print(6 * 7)"_s);
    tagged.metadata = R"({"tags": ["x"]})";
    Cell raw = Cell::code(u"raw"_s);
    raw.kind = CellKind::Raw;
    const QString notebook = write(
        u"there.ipynb"_s,
        QList<Cell>{Cell::markdown(u"# Title\n\ntext"_s), tagged, raw, Cell::code(u"%time 1"_s)});

    QCOMPARE(run({u"--no-execute"_s, notebook, u"-o"_s, path(u"and.py"_s)}).code, 0);
    const QByteArray script = contentOf(path(u"and.py"_s));
    QCOMPARE(run({path(u"and.py"_s), u"-o"_s, path(u"back.ipynb"_s)}).code, 0);
    QCOMPARE(run({u"--no-execute"_s, path(u"back.ipynb"_s), u"-o"_s, path(u"again.py"_s)}).code, 0);

    const NotebookData back = notebookAt(path(u"back.ipynb"_s));
    QCOMPARE(back.cells.size(), 4);
    QCOMPARE(back.cells.at(0).kind, CellKind::Markdown);
    QCOMPARE(back.cells.at(0).source, u"# Title\n\ntext"_s);
    QCOMPARE(textOf(back.cells.at(1)), u"42\n"_s);
    QVERIFY2(back.cells.at(1).metadata.contains("\"x\""), back.cells.at(1).metadata.constData());
    QCOMPARE(back.cells.at(2).kind, CellKind::Raw);
    QCOMPARE(back.cells.at(3).source, u"%time 1"_s);
    QCOMPARE(contentOf(path(u"again.py"_s)), script);
}

void RunnerTest::executesAndWritesAPage()
{
    const QString notebook = write(u"to run.ipynb"_s, QStringList{u"print(6 * 7)"_s});

    const Ended ended = run({notebook, u"-o"_s, path(u"ran.html"_s)});

    QVERIFY2(ended.code == 0, qPrintable(ended.errors));
    QVERIFY(contentOf(path(u"ran.html"_s)).contains("<pre>42\n</pre>"));
}

void RunnerTest::unknownExtensionIsRefusedBeforeAnythingRuns()
{
    const QString notebook = write(u"good.ipynb"_s, QStringList{u"1"_s});

    const Ended ended = run({notebook, u"-o"_s, path(u"a.pdf"_s)});

    QCOMPARE(ended.code, 2);
    for (const QString &known : {u".ipynb"_s, u".py"_s, u".html"_s, u".md"_s})
        QVERIFY2(ended.errors.contains(known), qPrintable(ended.errors));
    QVERIFY(!QFile::exists(path(u"a.pdf"_s)));
}

void RunnerTest::interruptWritesWhatThereIsAndLeavesNoPool()
{
    const QString notebook = write(
        u"endless.ipynb"_s, QStringList{u"print('one')"_s, u"while True: pass"_s, u"print(3)"_s});
    QProcess process;
    process.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-run"), {notebook});
    QByteArray errors;
    // The second cell begins when the first one's line is there.
    QTRY_VERIFY_WITH_TIMEOUT((errors += process.readAllStandardError()).contains("Cell 1 done"),
                             60'000);
    const qint64 pool = poolOf(process.processId());
    QVERIFY(pool > 0);

    ::kill(pid_t(process.processId()), SIGINT);

    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().contains("Cell 2 interrupted"));
    QCOMPARE(textOf(notebookAt(notebook).cells.value(0)), u"one\n"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(u"/proc/%1"_s.arg(pool)), 20'000);
}

QTEST_GUILESS_MAIN(RunnerTest)
#include "tst_runner.moc"

#include "support/CellText.h"
