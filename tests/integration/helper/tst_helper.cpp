#include "ComparableOutputs.h"
#include "HelperBench.h"

#include "notebook/files/NotebookFile.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Way = HelperBench::Way;

namespace {

constexpr int patience = 30000;

const QByteArray refused = R"("type":"status","status":403)";

QByteArray fault(const QByteArray &match, const QByteArray &action)
{
    return R"({"match":{)" + match + R"(},"action":{)" + action + "}}";
}

/// The first output's type and text, for a message of a failed comparison.
QString joined(const QStringList &outputs)
{
    return outputs.join(u"\n  "_s);
}

} // namespace

/// The helper in the pool's own kernels, as the client uses it over the plain protocol.
class HelperTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();

    void outputsAreThoseOfTheStream_data();
    void outputsAreThoseOfTheStream();
    void sourceArrivesAsItIs_data();
    void sourceArrivesAsItIs();
    void outputComesWhileTheCellRuns();
    void interruptStopsTheCell_data();
    void interruptStopsTheCell();
    void interruptComesByAnotherKernelWhereUploadsAreRefused();
    void interruptThatReachesNobodyIsTold();
    void outputsComeByCallsWhereNoFileCanBeFetched();
    void callsOfOldVersionsHoldTheirPieces();
    void rootServesWhereTheDirectoryIsRefused();
    void lostReplyIsFoundAgain_data();
    void lostReplyIsFoundAgain();
    void lostReplyOfALongCellIsFoundAgain();
    void newKernelGetsTheHelperAgain();
    void deathWhileRunningIsTold();
    void outputOfADeadKernelIsFetchedThoughItsReplyWasLost();
    void floodIsBoundedInBetween();
    void filesOfTheHelperAreGoneAfterwards();
    void codeIsSentExactlyWhereThatIsAsked();
    void runnerWritesTheSameOutputs();
    void everyVersionOfTheServiceWillDo_data();
    void everyVersionOfTheServiceWillDo();

private:
    std::unique_ptr<HelperBench> m_stream;
    std::unique_ptr<HelperBench> m_plain;
};

void HelperTest::initTestCase()
{
    m_stream = std::make_unique<HelperBench>(Way::Stream);
    m_plain = std::make_unique<HelperBench>(Way::Plain);
}

void HelperTest::cleanupTestCase()
{
    m_plain.reset();
    m_stream.reset();
}

void HelperTest::outputsAreThoseOfTheStream_data()
{
    QTest::addColumn<QString>("source");
    const auto row = [](const char *name, const char *source) {
        QTest::newRow(name) << QString::fromUtf8(source);
    };
    row("value", "6*7");
    row("nothing", "x = 1");
    row("semicolon", "6*7;");
    row("streams in turn",
        "import sys\nfor i in range(3):\n    print(i)\n    print('e', i, file=sys.stderr)");
    row("history", "In, Out, _i, _ii, _iii, _, __");
    row("names", "sorted(dir()), sorted(globals())");
    row("modules",
        "import sys; sorted(m for m in sys.modules if 'sessionbook' in m and 'worker' not in m)");
    row("who", "%who");
    row("number", "get_ipython().execution_count");
    row("error", "def f():\n    return 1/0\nf()");
    row("error in a library", "import json\njson.loads('{')");
    row("syntax", "def f(:\n    pass");
    row("chained",
        "try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise ValueError('two\\nlines') from "
        "e");
    row("exit", "import sys\nsys.exit(3)");
    row("interrupt by itself", "raise KeyboardInterrupt");
    row("no such magic", "%nosuch");
    row("input", "input('name?')");
    row("displays",
        "from IPython.display import *\n"
        "h = display(HTML('<b>x</b>'), display_id='a')\n"
        "display(Latex('$x$'), Markdown('# m'), SVG('<svg "
        "xmlns=\"http://www.w3.org/2000/svg\"/>'))\n"
        "display({'application/json': {'a': [1, float('nan')]}, 'text/plain': 'j'}, raw=True)\n"
        "update_display(HTML('<b>y</b>'), display_id='a')\nprint('after')");
    row("clear",
        "from IPython.display import clear_output\nfor i in range(3):\n    "
        "clear_output(wait=True)\n    print(i)");
    row("figures",
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show(); "
        "print('between')\nplt.plot([2, 1])");
    row("data frame", "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', 'ü']})");
    row("surrogate", "'\\ud800 \\ud83d\\ude00 \\u20ac'");
    row("child", "import subprocess\nsubprocess.run(['echo', 'from a child'])\nprint('after')");
    row("shell", "!echo magic; echo error >&2");
    row("bash", "%%bash\necho cell\nexit 3");
    row("await", "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'");
    row("async error", "async def g():\n    raise ValueError('x')\nawait g()");
    row("help", "print?");
    row("warning", "import warnings\nwarnings.warn('careful')");
    row("logging", "import logging\nlogging.warning('w')");
    row("timing", "%%capture out\nprint('caught')");
    row("captured", "out.stdout");
    row("nested", "r = get_ipython().run_cell('1+2')");
    row("written",
        "import sys\nsys.stdout.write('a'), sys.stdout.writelines(['b', 'c']), "
        "sys.stdout.buffer.write(b'd')");
    row("stream itself",
        "import sys\ntype(sys.stdout).__name__, sys.stdout.encoding, sys.stdout.isatty()");
    row("large", "print('x' * 300000)");
    row("history at the end", "len(In), sorted(Out), In[-2:]");
}

