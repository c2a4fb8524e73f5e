#include "SessionBench.h"
#include "sessions/UploadQueue.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class UploadQueueTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void twoAtATime();
    void waitsForASession();
    void failureIsKeptWithItsReason();
    void cancelRemovesTheFileInTheSession();
    void cancelledReplacementLeavesTheOldFileAlone();
    void fullPoolIsAskedUntilItHasRoom();
    void refusedUploadRemovesNothing();
    void waitingUploadIsCancelledAtOnce();
    void cancelAllStartsNothingNew();
    void sessionThatGoesEndsItsUploads();
    void deletingTheQueueAbortsSilently();
    void clearEndedForgetsOnlyTheEnded();

private:
    [[nodiscard]] PlannedUpload planned(const QString &name, bool replaces = false) const
    {
        const QString path = m_directory.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("abc") != 3)
            qFatal("cannot write");
        return {path, name, 3, replaces};
    }
    static FakeAnswer stored(const QByteArray &name)
    {
        return {.body = "{\"name\":\"" + name + "\",\"sizeInBytes\":3}"};
    }
    QTemporaryDir m_directory;
};

void UploadQueueTest::twoAtATime()
{
    FakeBench bench;
    UploadQueue queue;
    queue.setSession(&bench.session);
    QSignalSpy finished(&queue, &UploadQueue::uploadFinished);
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s})
        queue.add(planned(name));
    QCOMPARE(bench.network.requests().size(), 2);
    QCOMPARE(queue.uploads().at(2).state, UploadState::Waiting);

    bench.network.answerNext(stored("c"));
    QCoreApplication::processEvents();
    queue.cancel(1);
    QTRY_VERIFY(finished.count() >= 1);
    QTRY_COMPARE(queue.uploads().at(2).state, UploadState::Sending);
}

void UploadQueueTest::waitsForASession()
{
    FakeBench bench;
    bench.network.answerNext(stored("a"));
    UploadQueue queue;
    const quint64 id = queue.add(planned(u"a"_s));
    QCOMPARE(bench.network.requests().size(), 0);
    QSignalSpy finished(&queue, &UploadQueue::uploadFinished);
    queue.setSession(&bench.session);
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(finished.first().first(), id);
    QCOMPARE(queue.uploads().first().state, UploadState::Done);
    QCOMPARE(queue.uploads().first().sentBytes, 3);
}

void UploadQueueTest::failureIsKeptWithItsReason()
{
    FakeBench bench;
    bench.network.answerNext({.status = 413, .body = R"({"message":"too large"})"});
    UploadQueue queue;
    queue.setSession(&bench.session);
    queue.add(planned(u"a"_s));
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Failed);
    QCOMPARE(queue.uploads().first().error.kind, RestError::Kind::TooLarge);
}

void UploadQueueTest::cancelRemovesTheFileInTheSession()
{
    FakeBench bench;
    bench.network.answerNext({.status = 0, .staysOpen = true});
    bench.network.answerNext({.status = 204});
    UploadQueue queue;
    queue.setSession(&bench.session);
    QSignalSpy finished(&queue, &UploadQueue::uploadFinished);
    const quint64 id = queue.add(planned(u"a"_s));
    QCoreApplication::processEvents();
    queue.cancel(id);
    queue.cancel(id);
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Cancelled);
    QCOMPARE(finished.count(), 1);
    QCOMPARE(bench.network.requests().last().verb, "DELETE"_ba);
    QCOMPARE(bench.network.requests().last().url.path(), u"/p/files/a"_s);
}

