#include "helper/HandOverSegment.h"
#include "helper/HelperCall.h"
#include "helper/HelperFrame.h"
#include "helper/HelperNames.h"
#include "helper/PollPace.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = HelperFrame::State;

namespace {

QByteArray checksumOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(32);
}

QByteArray segmentOf(const QByteArray &body, const char *run = "r", int number = 0)
{
    return R"({"run": ")" + QByteArray(run) + R"(", "segment": )" + QByteArray::number(number)
        + R"(, "bytes": )" + QByteArray::number(body.size()) + R"(, "sha256": ")" + checksumOf(body)
        + "\"}\n" + body;
}

QString frameOf(const QByteArray &payload, const char *call = "c")
{
    return u"[sessionbook:%1:%2:%3]%4"_s.arg(QLatin1StringView(call))
        .arg(payload.size())
        .arg(QString::fromLatin1(checksumOf(payload)), QString::fromLatin1(payload));
}

const QByteArray printed = R"({"type": "stream", "name": "stdout", "text": "a"})";

} // namespace

/// What the helper writes and anything else in a session may forge: frames and segments.
class HandOverTest : public QObject
{
    Q_OBJECT

private slots:
    void frameIsFoundAmongWhatOthersPrint();
    void replyWithoutFrameIsTold_data();
    void replyWithoutFrameIsTold();
    void changedFrameIsBroken_data();
    void changedFrameIsBroken();
    void segmentGivesItsMessagesAndTheEnd();
    void segmentThatIsNotWhatItSaysGivesNothing_data();
    void segmentThatIsNotWhatItSaysGivesNothing();
    void unknownMessagesArePassedOver();
    void endIsCheckedField_data();
    void endIsCheckedField();
    void callsDoNothingByThemselves();
    void namesOfTheHelperAreToldFromTheUsers();
    void pollsBackOffWithinBounds();
};

void HandOverTest::frameIsFoundAmongWhatOthersPrint()
{
    const QString text = u"before\n"_s + frameOf(R"({"segments": 2})") + u"after\n"_s;
    const HelperFrame frame = HelperFrame::in(text, u"c"_s);
    QCOMPARE(frame.state, State::Whole);
    QCOMPARE(frame.payload["segments"_L1].toInt(), 2);
    QCOMPARE(frame.rest, u"before\nafter\n"_s);
}

void HandOverTest::replyWithoutFrameIsTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("rest");
    QTest::newRow("nothing") << u""_s << State::Absent << u""_s;
    QTest::newRow("other text") << u"x\n"_s << State::Absent << u"x\n"_s;
    QTest::newRow("frame of another call")
        << frameOf("{}", "d") << State::Absent << frameOf("{}", "d");
    QTest::newRow("missing") << u"[sessionbook:c:missing]\n"_s << State::Missing << u"\n"_s;
    QTest::newRow("refused") << u"w\n[sessionbook:c:refused] ImportError: IPython\n"_s
                             << State::Refused << u"w\n"_s;
}

void HandOverTest::replyWithoutFrameIsTold()
{
    QFETCH(QString, text);
    const HelperFrame frame = HelperFrame::in(text, u"c"_s);
    QTEST(frame.state, "state");
    QTEST(frame.rest, "rest");
}

void HandOverTest::changedFrameIsBroken_data()
{
    QTest::addColumn<QString>("text");
    const QString whole = frameOf(R"({"end": {}})");
    QTest::newRow("cut at the end") << whole.chopped(1);
    QTest::newRow("cut in its head") << whole.left(20);
    QTest::newRow("other letter") << QString(whole).replace(u"end"_s, u"and"_s);
    QTest::newRow("negative size") << QString(whole).replace(u":11:"_s, u":-11:"_s);
    QTest::newRow("no size") << QString(whole).replace(u":11:"_s, u":x:"_s);
    QTest::newRow("huge size") << QString(whole).replace(u":11:"_s, u":99999999999999999999:"_s);
    QTest::newRow("no object") << frameOf("[1]");
    QTest::newRow("no JSON") << frameOf("{");
}

void HandOverTest::changedFrameIsBroken()
{
    QFETCH(QString, text);
    QCOMPARE(HelperFrame::in(text, u"c"_s).state, State::Broken);
}