void HelperTest::outputsAreThoseOfTheStream()
{
    QFETCH(QString, source);
    const Cell &stream = m_stream->run(source);
    const CellRunInfo streamInfo = m_stream->lastInfo();
    const Cell &plain = m_plain->run(source);

    QCOMPARE(joined(comparableOutputs(plain)), joined(comparableOutputs(stream)));
    QCOMPARE(plain.executionCount, stream.executionCount);
    QCOMPARE(m_plain->lastInfo().state, streamInfo.state);
    QCOMPARE(m_plain->lastInfo().failure, streamInfo.failure);
    QVERIFY(m_plain->helperRefused.isEmpty() && m_plain->liveRefused.isEmpty());
}

void HelperTest::sourceArrivesAsItIs_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("quotes") << uR"(len('''"'\'"""''' + "\\" + r'\n'))"_s;
    QTest::newRow("lines") << u"'''a\nb\n\n  c\n'''"_s;
    QTest::newRow("letters") << u"'ä€😀\u202e'"_s;
    QTest::newRow("end of a call") << u"'[sessionbook:x:missing]' # \")"_s;
    QTest::newRow("comment first") << u"#sessionbook:call:nothing\n1"_s;
    QTest::newRow("long") << u"len('"_s + QString(1000 * 1000, u'x') + u"')"_s;
    QTest::newRow("blank lines first") << u"\n\n\n1"_s;
}

void HelperTest::sourceArrivesAsItIs()
{
    QFETCH(QString, source);
    const Cell &stream = m_stream->run(source);
    const Cell &plain = m_plain->run(source);
    QCOMPARE(joined(comparableOutputs(plain)), joined(comparableOutputs(stream)));

    const Cell &kept = m_plain->run(u"import hashlib; hashlib.md5(In[-2].encode()).hexdigest()"_s);
    const Cell &wanted
        = m_stream->run(u"import hashlib; hashlib.md5(In[-2].encode()).hexdigest()"_s);
    QCOMPARE(textOf(kept), textOf(wanted));
}

void HelperTest::outputComesWhileTheCellRuns()
{
    const CellId cell = m_plain->start(
        u"import os, time\nprint('first')\nwhile not os.path.exists('/mnt/data/go'): time.sleep(0.02)\nprint('last')"_s);

    QTRY_COMPARE_WITH_TIMEOUT(m_plain->text(cell), u"first\n"_s, patience);
    QCOMPARE(m_plain->info(cell).state, RunState::Running);

    QTemporaryFile go;
    QVERIFY(go.open());
    UploadFileJob *upload = m_plain->session.uploadFile(go.fileName(), u"go"_s, this);
    upload->start();
    QVERIFY(m_plain->wait());
    QCOMPARE(m_plain->text(cell), u"first\nlast\n"_s);
}

