#include "sessions/LocalPool.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using State = LocalPool::State;

/// LocalPool against scripts in the place of sessionbook-pool; tests/integration has the real one.
class LocalPoolTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void announcementMakesItRun();
    void uselessAnnouncementFails_data();
    void uselessAnnouncementFails();
    void missingProgramFailsFromTheEventLoop();
    void lastWordsSayWhyItEnded();
    void deathIsNoticedAndCanBeStartedAgain();
    void poolSeesItsInputCloseWhenStopped();
    void poolSeesItsInputCloseWhenDestroyed();

private:
    [[nodiscard]] QString pool(const QByteArray &script) const
    {
        QFile file(m_directory.filePath(u"pool"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + script + "\n") < 0)
            qFatal("cannot write");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
    QTemporaryDir m_directory;
};

namespace {

const QByteArray announce = R"(echo '{"endpoint":"http://127.0.0.1:4711","token":"t0ken","pid":1}')"
                            "\n";

} // namespace

void LocalPoolTest::announcementMakesItRun()
{
    LocalPool local(pool(announce + "cat >/dev/null"));
    QSignalSpy changed(&local, &LocalPool::stateChanged);
    local.start();
    local.start();
    QCOMPARE(local.state(), State::Starting);
    QTRY_COMPARE(local.state(), State::Running);
    QCOMPARE(local.endpoint(), QUrl(u"http://127.0.0.1:4711"_s));
    QCOMPARE(local.token().reveal(), "t0ken"_ba);
    QCOMPARE(changed.count(), 2);
}

void LocalPoolTest::uselessAnnouncementFails_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("text") << "hello"_ba;
    QTest::newRow("another machine") << R"({"endpoint":"http://10.0.0.1:1","token":"t"})"_ba;
    QTest::newRow("far https") << R"({"endpoint":"https://far.test","token":"t"})"_ba;
    QTest::newRow("no token") << R"({"endpoint":"http://127.0.0.1:1"})"_ba;
    QTest::newRow("bad token") << R"({"endpoint":"http://127.0.0.1:1","token":"a b"})"_ba;
}

void LocalPoolTest::uselessAnnouncementFails()
{
    QFETCH(QByteArray, line);
    LocalPool local(pool("echo '" + line + "'\ncat >/dev/null"));
    local.start();
    QTRY_COMPARE(local.state(), State::Failed);
    QCOMPARE(local.error().kind, ErrorKind::ProcessFailed);
    QVERIFY(local.endpoint().isEmpty());
}

void LocalPoolTest::missingProgramFailsFromTheEventLoop()
{
    LocalPool local(m_directory.filePath(u"none"_s));
    local.start();
    QTRY_COMPARE(local.state(), State::Failed);
    QVERIFY(!local.error().detail.isEmpty());
    QCOMPARE(local.error().path, m_directory.filePath(u"none"_s));
}

void LocalPoolTest::lastWordsSayWhyItEnded()
{
    LocalPool local(
        pool("yes noise | head -n 100000 >&2; echo 'bubblewrap is missing' >&2; exit 3"));
    local.start();
    QTRY_COMPARE(local.state(), State::Failed);
    QVERIFY(local.error().detail.endsWith(u"bubblewrap is missing"_s));
    QVERIFY(local.error().detail.size() <= 4096);
}

void LocalPoolTest::deathIsNoticedAndCanBeStartedAgain()
{
    LocalPool local(pool(announce + "test -e \"$0.again\" && exec cat >/dev/null\nkill -9 $$"));
    local.start();
    QTRY_COMPARE(local.state(), State::Failed);
    QVERIFY(local.error().detail.contains(u"killed"_s));
    QVERIFY(local.token().isEmpty());

    QFile again(m_directory.filePath(u"pool.again"_s));
    QVERIFY(again.open(QIODevice::WriteOnly));
    local.start();
    QTRY_COMPARE(local.state(), State::Running);
    QTest::qWait(50);
    QCOMPARE(local.state(), State::Running);
}

void LocalPoolTest::poolSeesItsInputCloseWhenStopped()
{
    const QString mark = m_directory.filePath(u"stopped"_s);
    LocalPool local(pool(announce + "cat >/dev/null; touch " + mark.toUtf8()));
    local.start();
    QTRY_COMPARE(local.state(), State::Running);
    local.stop();
    QCOMPARE(local.state(), State::Stopped);
    QTRY_VERIFY(QFile::exists(mark));
}

void LocalPoolTest::poolSeesItsInputCloseWhenDestroyed()
{
    const QString mark = m_directory.filePath(u"destroyed"_s);
    auto local = std::make_unique<LocalPool>(
        pool(announce + "cat >/dev/null; sleep 0.1; touch " + mark.toUtf8()));
    local->start();
    QTRY_COMPARE(local->state(), State::Running);
    local.reset();
    QTRY_VERIFY(QFile::exists(mark));
}

QTEST_GUILESS_MAIN(LocalPoolTest)
#include "tst_localpool.moc"
