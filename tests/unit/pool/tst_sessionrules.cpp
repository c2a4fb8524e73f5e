#include "pool/sessions/EndedSessions.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// So many seconds after the session was made.
QDateTime at(int seconds)
{
    return QDateTime(QDate(2026, 1, 2), QTime(3, 4), Qt::UTC).addSecs(seconds);
}

EndedSession endedSession(const QString &identifier, const QDateTime &endedAt)
{
    EndedSession session;
    session.identifier = identifier;
    session.endedAt = endedAt;
    return session;
}

} // namespace

class SessionRulesTest : public QObject
{
    Q_OBJECT

private slots:
    void sessionsEndWhenTheirTimeIsOver_data();
    void sessionsEndWhenTheirTimeIsOver();
    void expiryIsWhatComesFirst_data();
    void expiryIsWhatComesFirst();
    void latestEndIsToldFirst();
    void endsAreForgottenByNumberAndTime();
};

void SessionRulesTest::sessionsEndWhenTheirTimeIsOver_data()
{
    QTest::addColumn<int>("cooldown");
    QTest::addColumn<int>("lifetime");
    QTest::addColumn<int>("now");
    QTest::addColumn<int>("accessed");
    QTest::addColumn<bool>("busy");
    QTest::addColumn<QString>("code");
    QTest::newRow("no rules") << 0 << 0 << 1'000'000 << 0 << false << QString();
    QTest::newRow("used lately") << 10 << 0 << 100 << 95 << false << QString();
    QTest::newRow("left alone") << 10 << 0 << 100 << 89 << false << u"Cooldown"_s;
    QTest::newRow("busy for long") << 10 << 0 << 100 << 0 << true << QString();
    QTest::newRow("young") << 0 << 50 << 49 << 0 << false << QString();
    QTest::newRow("old") << 0 << 50 << 50 << 50 << false << u"Lifetime"_s;
    QTest::newRow("old and busy") << 10 << 50 << 60 << 60 << true << u"Lifetime"_s;
}

void SessionRulesTest::sessionsEndWhenTheirTimeIsOver()
{
    QFETCH(int, cooldown);
    QFETCH(int, lifetime);
    QFETCH(int, now);
    QFETCH(int, accessed);
    QFETCH(bool, busy);
    SessionRules rules;
    rules.cooldown = std::chrono::seconds(cooldown);
    rules.lifetime = std::chrono::seconds(lifetime);
    const auto end = rules.endAt(at(now), at(0), at(accessed), busy);
    QTEST(end ? end->code : QString(), "code");
}

void SessionRulesTest::expiryIsWhatComesFirst_data()
{
    QTest::addColumn<int>("cooldown");
    QTest::addColumn<int>("lifetime");
    QTest::addColumn<QDateTime>("expiry");
    QTest::newRow("never") << 0 << 0 << QDateTime(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);
    QTest::newRow("cooldown") << 10 << 0 << at(15);
    QTest::newRow("lifetime") << 0 << 12 << at(12);
    QTest::newRow("cooldown before lifetime") << 10 << 20 << at(15);
    QTest::newRow("lifetime before cooldown") << 10 << 12 << at(12);
}

void SessionRulesTest::expiryIsWhatComesFirst()
{
    QFETCH(int, cooldown);
    QFETCH(int, lifetime);
    SessionRules rules;
    rules.cooldown = std::chrono::seconds(cooldown);
    rules.lifetime = std::chrono::seconds(lifetime);
    QTEST(rules.expiryOf(at(0), at(5)), "expiry");
}

void SessionRulesTest::latestEndIsToldFirst()
{
    EndedSessions ended;
    ended.add(endedSession(u"first"_s, at(1)));
    ended.add(endedSession(u"second"_s, at(2)));
    QCOMPARE(ended.at(at(3)).constFirst().identifier, u"second"_s);
}

void SessionRulesTest::endsAreForgottenByNumberAndTime()
{
    EndedSessions ended;
    for (qsizetype i = 0; i < EndedSessions::Most + 5; ++i)
        ended.add(endedSession(QString::number(i), at(int(i))));
    const auto kept = ended.at(at(200));
    QCOMPARE(kept.size(), EndedSessions::Most);
    QCOMPARE(kept.constLast().identifier, u"5"_s);
    QCOMPARE(ended.at(at(50 + int(EndedSessions::Kept.count()))).constLast().identifier, u"51"_s);
}

QTEST_GUILESS_MAIN(SessionRulesTest)
#include "tst_sessionrules.moc"