void HandOverTest::segmentGivesItsMessagesAndTheEnd()
{
    const QByteArray body = printed + "\n"
        + R"({"type": "end", "status": "ok", "execution_count": 3, "milliseconds": 7})" + "\n"
        + printed + "\n";
    const auto segment = HandOverSegment::read(segmentOf(body), u"r"_s, 0);
    QVERIFY(segment);
    QCOMPARE(segment->messages.size(), 1); // nothing comes after the end
    QCOMPARE(segment->messages.first()["text"_L1].toString(), u"a"_s);
    QCOMPARE(segment->end, (HelperEnd{.succeeded = true, .executionCount = 3, .milliseconds = 7}));
}

void HandOverTest::segmentThatIsNotWhatItSaysGivesNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray body = printed + "\n";
    const QByteArray whole = segmentOf(body);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no head") << body;
    QTest::newRow("cut") << whole.chopped(1);
    QTest::newRow("longer") << whole + "x";
    QTest::newRow("changed") << QByteArray(whole).replace("\"a\"", "\"b\"");
    QTest::newRow("of another run") << segmentOf(body, "s");
    QTest::newRow("of another number") << segmentOf(body, "r", 1);
    QTest::newRow("head too long") << QByteArray(1000, ' ') + whole;
    QTest::newRow("an error's body") << QByteArray(R"({"error": {"code": "NotFound"}})");
}

void HandOverTest::segmentThatIsNotWhatItSaysGivesNothing()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(!HandOverSegment::read(bytes, u"r"_s, 0));
}

void HandOverTest::unknownMessagesArePassedOver()
{
    const QByteArray body = "{\"type\": \"reply\"}\n[]\nno json\n\n{\"type\": 5}\n" + printed;
    const auto segment = HandOverSegment::read(segmentOf(body), u"r"_s, 0);
    QVERIFY(segment);
    QCOMPARE(segment->messages.size(), 1);
    QVERIFY(!segment->end);
}

void HandOverTest::endIsCheckedField_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isEnd");
    QTest::addColumn<std::optional<int>>("count");
    QTest::newRow("ok") << R"({"status": "ok", "execution_count": 1})"_ba << true
                        << std::optional(1);
    QTest::newRow("no status") << R"({"execution_count": 1})"_ba << false << std::optional<int>();
    QTest::newRow("odd status") << R"({"status": ["ok"]})"_ba << false << std::optional<int>();
    QTest::newRow("negative") << R"({"status": "error", "execution_count": -1})"_ba << true
                              << std::optional<int>();
    QTest::newRow("huge") << R"({"status": "error", "execution_count": 1e300})"_ba << true
                          << std::optional<int>();
}

void HandOverTest::endIsCheckedField()
{
    QFETCH(QByteArray, json);
    const auto end = HelperEnd::from(QJsonDocument::fromJson(json).object());
    QTEST(end.has_value(), "isEnd");
    if (end)
        QTEST(end->executionCount, "count");
}

void HandOverTest::callsDoNothingByThemselves()
{
    const QString call = HelperCall::run(
        {.id = u"r"_s, .code = u"launch()\n'''\"\n"_s + QChar(0xD800), .prefix = {}, .room = 100});
    const QStringList lines = call.split(u'\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.first().startsWith(u'#'));
    QCOMPARE(lines.last(), u"print('[sessionbook:r:missing]')"_s);
}

void HandOverTest::namesOfTheHelperAreToldFromTheUsers()
{
    for (const QString &prefix : HelperNames::prefixes())
        QVERIFY(HelperNames::isOurs(HelperNames::segment(prefix, u"r"_s, 7).section(u'/', 0, 0)));
    QVERIFY(HelperNames::isOurs(HelperNames::interrupt(u"r"_s)));
    QVERIFY(!HelperNames::isOurs(u"sessionbook.csv"_s));
    QVERIFY(!HelperNames::isOurs(u".sessionbookish"_s));
}

void HandOverTest::pollsBackOffWithinBounds()
{
    PollPace pace;
    QCOMPARE(pace.afterNothing(), 300ms);
    QVERIFY(pace.afterNothing() > 300ms);
    for (int i = 0; i < 20; ++i)
        QVERIFY(pace.afterNothing() <= PollPace::longest);
    QCOMPARE(pace.afterNothing(), 1200ms);
    QCOMPARE(pace.afterSomething(), 150ms);
    QCOMPARE(pace.afterNothing(), 300ms);
}

QTEST_GUILESS_MAIN(HandOverTest)
#include "tst_handover.moc"