void UploadQueueTest::fullPoolIsAskedUntilItHasRoom()
{
    constexpr int refusals = 6; // more than passing faults are tried again
    FakeBench bench;
    for (int i = 0; i < refusals; ++i)
        bench.network.answerNext({.status = 429, .body = R"({"message":"too many sessions"})"});
    bench.network.answerNext(stored("a"));
    UploadQueue queue;
    queue.setSession(&bench.session);
    queue.add(planned(u"a"_s));
    for (int i = 0; i < refusals; ++i) {
        QTRY_VERIFY(queue.uploads().first().waitsForRoom);
        QCOMPARE(queue.uploads().first().state, UploadState::Sending);
        QCOMPARE(bench.network.requests().size(), i + 1);
        while (bench.network.requests().size() == i + 1) {
            bench.clock.advance(std::chrono::seconds(1));
            QCoreApplication::processEvents();
        }
    }
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Done);
    QVERIFY(!queue.uploads().first().waitsForRoom);
}

void UploadQueueTest::cancelledReplacementLeavesTheOldFileAlone()
{
    FakeBench bench;
    bench.network.answerNext({.status = 0, .staysOpen = true});
    UploadQueue queue;
    queue.setSession(&bench.session);
    const quint64 id = queue.add(planned(u"a"_s, true));
    QCoreApplication::processEvents();
    queue.cancel(id);
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Cancelled);
    QCOMPARE(bench.network.requests().size(), 1);
}

void UploadQueueTest::refusedUploadRemovesNothing()
{
    FakeBench bench;
    bench.network.answerNext({.status = 400});
    UploadQueue queue;
    queue.setSession(&bench.session);
    queue.add(planned(u"a"_s));
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Failed);
    QCOMPARE(bench.network.requests().size(), 1);
}

void UploadQueueTest::waitingUploadIsCancelledAtOnce()
{
    UploadQueue queue;
    QSignalSpy finished(&queue, &UploadQueue::uploadFinished);
    queue.cancel(queue.add(planned(u"a"_s)));
    QCOMPARE(queue.uploads().first().state, UploadState::Cancelled);
    QCOMPARE(finished.count(), 1);
}

void UploadQueueTest::cancelAllStartsNothingNew()
{
    FakeBench bench;
    UploadQueue queue;
    queue.setSession(&bench.session);
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        queue.add(planned(name, true));
    queue.cancelAll();
    const auto allCancelled = [&] {
        return std::ranges::all_of(
            queue.uploads(), [](const Upload &u) { return u.state == UploadState::Cancelled; });
    };
    QTRY_VERIFY(allCancelled());
    QCOMPARE(bench.network.requests().size(), 2);
}

void UploadQueueTest::sessionThatGoesEndsItsUploads()
{
    FakeBench bench;
    UploadQueue queue;
    auto session = std::make_unique<SessionClient>(bench.client, u"other"_s);
    queue.setSession(session.get());
    queue.add(planned(u"a"_s));
    QCoreApplication::processEvents();
    session.reset();
    QTRY_COMPARE(queue.uploads().first().state, UploadState::Failed);
    QCOMPARE(queue.uploads().first().error.kind, RestError::Kind::ConnectionLost);
    QCOMPARE(bench.network.openReplies(), 0);
}

void UploadQueueTest::deletingTheQueueAbortsSilently()
{
    FakeBench bench;
    auto queue = std::make_unique<UploadQueue>();
    QSignalSpy finished(queue.get(), &UploadQueue::uploadFinished);
    queue->setSession(&bench.session);
    queue->add(planned(u"a"_s));
    queue.reset();
    QCoreApplication::processEvents();
    QCOMPARE(finished.count(), 0);
    QCOMPARE(bench.network.openReplies(), 0);
}

void UploadQueueTest::clearEndedForgetsOnlyTheEnded()
{
    UploadQueue queue;
    queue.cancel(queue.add(planned(u"a"_s)));
    const quint64 waiting = queue.add(planned(u"b"_s));
    queue.clearEnded();
    QCOMPARE(queue.uploads().size(), 1);
    QCOMPARE(queue.uploads().first().id, waiting);
}

QTEST_GUILESS_MAIN(UploadQueueTest)
#include "tst_uploadqueue.moc"
