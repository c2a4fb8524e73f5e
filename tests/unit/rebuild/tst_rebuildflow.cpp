#include "rebuild/OutputFingerprint.h"
#include "rebuild/RebuildFlow.h"
#include "support/FakeSession.h"
#include "support/ManualClock.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

FileFingerprint printed(const QString &text)
{
    return OutputFingerprint::of({Output::stream(u"stdout"_s, text)});
}

RecordedRun ran(quint64 cell, const QString &source, const QString &output,
                RunEnd end = RunEnd::Done)
{
    return {.cell = CellId(cell), .source = source, .end = end, .outputs = printed(output)};
}

SessionRecord recordOf(const QList<RecordedRun> &runs)
{
    SessionRecord record;
    for (const RecordedRun &run : runs)
        record.append(run);
    return record;
}

/// A flow and the new session, which the test answers for.
struct Bench
{
    explicit Bench(const SessionRecord &record)
        : session(clock)
        , flow(record, clock)
        , finished(&flow, &RebuildFlow::finished)
    {
    }
    bool awaitRun(qsizetype count)
    {
        return QTest::qWaitFor([&] { return session.executions().size() == count; });
    }
    void answer(const QString &text, const QString &status = u"Succeeded"_s)
    {
        session.sendText(text);
        session.reply(status);
    }
    void raise()
    {
        session.send({{u"type"_s, u"error"_s},
                      {u"ename"_s, u"ValueError"_s},
                      {u"evalue"_s, u"no"_s},
                      {u"traceback"_s, QJsonArray()}});
        session.reply(u"Failed"_s);
    }
    QList<RebuiltCell::Result> results() const
    {
        QList<RebuiltCell::Result> all;
        for (const RebuiltCell &cell : flow.report().cells)
            all << cell.result;
        return all;
    }

    ManualClock clock;
    FakeSession session;
    RebuildFlow flow;
    QSignalSpy finished;
};

using Became = RebuiltCell::Result;
using End = RebuildReport::End;

} // namespace

class RebuildFlowTest : public QObject
{
    Q_OBJECT
private slots:
    void runsWhatRanInOrderOneAtATime();
    void cellsThatDifferComeWithTheirNewOutputs();
    void aCellThatRanTwiceRunsTwiceAndCountsOnce();
    void whatWasInterruptedDoesNotRunAgain();
    void aFailureThatWasThereBeforeDoesNotStopIt();
    void aNewFailureStopsItAndSaysWhere();
    void theNewSessionsEndStopsIt();
    void cancellingStopsIt();
    void losingTheSessionEndsItAtOnce();
    void nothingToRunIsComplete();
    void filesAreReadBeforeTheyAreSent();
};