void HelperTest::interruptStopsTheCell_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("loop") << u"print('in')\nwhile True: pass"_s;
    QTest::newRow("sleep") << u"print('in')\nimport time; time.sleep(100)"_s;
    QTest::newRow("numpy")
        << u"import numpy as np\na = np.ones((300, 300))\nprint('in')\nwhile True: a @ a"_s;
    QTest::newRow("await") << u"print('in')\nimport asyncio; await asyncio.sleep(100)"_s;
    QTest::newRow("printing") << u"while True: print('in')"_s;
    QTest::newRow("subprocess")
        << u"print('in')\nimport subprocess; subprocess.run(['sleep', '100'])"_s;
}

void HelperTest::interruptStopsTheCell()
{
    QFETCH(QString, source);
    m_plain->run(u"kept = 5"_s);
    const CellId cell = m_plain->start(source);
    QTRY_VERIFY_WITH_TIMEOUT(m_plain->text(cell).startsWith(u"in"), patience);

    m_plain->queue.interrupt();

    QVERIFY(m_plain->wait());
    QCOMPARE(m_plain->info(cell).state, RunState::Cancelled);
    QVERIFY(m_plain->text(cell).endsWith(u"Interrupt"_s)
            || m_plain->text(cell).endsWith(u"Error"_s));
    QCOMPARE(textOf(m_plain->run(u"kept"_s)), u"5"_s);
}

void HelperTest::interruptComesByAnotherKernelWhereUploadsAreRefused()
{
    HelperBench bench(Way::Plain, fault(R"("method":"POST","route":"files")", refused));
    const CellId cell = bench.start(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);

    bench.queue.interrupt();

    QVERIFY(bench.wait());
    QCOMPARE(bench.info(cell).state, RunState::Cancelled);
}

void HelperTest::interruptThatReachesNobodyIsTold()
{
    HelperBench bench(Way::Plain,
                      fault(R"("method":"POST","route":"files")", refused) + ","
                          + fault(R"("method":"POST","route":"executions","from":3)", refused));
    const CellId cell = bench.start(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);

    bench.queue.interrupt();

    QTRY_COMPARE_WITH_TIMEOUT(bench.interruptFailed.count(), 1, patience);
    QCOMPARE(bench.info(cell).state, RunState::Running);
    bench.queue.abandon();
    QVERIFY(bench.wait());
    QCOMPARE(bench.info(cell).state, RunState::Cancelled);
}

void HelperTest::outputsComeByCallsWhereNoFileCanBeFetched()
{
    HelperBench bench(Way::Plain, fault(R"("route":"content")", refused));
    const QString source
        = u"import time\nfor i in range(4):\n    print(i, 'y' * 100000)\n    time.sleep(0.2)\ni"_s;
    const QStringList stream = comparableOutputs(m_stream->run(source));

    const Cell &plain = bench.run(source);

    QCOMPARE(plain.outputs.size(), 2);
    QCOMPARE(comparableOutputs(plain).first(), stream.first());
    QCOMPARE(bench.liveRefused.count(), 1);
}

/// Whatever is in them: 4,096 characters is all that a reply has.
void HelperTest::callsOfOldVersionsHoldTheirPieces()
{
    HelperBench bench(Way::Plain, fault(R"("route":"content")", refused), 0ms,
                      {u"--only-version"_s, u"2024-10-02-preview"_s});
    const QString source = uR"(print('"\\' * 5000))"_s;
    QCOMPARE(textOf(bench.run(source)), QString(u"\"\\"_s).repeated(5000) + u'\n');
}

void HelperTest::rootServesWhereTheDirectoryIsRefused()
{
    HelperBench bench(Way::Plain,
                      fault(R"("route":"content","nth":1)", R"("type":"status","status":400)"));
    const CellId cell = bench.start(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);
    QVERIFY(bench.liveRefused.isEmpty());
    bench.queue.interrupt();
    QVERIFY(bench.wait());
    const Cell &listing = bench.run(
        u"import os; [n[:13] for n in os.listdir('/mnt/data') if n != '.sessionbook']"_s);
    QVERIFY(textOf(listing).startsWith(u"["_s));
}

