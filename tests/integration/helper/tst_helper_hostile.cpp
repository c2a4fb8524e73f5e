#include "HelperBench.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using Way = HelperBench::Way;

namespace {

constexpr int patience = 30000;

} // namespace

/// Code that works against the helper in its own kernel, on purpose or not.
class HostileCodeTest : public QObject
{
    Q_OBJECT

private slots:
    void outputIsWhole_data();
    void outputIsWhole();
    void outputComesWhileTheClockStands();
    void childThatExitsEndsNothing();
    void kernelThatDiedUnseenIsReplaced();
    void codeThatHearsNoInterruptIsToldOfOnce();
    void replyThatDeniesTheHelperAfterOutputRepeatsNothing();
};

void HostileCodeTest::outputIsWhole_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("text");
    const QString large = u"print('b' * 300000)"_s;
    const QString largeText = QString(300000, u'b') + u'\n';
    QTest::newRow("no open()") << u"import builtins, time\nbuiltins.open = None\nprint('a')\n"
                                  "time.sleep(0.6)\n"_s
            + large << u"a\n"_s + largeText;
    QTest::newRow("no descriptors")
        << u"import os\nos.close(1); os.close(2)\n"_s + large << largeText;
    QTest::newRow("another directory") << u"import os\nos.chdir('/')\n"_s + large << largeText;
    QTest::newRow("a file in the directory's place")
        << u"import os, shutil\nshutil.rmtree('/mnt/data/.sessionbook', True)\n"
           "open('/mnt/data/.sessionbook', 'w').close()\n"_s
            + large
        << largeText;
    QTest::newRow("a link in the directory's place")
        << u"import os, shutil\nshutil.rmtree('/mnt/data/.sessionbook', True)\n"
           "os.symlink('/proc', '/mnt/data/.sessionbook')\n"_s
            + large
        << largeText;
    QTest::newRow("reset") << u"%reset -f\n"_s + large << largeText;
}

void HostileCodeTest::outputIsWhole()
{
    QFETCH(QString, source);
    QFETCH(QString, text);
    HelperBench bench(Way::Plain);

    const QString found = textOf(bench.run(source));

    QVERIFY2(found == text, qPrintable(found.left(500)));
    QCOMPARE(bench.lastInfo().state, RunState::Done);
    QCOMPARE(textOf(bench.run(u"'next'"_s)), u"'next'"_s);
}

void HostileCodeTest::outputComesWhileTheClockStands()
{
    HelperBench bench(Way::Plain);
    const CellId cell = bench.start(u"import time\nwait = time.sleep\n"
                                    "time.monotonic = lambda: 1.0\ntime.sleep = None\n"
                                    "print('in')\nwait(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);

    bench.queue.interrupt();

    QVERIFY(bench.wait());
    QCOMPARE(bench.info(cell).state, RunState::Cancelled);
}

void HostileCodeTest::childThatExitsEndsNothing()
{
    HelperBench bench(Way::Plain);
    const QString text = textOf(bench.run(u"import os, sys\nchild = os.fork()\n"
                                          "if not child:\n    sys.exit(1)\n"
                                          "os.waitpid(child, 0)\nprint('parent')"_s));
    QVERIFY2(text.endsWith(u"parent\n") && !text.contains(u"[sessionbook:"), qPrintable(text));
    QCOMPARE(bench.lastInfo().state, RunState::Done);
}

void HostileCodeTest::kernelThatDiedUnseenIsReplaced()
{
    HelperBench bench(Way::Plain);
    bench.run(u"import os, threading\nthreading.Timer(0.3, os._exit, [1]).start()"_s);
    QTest::qWait(1500);

    const Cell &cell = bench.run(u"print('new')"_s);

    QCOMPARE(textOf(cell), u"new\n"_s);
    QCOMPARE(bench.lastInfo().state, RunState::Done);
    QCOMPARE(bench.lost.count(), 1);
}

void HostileCodeTest::codeThatHearsNoInterruptIsToldOfOnce()
{
    HelperBench bench(Way::Plain);
    const CellId cell = bench.start(u"import time\nprint('in')\n"
                                    "while True:\n"
                                    "    try: time.sleep(100)\n"
                                    "    except KeyboardInterrupt: print('no')"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\n"_s, patience);
    bench.queue.interrupt();
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\nno\n"_s, patience);
    bench.queue.interrupt();
    QTRY_COMPARE_WITH_TIMEOUT(bench.text(cell), u"in\nno\nno\n"_s, patience);

    QTRY_COMPARE_WITH_TIMEOUT(bench.interruptFailed.count(), 1, patience);
    QTest::qWait(2500); // when the second one would be told of
    QCOMPARE(bench.interruptFailed.count(), 1);
    bench.queue.abandon();
    QVERIFY(bench.wait());
}

void HostileCodeTest::replyThatDeniesTheHelperAfterOutputRepeatsNothing()
{
    HelperBench bench(Way::Plain);
    // Denies it where the helper itself would answer.
    const Cell &cell = bench.run(
        u"import time\nopen('/mnt/data/marks', 'a').write('x')\nprint('a')\ntime.sleep(1.5)\n"
        "helper = get_ipython()._sessionbook\n"
        "def deny(*unused):\n"
        "    helper._watch.end(); helper._capture.end(); helper._is_running = False\n"
        "    print('[sessionbook:%s:missing]' % helper._last.run, flush=True)\n"
        "helper._end = deny"_s);
    QVERIFY2(textOf(cell).startsWith(u"a\n"), qPrintable(textOf(cell)));
    QCOMPARE(bench.lastInfo().failure, RunFailure::Transport);

    bench.session.setSendsExactly(true);
    QCOMPARE(textOf(bench.run(u"print(open('/mnt/data/marks').read())"_s)), u"x\n"_s);
}

QTEST_GUILESS_MAIN(HostileCodeTest)
#include "tst_helper_hostile.moc"