void RebuildFlowTest::runsWhatRanInOrderOneAtATime()
{
    Bench bench(recordOf({ran(2, u"b"_s, u"1"_s), ran(1, u"a"_s, u"2"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.answer(u"1"_s);
    QVERIFY(bench.awaitRun(2));
    bench.answer(u"2"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.session.executedSources(), (QStringList{u"b"_s, u"a"_s}));
    QVERIFY(bench.flow.report().isRestored());
    QCOMPARE(bench.flow.report().comparableCount(), 2);
    QCOMPARE(bench.flow.report().record,
             recordOf({ran(2, u"b"_s, u"1"_s), ran(1, u"a"_s, u"2"_s)}));
    QCOMPARE(bench.flow.report().lastExecutionCount, 2);
}

void RebuildFlowTest::cellsThatDifferComeWithTheirNewOutputs()
{
    Bench bench(recordOf({ran(1, u"random()"_s, u"0.1"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.answer(u"0.2"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::Complete);
    QVERIFY(!bench.flow.report().isRestored());
    QCOMPARE(bench.results(), QList<Became>{Became::Differs});
    QCOMPARE(OutputFingerprint::of(bench.flow.report().cells.first().outputs), printed(u"0.2"_s));
}

void RebuildFlowTest::aCellThatRanTwiceRunsTwiceAndCountsOnce()
{
    Bench bench(recordOf({ran(1, u"n += 1; n"_s, u"1"_s), ran(1, u"n += 1; n"_s, u"2"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.answer(u"1"_s);
    QVERIFY(bench.awaitRun(2));
    bench.answer(u"2"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.results(), QList<Became>{Became::Same});
}

void RebuildFlowTest::whatWasInterruptedDoesNotRunAgain()
{
    Bench bench(recordOf({ran(1, u"loop"_s, {}, RunEnd::Interrupted),
                          ran(2, u"late"_s, {}, RunEnd::TimedOut), ran(3, u"c"_s, u"3"_s),
                          ran(4, u"cut"_s, {}, RunEnd::Lost)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.answer(u"3"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.session.executedSources(), QStringList{u"c"_s});
    QCOMPARE(bench.results(),
             (QList<Became>{Became::NotRepeatable, Became::NotRepeatable, Became::Same,
                            Became::NotRepeatable}));
    QVERIFY(bench.flow.report().isRestored());
    QCOMPARE(bench.flow.report().comparableCount(), 1);
}

void RebuildFlowTest::aFailureThatWasThereBeforeDoesNotStopIt()
{
    Bench bench(recordOf({ran(1, u"1 / 0"_s, {}, RunEnd::Raised), ran(2, u"b"_s, u"2"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.raise();
    QVERIFY(bench.awaitRun(2));
    bench.answer(u"2"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::Complete);
}

void RebuildFlowTest::aNewFailureStopsItAndSaysWhere()
{
    Bench bench(
        recordOf({ran(1, u"a"_s, u"1"_s), ran(2, u"open('x')"_s, u"2"_s), ran(1, u"a"_s, u"3"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.answer(u"1"_s);
    QVERIFY(bench.awaitRun(2));
    bench.raise();
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::Failed);
    QCOMPARE(bench.flow.report().stoppedAt, CellId(2));
    QCOMPARE(bench.flow.report().failure.detail, u"ValueError: no"_s);
    // The first cell's last run was not reached, so it is not as it was.
    QCOMPARE(bench.results(), (QList<Became>{Became::FailedAnew, Became::NotReached}));
    QCOMPARE(bench.session.executions().size(), 2);
}

void RebuildFlowTest::theNewSessionsEndStopsIt()
{
    Bench bench(recordOf({ran(1, u"a"_s, u"1"_s), ran(2, u"b"_s, u"2"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.session.failWithHttp(404);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::SessionLost);
    QCOMPARE(bench.flow.report().stoppedAt, CellId(1));
}

void RebuildFlowTest::cancellingStopsIt()
{
    Bench bench(recordOf({ran(1, u"a"_s, u"1"_s), ran(2, u"b"_s, u"2"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.flow.cancel();
    QTRY_COMPARE(bench.session.cancelledIds().size(), 1);
    bench.session.answerCancel(200);
    bench.session.reply(u"Canceled"_s);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::Cancelled);
    QCOMPARE(bench.results(), (QList<Became>{Became::NotReached, Became::NotReached}));
}

void RebuildFlowTest::losingTheSessionEndsItAtOnce()
{
    Bench bench(recordOf({ran(1, u"a"_s, u"1"_s)}));
    bench.flow.start(bench.session, {});
    QVERIFY(bench.awaitRun(1));
    bench.flow.loseSession({.kind = RestError::Kind::ConnectionLost, .detail = u"gone"_s});
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::SessionLost);
    QCOMPARE(bench.flow.report().failure.detail, u"gone"_s);
}

void RebuildFlowTest::nothingToRunIsComplete()
{
    Bench bench{SessionRecord()};
    bench.flow.start(bench.session, {});
    QCOMPARE(bench.finished.count(), 0);
    QTRY_COMPARE(bench.finished.count(), 1);
    QCOMPARE(bench.flow.report().end, End::Complete);
}

void RebuildFlowTest::filesAreReadBeforeTheyAreSent()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"a.csv"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("a");
    file.close();
    SessionRecord record;
    record.addFile({file.fileName(), u"a.csv"_s, FileFingerprint::of("a")});
    record.addFile({directory.filePath(u"b.csv"_s), u"b.csv"_s, FileFingerprint::of("b")});
    Bench bench(record);
    QSignalSpy checked(&bench.flow, &RebuildFlow::filesChecked);
    bench.flow.checkFiles();
    QTRY_COMPARE(checked.count(), 1);
    const auto checks = checked.first().first().value<QList<SentFileCheck>>();
    QCOMPARE(checks.size(), 2);
    QCOMPARE(checks.at(0).finding, SentFileCheck::Finding::Same);
    QCOMPARE(checks.at(1).finding, SentFileCheck::Finding::Gone);
}

QTEST_GUILESS_MAIN(RebuildFlowTest)
#include "tst_rebuildflow.moc"
