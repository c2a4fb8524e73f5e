#include "pool/faults/FaultSchedule.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// The script with one rule that refuses what `match` matches.
FaultScript scriptWith(const QByteArray &match, const QByteArray &more = "")
{
    auto script = FaultScript::fromJson(R"({"faults":[{"match":{)" + match
                                        + R"(},"action":{"type":"refuse"}}])" + more + "}");
    return script ? *script : FaultScript();
}

RequestTraits request(const QString &path = u"/files/a.csv"_s, const QString &method = u"GET"_s,
                      double age = 0)
{
    return {.method = method,
            .route = RoutePath::parse(method.toLatin1(), path.toLatin1()).kind,
            .path = path,
            .identifier = u"session-1"_s,
            .poolAgeSeconds = age};
}

/// Which of `count` equal requests are struck: "-x-" is the second of three.
QByteArray strikes(const FaultScript &script, int count)
{
    FaultSchedule schedule(script);
    QByteArray pattern;
    for (int i = 0; i < count; ++i)
        pattern += schedule.next(request()) ? 'x' : '-';
    return pattern;
}

} // namespace

class FaultScriptTest : public QObject
{
    Q_OBJECT

private slots:
    void everyActionIsRead();
    void mistakesNameTheirPlace_data();
    void mistakesNameTheirPlace();
    void unreadableFileIsNamed();
    void countsChooseRequests_data();
    void countsChooseRequests();
    void requestsAreChosenByWhatTheyAre_data();
    void requestsAreChosenByWhatTheyAre();
    void beforeItsTimeNothingIsCounted();
    void sameSeedMeetsTheSameFaults();
    void firstRuleStrikesAndEveryRuleCounts();
};

void FaultScriptTest::everyActionIsRead()
{
    const auto script = FaultScript::fromJson(R"({
        "comment": "one of each", "seed": 3, "clock": 60, "faults": [
        {"action": {"type": "refuse", "how": "reset", "when": "after"}},
        {"action": {"type": "delay", "milliseconds": 10}},
        {"action": {"type": "status", "status": 429, "retryAfter": 2, "shape": "text",
                    "message": "full"}},
        {"action": {"type": "status", "status": 401}},
        {"action": {"type": "cut", "afterBytes": 100}},
        {"action": {"type": "stall", "milliseconds": 5}},
        {"action": {"type": "slow", "bytesPerSecond": 7}},
        {"action": {"type": "vanish"}},
        {"action": {"type": "killKernel", "afterBytes": 9}}]})");
    QVERIFY2(script, script ? "" : qPrintable(script.error().detail));
    const auto &rules = script->rules;
    QCOMPARE(rules.size(), 9);
    QCOMPARE(script->clock, 60.0);
    QVERIFY(std::get<RefuseFault>(rules[0].action).reset);
    QCOMPARE(std::get<RefuseFault>(rules[0].action).moment, FaultMoment::After);
    QCOMPARE(std::get<DelayFault>(rules[1].action).length.count(), 10);
    const auto full = std::get<StatusFault>(rules[2].action);
    QCOMPARE(full.status, 429);
    QCOMPARE(full.retryAfterSeconds, 2);
    QCOMPARE(full.shape, ErrorShape::Text);
    QCOMPARE(full.message, u"full"_s);
    QCOMPARE(std::get<StatusFault>(rules[3].action).shape, ErrorShape::Empty);
    QCOMPARE(std::get<CutFault>(rules[4].action).afterBytes, 100);
    QCOMPARE(std::get<StallFault>(rules[5].action).length->count(), 5);
    QCOMPARE(std::get<SlowFault>(rules[6].action).bytesPerSecond, 7);
    QCOMPARE(std::get<SessionFault>(rules[7].action).what, SessionFault::What::Vanish);
    QCOMPARE(std::get<SessionFault>(rules[8].action).afterBytes, 9);
}

void FaultScriptTest::mistakesNameTheirPlace_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QString>("complaint");
    const auto rule = [](const QByteArray &match, const QByteArray &action) {
        return R"({"faults":[{"action":{"type":"refuse"}},{"match":{)" + match + R"(},"action":{)"
            + action + "}}]}";
    };
    const QByteArray refuse = R"("type":"refuse")";
    QTest::newRow("no JSON") << "{\n  \"faults\": [,]\n}"_ba << u"line 2, column"_s;
    QTest::newRow("no object") << "[]"_ba << u"the script must be an object"_s;
    QTest::newRow("no faults") << "{}"_ba << u"/faults must be a list"_s;
    QTest::newRow("rule is no object") << R"({"faults":[1]})"_ba << u"/faults/0/action must"_s;
    QTest::newRow("no action") << R"({"faults":[{}]})"_ba << u"/faults/0/action must"_s;
    QTest::newRow("unknown field") << R"({"faults":[],"sed":1})"_ba << u"/sed is no field"_s;
    QTest::newRow("unknown action")
        << rule("", R"("type":"burn")") << u"/faults/1/action/type must be one of refuse, delay"_s;
    QTest::newRow("unknown match")
        << rule(R"("verb":"GET")", refuse) << u"/faults/1/match/verb is no field"_s;
    QTest::newRow("method") << rule(R"("method":"get")", refuse)
                            << u"/faults/1/match/method must be one of GET"_s;
    QTest::newRow("route") << rule(R"("route":"home")", refuse)
                           << u"/faults/1/match/route must be one of executions"_s;
    QTest::newRow("path") << rule(R"("path":"(")", refuse)
                          << u"/faults/1/match/path is no regular expression"_s;
    QTest::newRow("path is a number")
        << rule(R"("path":1)", refuse) << u"/faults/1/match/path must be text"_s;
    QTest::newRow("nth") << rule(R"("nth":0)", refuse)
                         << u"/faults/1/match/nth must be a number from 1"_s;
    QTest::newRow("half") << rule(R"("every":1.5)", refuse)
                          << u"/faults/1/match/every must be a whole number"_s;
    QTest::newRow("nth and from") << rule(R"("nth":1,"from":2)", refuse)
                                  << u"/faults/1/match/nth does not go together"_s;
    QTest::newRow("probability") << rule(R"("probability":2)", refuse)
                                 << u"/faults/1/match/probability must be a number from 0 to 1"_s;
    QTest::newRow("status") << rule("", R"("type":"status","status":200)")
                            << u"/faults/1/action/status must be a number from 400 to 599"_s;
    QTest::newRow("no status") << rule("", R"("type":"status")")
                               << u"/faults/1/action needs a status"_s;
    QTest::newRow("both moments") << rule("",
                                          R"("type":"vanish","afterBytes":1,"afterMilliseconds":1)")
                                  << u"/faults/1/action takes afterBytes or afterMilliseconds"_s;
    QTest::newRow("field of another action")
        << rule("", R"("type":"delay","milliseconds":1,"status":500)")
        << u"/faults/1/action/status is no field"_s;
}

