#include "PoolProcess.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// Sessions start without the parts of IPython that serve terminals; cells must not notice.
class PoolLeanTest : public QObject
{
    Q_OBJECT

private slots:
    void cellsCanImportWhatTheKernelWentWithout();
    void linesPrintedByThreadsAllArrive();
    void tracebacksAreMadeWithoutReadingIPythonsSource();
    void tracebacksEndInTheCellNotInTheWorker_data();
    void tracebacksEndInTheCellNotInTheWorker();

private:
    PoolProcess m_pool;
};

void PoolLeanTest::cellsCanImportWhatTheKernelWentWithout()
{
    const auto reply
        = m_pool.execute("import sys\n"
                         "before = 'prompt_toolkit' in sys.modules, 'jedi' in sys.modules\n"
                         "import IPython, jedi\n"
                         "from IPython.terminal.embed import InteractiveShellEmbed\n"
                         "print(before, callable(IPython.embed), hasattr(jedi, 'Script'),\n"
                         "      InteractiveShellEmbed.__module__)");
    QCOMPARE(reply["result"_L1]["stdout"_L1].toString(),
             u"(False, False) True True IPython.terminal.embed\n"_s);
}

void PoolLeanTest::linesPrintedByThreadsAllArrive()
{
    const auto reply = m_pool.execute(
        "import threading\n"
        "def speak(): [print('a line') for _ in range(20000)]\n"
        "threads = [threading.Thread(target=speak) for _ in range(4)]\n"
        "[thread.start() for thread in threads]; [thread.join() for thread in threads]; None",
        {{u"outputStreamsMaxLength"_s, 4 * 1024 * 1024}});
    QCOMPARE(reply["result"_L1]["stdout"_L1].toString().count(u"a line"_s), 80000);
}

void PoolLeanTest::tracebacksAreMadeWithoutReadingIPythonsSource()
{
    const auto failed
        = m_pool.execute("def f():\n    return 1/0\ntry:\n    f()\n"
                         "except ZeroDivisionError as e:\n    raise KeyError('k') from e");
    const QString traceback = failed["result"_L1]["stderr"_L1].toString();
    QVERIFY2(traceback.contains("ZeroDivisionError: division by zero"_L1), qPrintable(traceback));
    QVERIFY2(traceback.contains("KeyError: 'k'"_L1), qPrintable(traceback));
    QVERIFY2(traceback.contains("in f()"_L1), qPrintable(traceback));
    QVERIFY2(!traceback.contains("interactiveshell"_L1), qPrintable(traceback));

    const auto read = m_pool.execute(
        "import stack_data, IPython.core.interactiveshell as shell\n"
        "[name for name, lines in getattr(stack_data.Source, '__source_cache_with_lines')\n"
        " if name == shell.__file__]");
    QCOMPARE(read["result"_L1]["executionResult"_L1].toString(), u"[]"_s);
}

void PoolLeanTest::tracebacksEndInTheCellNotInTheWorker_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("error");
    QTest::newRow("wrong type") << "import sys\nsys.stdout.write(3)"_ba << u"TypeError"_s;
    QTest::newRow("input") << "input('name? ')"_ba << u"StdinNotImplementedError"_s;
    QTest::newRow("interrupted print")
        << "import os, signal, threading, time\n"
           "def strike():\n    time.sleep(0.2); os.kill(os.getpid(), signal.SIGINT)\n"
           "threading.Thread(target=strike).start()\nwhile True: print('line')"_ba
        << u"KeyboardInterrupt"_s;
}

void PoolLeanTest::tracebacksEndInTheCellNotInTheWorker()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, error);
    const auto failed = m_pool.execute(code, {{u"outputStreamsMaxLength"_s, 4 * 1024 * 1024}});
    const QString traceback = failed["result"_L1]["stderr"_L1].toString();
    QVERIFY2(traceback.contains(error), qPrintable(traceback));
    QVERIFY2(traceback.contains("---> "_L1), qPrintable(traceback));
    QVERIFY2(!traceback.contains("sessionbook_worker"_L1), qPrintable(traceback));
}

QTEST_GUILESS_MAIN(PoolLeanTest)

#include "tst_pool_lean.moc"
