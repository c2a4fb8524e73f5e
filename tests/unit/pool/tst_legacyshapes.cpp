#include "pool/routes/LegacyShapes.h"
#include "pool/sessions/ExecutionRequest.h"

#include <QJsonArray>
#include <QTest>
#include <QTimeZone>

using namespace sessionbook;
using namespace Qt::StringLiterals;

using Shape = RoutePath::Shape;

namespace {

SessionFile someFile()
{
    return {.name = u"a.csv"_s,
            .directory = QString(),
            .isDirectory = false,
            .sizeBytes = 7,
            .modified = QDateTime(QDate(2024, 5, 6), QTime(7, 8, 9, 10), Qt::UTC)};
}

QJsonObject flatReply(const QString &status)
{
    return {{u"status"_s, status},
            {u"result"_s,
             QJsonObject{{u"stdout"_s, u"out"_s},
                         {u"stderr"_s, u"err\n"_s},
                         {u"executionResult"_s, 42},
                         {u"executionTimeInMilliseconds"_s, 3}}}};
}

} // namespace

class LegacyShapesTest : public QObject
{
    Q_OBJECT

private slots:
    void requestsOfEveryGenerationMeanTheSame_data();
    void requestsOfEveryGenerationMeanTheSame();
    void codeThatMentionsPropertiesIsLeftAlone();
    void brokenBodiesAreLeftToTheReader();
    void wrappedReplyHasAllThatClientsRead();
    void flatReplyHasNoWrapping();
    void everythingButSuccessIsFailure();
    void filesAreListedInBothShapes();
};

void LegacyShapesTest::requestsOfEveryGenerationMeanTheSame_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("flat") << R"({"codeInputType":"Inline","code":"6*7","timeoutInSeconds":9})"_ba;
    QTest::newRow("wrapped")
        << R"({"properties":{"identifier":"x","codeInputType":"inline","executionType":"synchronous","code":"6*7","timeoutInSeconds":9}})"_ba;
    QTest::newRow("pythonCode")
        << R"({"properties":{"identifier":"x","codeInputType":"inline","executionType":"synchronous","pythonCode":"6*7","timeoutInSeconds":9}})"_ba;
    QTest::newRow("flat pythonCode") << R"({"pythonCode":"6*7","timeoutInSeconds":9})"_ba;
}

void LegacyShapesTest::requestsOfEveryGenerationMeanTheSame()
{
    QFETCH(QByteArray, body);
    const auto request = ExecutionRequest::fromJson(LegacyShapes::flatRequest(body));
    QVERIFY(request);
    QCOMPARE(request->code, u"6*7"_s);
    QCOMPARE(request->timeout->count(), 9);
}

void LegacyShapesTest::codeThatMentionsPropertiesIsLeftAlone()
{
    const QByteArray body = R"({"code":"{\"properties\": 1}"})";
    const auto request = ExecutionRequest::fromJson(LegacyShapes::flatRequest(body));
    QCOMPARE(request->code, u"{\"properties\": 1}"_s);
}

void LegacyShapesTest::brokenBodiesAreLeftToTheReader()
{
    for (const char *body : {"", "[\"properties\"]", R"({"properties":1})", R"({"properties")"})
        QCOMPARE(LegacyShapes::flatRequest(body), QByteArray(body));
}

void LegacyShapesTest::wrappedReplyHasAllThatClientsRead()
{
    const QJsonObject reply
        = LegacyShapes::executionReply(flatReply(u"Succeeded"_s), Shape::Wrapped);
    const QJsonObject expected{{u"$id"_s, u"2"_s},
                               {u"status"_s, u"Success"_s},
                               {u"stdout"_s, u"out"_s},
                               {u"stderr"_s, u"err\n"_s},
                               {u"result"_s, 42},
                               {u"executionResult"_s, 42},
                               {u"executionTimeInMilliseconds"_s, 3}};
    QCOMPARE(reply["$id"_L1].toString(), u"1"_s);
    QCOMPARE(reply["properties"_L1].toObject(), expected);
}

void LegacyShapesTest::flatReplyHasNoWrapping()
{
    const QJsonObject reply
        = LegacyShapes::executionReply(flatReply(u"Succeeded"_s), Shape::Values);
    QCOMPARE(reply["$id"_L1].toString(), u"1"_s);
    QCOMPARE(reply["status"_L1].toString(), u"Success"_s);
    QCOMPARE(reply["result"_L1].toInt(), 42);
}

void LegacyShapesTest::everythingButSuccessIsFailure()
{
    for (const QString &status : {u"Failed"_s, u"Canceled"_s})
        QCOMPARE(LegacyShapes::executionReply(flatReply(status), Shape::Values)["status"_L1],
                 QJsonValue(u"Failure"_s));
}

void LegacyShapesTest::filesAreListedInBothShapes()
{
    const QJsonObject wrapped = LegacyShapes::fileList({someFile()}, Shape::Wrapped);
    const QJsonObject facts = wrapped["value"_L1][0]["properties"_L1].toObject();
    QCOMPARE(facts["filename"_L1].toString(), u"a.csv"_s);
    QCOMPARE(facts["size"_L1].toInt(), 7);
    QCOMPARE(facts["lastModifiedTime"_L1].toString(), u"2024-05-06T07:08:09.010Z"_s);
    QCOMPARE(LegacyShapes::fileReply(someFile())["properties"_L1]["filename"_L1].toString(),
             u"a.csv"_s);

    const QJsonObject values = LegacyShapes::fileList({someFile(), someFile()}, Shape::Values);
    QCOMPARE(values["$values"_L1].toArray().size(), 2);
    QCOMPARE(values["$values"_L1][1]["filename"_L1].toString(), u"a.csv"_s);
    QCOMPARE(values["$values"_L1][1]["$id"_L1].toString(), u"3"_s);
}

QTEST_GUILESS_MAIN(LegacyShapesTest)
#include "tst_legacyshapes.moc"