void FaultScriptTest::mistakesNameTheirPlace()
{
    QFETCH(QByteArray, script);
    QFETCH(QString, complaint);
    const auto read = FaultScript::fromJson(script);
    QVERIFY(!read);
    QVERIFY2(read.error().detail.contains(complaint), qPrintable(read.error().detail));
}

void FaultScriptTest::unreadableFileIsNamed()
{
    const auto read = FaultScript::read(u"/nowhere/faults.json"_s);
    QVERIFY(!read);
    QVERIFY(read.error().detail.contains("/nowhere/faults.json"_L1));
}

void FaultScriptTest::countsChooseRequests_data()
{
    QTest::addColumn<QByteArray>("match");
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("all") << ""_ba
                         << "xxxxxx"_ba;
    QTest::newRow("nth") << R"("nth":2)"_ba
                         << "-x----"_ba;
    QTest::newRow("every") << R"("every":3)"_ba
                           << "--x--x"_ba;
    QTest::newRow("from") << R"("from":4)"_ba
                          << "---xxx"_ba;
    QTest::newRow("to") << R"("to":2)"_ba
                        << "xx----"_ba;
    QTest::newRow("from to") << R"("from":2,"to":3)"_ba
                             << "-xx---"_ba;
    QTest::newRow("every from") << R"("every":2,"from":2)"_ba
                                << "--x-x-"_ba;
    QTest::newRow("never") << R"("probability":0)"_ba
                           << "------"_ba;
}

void FaultScriptTest::countsChooseRequests()
{
    QFETCH(QByteArray, match);
    QFETCH(QByteArray, pattern);
    QCOMPARE(strikes(scriptWith(match), int(pattern.size())), pattern);
}

void FaultScriptTest::requestsAreChosenByWhatTheyAre_data()
{
    QTest::addColumn<QByteArray>("match");
    QTest::addColumn<bool>("struck");
    QTest::newRow("method") << R"("method":"GET")"_ba << true;
    QTest::newRow("other method") << R"("method":"POST")"_ba << false;
    QTest::newRow("route") << R"("route":"file")"_ba << true;
    QTest::newRow("other route") << R"("route":"files")"_ba << false;
    QTest::newRow("path") << R"("path":"\\.csv$")"_ba << true;
    QTest::newRow("other path") << R"("path":"^a")"_ba << false;
    QTest::newRow("identifier") << R"("identifier":"session-.")"_ba << true;
    QTest::newRow("part of the identifier") << R"("identifier":"session")"_ba << false;
}

void FaultScriptTest::requestsAreChosenByWhatTheyAre()
{
    QFETCH(QByteArray, match);
    FaultSchedule schedule(scriptWith(match));
    QTEST(schedule.next(request()).has_value(), "struck");
}

void FaultScriptTest::beforeItsTimeNothingIsCounted()
{
    FaultSchedule schedule(scriptWith(R"("afterSeconds":3600,"nth":1)"));
    QVERIFY(!schedule.next(request(u"/files"_s, u"GET"_s, 3599)));
    QVERIFY(schedule.next(request(u"/files"_s, u"GET"_s, 3600)));
    QVERIFY(!schedule.next(request(u"/files"_s, u"GET"_s, 3601)));
}

void FaultScriptTest::sameSeedMeetsTheSameFaults()
{
    const QByteArray half = R"("probability":0.5)";
    const QByteArray pattern = strikes(scriptWith(half, R"(,"seed":5)"), 64);
    QCOMPARE(strikes(scriptWith(half, R"(,"seed":5)"), 64), pattern);
    QVERIFY(strikes(scriptWith(half, R"(,"seed":6)"), 64) != pattern);
    QVERIFY(pattern.count('x') > 16 && pattern.count('x') < 48);
}

void FaultScriptTest::firstRuleStrikesAndEveryRuleCounts()
{
    const auto script = FaultScript::fromJson(R"({"faults":[
        {"match":{"nth":1},"action":{"type":"refuse"}},
        {"match":{"to":2},"action":{"type":"cut"}}]})");
    FaultSchedule schedule(*script);
    QCOMPARE(schedule.next(request())->rule, 0);
    const auto second = schedule.next(request());
    QCOMPARE(second->rule, 1);
    QCOMPARE(second->count, 2);
    QVERIFY(!schedule.next(request()));
}

QTEST_GUILESS_MAIN(FaultScriptTest)
#include "tst_faultscript.moc"