void HelperTest::lostReplyIsFoundAgain_data()
{
    QTest::addColumn<QByteArray>("action");
    QTest::newRow("closed before the reply") << R"("type":"refuse","when":"after")"_ba;
    QTest::newRow("reset before the reply") << R"("type":"refuse","how":"reset","when":"after")"_ba;
    QTest::newRow("cut") << R"("type":"cut","afterBytes":100)"_ba;
    QTest::newRow("500 after") << R"("type":"status","status":500,"when":"after")"_ba;
}

void HelperTest::lostReplyIsFoundAgain()
{
    QFETCH(QByteArray, action);
    HelperBench bench(Way::Plain, fault(R"("method":"POST","route":"executions","nth":2)", action));

    const Cell &cell = bench.run(u"open('/mnt/data/marks', 'a').write('x'); print('done'); 42"_s);

    QCOMPARE(textOf(cell), u"done\n42"_s);
    QCOMPARE(bench.lastInfo().state, RunState::Done);
    QCOMPARE(textOf(bench.run(u"open('/mnt/data/marks').read()"_s)), u"'x'"_s);
}

void HelperTest::lostReplyOfALongCellIsFoundAgain()
{
    HelperBench bench(Way::Plain,
                      fault(R"("method":"POST","route":"executions","nth":2)",
                            R"("type":"refuse","when":"after")"));
    const Cell &cell
        = bench.run(u"import time\nfor i in range(8):\n    print(i)\n    time.sleep(0.2)\n'end'"_s);
    QCOMPARE(textOf(cell), u"0\n1\n2\n3\n4\n5\n6\n7\n'end'"_s);
    QCOMPARE(bench.lastInfo().state, RunState::Done);
}

void HelperTest::newKernelGetsTheHelperAgain()
{
    HelperBench bench(Way::Plain);
    bench.run(u"x = 1"_s);
    bench.run(u"import os; os._exit(1)"_s);
    QCOMPARE(bench.lastInfo().failure, RunFailure::SessionEnded);
    QCOMPARE(bench.lost.count(), 1);

    const Cell &cell = bench.run(u"print('new'); 'x' in globals(), len(In)"_s);

    QCOMPARE(textOf(cell), u"new\n(False, 2)"_s);
    QCOMPARE(cell.executionCount, std::optional(1));
}

void HelperTest::deathWhileRunningIsTold()
{
    HelperBench bench(Way::Plain);
    const Cell &cell = bench.run(u"import os, time\nprint('kept')\ntime.sleep(1)\nos._exit(1)"_s);
    QVERIFY2(textOf(cell).startsWith(u"kept\n"_s), qPrintable(textOf(cell)));
    QCOMPARE(bench.lastInfo().failure, RunFailure::SessionEnded);
}

/// The kernel dies when its output is in a file that could not be fetched until then.
void HelperTest::outputOfADeadKernelIsFetchedThoughItsReplyWasLost()
{
    HelperBench bench(Way::Plain,
                      fault(R"("method":"POST","route":"executions","nth":2)",
                            R"("type":"refuse","when":"after")")
                          + ',' + fault(R"("route":"content","from":2,"to":5)", refused));
    const Cell &cell = bench.run(uR"(import os, time
def files():
    return {name for name in os.listdir('/mnt/data/.sessionbook') if name.endswith('.jsonl')}
before = files()
print('kept')
while files() == before:
    time.sleep(0.01)
os._exit(1))"_s);
    QVERIFY2(textOf(cell).startsWith(u"kept\n"_s), qPrintable(textOf(cell)));
    QCOMPARE(bench.lastInfo().failure, RunFailure::SessionEnded);
}

