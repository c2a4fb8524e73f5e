#include "base/Clock.h"

#include <QObject>
#include <QTest>

#include <memory>

using namespace sessionbook;
using namespace std::chrono_literals;

class ClockTest : public QObject
{
    Q_OBJECT
private slots:
    void monotonicNeverGoesBack();
    void theWallClockIsUtc();
    void callbacksDieWithTheirContext();
};

void ClockTest::monotonicNeverGoesBack()
{
    const SystemClock clock;
    auto last = clock.monotonic();
    for (int i = 0; i < 1000; ++i) {
        const auto next = clock.monotonic();
        QVERIFY(next >= last);
        last = next;
    }
}

void ClockTest::theWallClockIsUtc()
{
    QCOMPARE(SystemClock().now().timeSpec(), Qt::UTC);
}

void ClockTest::callbacksDieWithTheirContext()
{
    SystemClock clock;
    auto context = std::make_unique<QObject>();
    bool deadCalled = false;
    bool aliveCalled = false;
    clock.callAfter(0ms, context.get(), [&] { deadCalled = true; });
    clock.callAfter(1ms, this, [&] { aliveCalled = true; });

    context.reset();

    QTRY_VERIFY(aliveCalled);
    QVERIFY(!deadCalled);
}

QTEST_GUILESS_MAIN(ClockTest)
#include "tst_clock.moc"