void HelperTest::floodIsBoundedInBetween()
{
    const Cell &cell = m_plain->run(u"for i in range(150000): print(i, 'y' * 20)"_s);
    const QString text = textOf(cell);
    QVERIFY(text.startsWith(u"0 yyyyyyyyyyyyyyyyyyyy\n1 y"_s));
    QVERIFY(text.endsWith(u"\n149999 yyyyyyyyyyyyyyyyyyyy\n"_s));
    QVERIFY(text.contains(u"characters of output left out"_s));
    QVERIFY(text.size() < 4 * 1024 * 1024);
    QCOMPARE(cell.outputs.size(), 1);
}

void HelperTest::filesOfTheHelperAreGoneAfterwards()
{
    HelperBench bench(Way::Plain);
    bench.run(u"import time\nfor i in range(4):\n    print(i)\n    time.sleep(0.3)"_s);
    const auto left = [&bench] {
        const std::unique_ptr<ListFilesJob> job(bench.session.listFiles(nullptr));
        job->start();
        if (!QTest::qWaitFor([&job] { return job->isFinished(); }, patience) || !job->result())
            return qsizetype(-1);
        return std::ranges::count_if(*job->result(),
                                     [](const SessionFile &file) { return !file.isDirectory; });
    };
    QTRY_COMPARE_WITH_TIMEOUT(left(), 0, patience);
}

void HelperTest::codeIsSentExactlyWhereThatIsAsked()
{
    HelperBench bench(Way::Plain);
    bench.session.setSendsExactly(true);
    const Cell &cell = bench.run(u"print(hasattr(get_ipython(), '_sessionbook')); 42"_s);
    QCOMPARE(textOf(cell), u"False\n42"_s);
}

void HelperTest::runnerWritesTheSameOutputs()
{
    QTemporaryDir directory;
    const QString source
        = u"print('a')\nfrom IPython.display import *\ndisplay(HTML('<b>x</b>'))\n6*7"_s;
    NotebookData data = NotebookData::empty();
    data.cells = {Cell::code(source)};
    const QString path = directory.filePath(u"run.ipynb"_s);
    QVERIFY(NotebookFile::save(path, data));
    QProcess runner;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SESSIONBOOK_POOL_TOKEN"_s, u"secret"_s);
    runner.setProcessEnvironment(environment);
    runner.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-run"),
                 {path, u"--pool"_s, m_plain->endpoint().toString()});
    QVERIFY(runner.waitForFinished(patience));
    QVERIFY2(runner.exitCode() == 0, runner.readAllStandardError().constData());

    const auto written = NotebookFile::load(path);
    QVERIFY(written);
    const Cell &cell = written->data.cells.first();
    HelperBench stream(Way::Stream);
    const Cell &wanted = stream.run(source);
    QCOMPARE(cell.outputs.size(), wanted.outputs.size());
    for (qsizetype i = 0; i < wanted.outputs.size(); ++i)
        QVERIFY(cell.outputs.at(i).decode() == wanted.outputs.at(i).decode());
    QCOMPARE(cell.executionCount, std::optional(1));
}

void HelperTest::everyVersionOfTheServiceWillDo_data()
{
    QTest::addColumn<QString>("version");
    for (const auto *version : {"2024-02-02-preview", "2024-10-02-preview", "2025-02-02-preview"})
        QTest::newRow(version) << QString::fromLatin1(version);
}

/// The old ones keep 4,096 characters of what is printed, and know no directories.
void HelperTest::everyVersionOfTheServiceWillDo()
{
    QFETCH(QString, version);
    HelperBench bench(Way::Plain, {}, 0ms, {u"--only-version"_s, version});
    QCOMPARE(textOf(bench.run(u"print('x' * 3000); 1"_s)).size(), 3002);
    QCOMPARE(textOf(bench.run(u"print('x' * 50000); 2"_s)).size(), 50002);
    const CellId cell = bench.start(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);
    bench.queue.interrupt();
    QVERIFY(bench.wait());
    QCOMPARE(bench.info(cell).state, RunState::Cancelled);
}

QTEST_GUILESS_MAIN(HelperTest)
#include "tst_helper.moc"
