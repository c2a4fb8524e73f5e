#include "pool/http/ApiCall.h"
#include "pool/http/ByteRange.h"
#include "pool/sessions/ExecutionRequest.h"
#include "pool/http/RequestGuard.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

using namespace std::string_literals;

using Kind = RoutePath::Kind;
using Shape = RoutePath::Shape;

class PoolRequestsTest : public QObject
{
    Q_OBJECT

private slots:
    void pathsNameTheirResource_data();
    void pathsNameTheirResource();
    void oldPathsNameTheirResource_data();
    void oldPathsNameTheirResource();
    void versionDecidesWherePathsAreTheSame_data();
    void versionDecidesWherePathsAreTheSame();
    void unknownVersionsAreRefusedByName();
    void rangesAreCutToTheFile_data();
    void rangesAreCutToTheFile();
    void parametersAreDecodedOnce();
    void identifiersKeepTheServicesRule_data();
    void identifiersKeepTheServicesRule();
    void requestBodiesAreRead();
    void badBodiesAreRefused_data();
    void badBodiesAreRefused();
};

void PoolRequestsTest::pathsNameTheirResource_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("name");
    const QByteArray azure = "/subscriptions/s/resourceGroups/files/sessionPools/session";
    QTest::newRow("execute") << "/executions?x=1"_ba << Kind::Executions << u""_s;
    QTest::newRow("execution") << "/executions/a%2Fb"_ba << Kind::Execution << u"a/b"_s;
    QTest::newRow("cancel") << "/base/executions/i/cancel"_ba << Kind::CancelExecution << u"i"_s;
    QTest::newRow("files") << azure + "/files" << Kind::Files << u""_s;
    QTest::newRow("file") << azure + "/files/a%20b" << Kind::File << u"a b"_s;
    QTest::newRow("file with slash") << "/files/a/b"_ba << Kind::File << u"a/b"_s;
    QTest::newRow("content") << "/files/a/content"_ba << Kind::FileContent << u"a"_s;
    QTest::newRow("file named content") << "/files/content"_ba << Kind::File << u"content"_s;
    QTest::newRow("session") << "//session/"_ba << Kind::Session << u""_s;
    QTest::newRow("restart") << azure + "/session/restart" << Kind::RestartSession << u""_s;
    QTest::newRow("stop") << azure + "/.management/stopSession" << Kind::StopSession << u""_s;
    QTest::newRow("list") << "/listSessions"_ba << Kind::ListSessions << u""_s;
    QTest::newRow("list by management")
        << "/.management/listSessions?skip=1"_ba << Kind::ListSessions << u""_s;
    QTest::newRow("metadata") << "/metadata"_ba << Kind::Metadata << u""_s;
    QTest::newRow("tools") << azure + "/mcp" << Kind::Mcp << u""_s;
    QTest::newRow("base like a resource") << "/metadata/code/files/a"_ba << Kind::File << u"a"_s;
    QTest::newRow("nothing") << "/"_ba << Kind::Unknown << u""_s;
    QTest::newRow("other") << "/executions/i/other"_ba << Kind::Unknown << u"i"_s;
    QTest::newRow("half an old path") << "/code"_ba << Kind::Unknown << u""_s;
}

void PoolRequestsTest::pathsNameTheirResource()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, name);
    const RoutePath route = RoutePath::parse("GET", target);
    QTEST(route.kind, "kind");
    QCOMPARE(route.name, name);
    QCOMPARE(route.shape, Shape::Flat);
}

void PoolRequestsTest::oldPathsNameTheirResource_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Shape>("shape");
    QTest::addColumn<QString>("name");
    const auto row = [](const QByteArray &method, const QByteArray &target, Kind kind, Shape shape,
                        const QString &name = u""_s) {
        QTest::addRow("%s %s", method.constData(), target.constData())
            << method << target << kind << shape << name;
    };
    const QByteArray azure = "/subscriptions/s/resourceGroups/code/sessionPools/python";
    row("POST", azure + "/code/execute", Kind::Executions, Shape::Wrapped);
    row("POST", "/files/upload?x", Kind::Upload, Shape::Wrapped);
    row("GET", "/files/upload", Kind::File, Shape::Flat, u"upload"_s);
    row("POST", "/upload", Kind::Upload, Shape::Wrapped);
    row("GET", "/files/content/a%20b", Kind::FileContent, Shape::Wrapped, u"a b"_s);
    row("GET", "/files/content/a/b.txt", Kind::FileContent, Shape::Wrapped, u"a/b.txt"_s);
    row("GET", "/files/content/a/content", Kind::FileContent, Shape::Wrapped, u"a"_s);
    row("GET", "/files/content/content", Kind::FileContent, Shape::Wrapped, u"content"_s);
    row("DELETE", "/files/content/a", Kind::File, Shape::Flat, u"content/a"_s);
    row("POST", azure + "/python/execute", Kind::Executions, Shape::Values);
    row("POST", "/python/uploadFile", Kind::Upload, Shape::Values);
    row("GET", "/python/downloadFile?filename=a", Kind::FileContent, Shape::Values);
    row("GET", "/python/files", Kind::Files, Shape::Values);
}

void PoolRequestsTest::oldPathsNameTheirResource()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    const RoutePath route = RoutePath::parse(method, target);
    QTEST(route.kind, "kind");
    QTEST(route.shape, "shape");
    QTEST(route.name, "name");
}

void PoolRequestsTest::versionDecidesWherePathsAreTheSame_data()
{
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("target");
    QTest::addColumn<Shape>("shape");
    const std::string old = "?api-version=2024-08-02-preview";
    const std::string recent = "?api-version=2024-10-02-preview";
    QTest::newRow("old list") << "GET"s
                              << "/files" + old << Shape::Wrapped;
    QTest::newRow("old file") << "GET"s
                              << "/files/a" + old << Shape::Wrapped;
    QTest::newRow("new list") << "GET"s
                              << "/files" + recent << Shape::Flat;
    QTest::newRow("new file") << "GET"s
                              << "/files/a" + recent << Shape::Flat;
    QTest::newRow("new path, old version") << "POST"s
                                           << "/files" + old << Shape::Flat;
    QTest::newRow("old path, new version") << "POST"s
                                           << "/files/upload" + recent << Shape::Wrapped;
    QTest::newRow("no version") << "GET"s
                                << "/files"s << Shape::Flat;
}

void PoolRequestsTest::versionDecidesWherePathsAreTheSame()
{
    httplib::Request request;
    QFETCH(std::string, method);
    QFETCH(std::string, target);
    request.method = method;
    request.target = target;
    httplib::Response response;
    QTEST(ApiCall(request, response).shape(), "shape");
}

void PoolRequestsTest::unknownVersionsAreRefusedByName()
{
    for (const QString &version : ApiVersion::supported())
        QVERIFY2(ApiVersion(version).check(), qPrintable(version));
    for (const auto &[text, code] : {std::pair(u""_s, u"MissingApiVersionParameter"_s),
                                     std::pair(u"2024-10-02"_s, u"UnsupportedApiVersionValue"_s)}) {
        const auto checked = ApiVersion(text).check();
        QVERIFY(!checked);
        QCOMPARE(checked.error().status, 400);
        QCOMPARE(checked.error().code, code);
        QVERIFY(checked.error().message.contains(ApiVersion::latest()));
    }
}

void PoolRequestsTest::rangesAreCutToTheFile_data()
{
    QTest::addColumn<httplib::Ranges>("ranges");
    QTest::addColumn<qint64>("first");
    QTest::addColumn<qint64>("length");
    QTest::newRow("none") << httplib::Ranges() << 0LL << 10LL;
    QTest::newRow("inside") << httplib::Ranges{{2, 4}} << 2LL << 3LL;
    QTest::newRow("open end") << httplib::Ranges{{5, -1}} << 5LL << 5LL;
    QTest::newRow("beyond the end") << httplib::Ranges{{5, 100}} << 5LL << 5LL;
    QTest::newRow("last bytes") << httplib::Ranges{{-1, 3}} << 7LL << 3LL;
    QTest::newRow("more than all") << httplib::Ranges{{-1, 100}} << 0LL << 10LL;
    QTest::newRow("several are the whole") << httplib::Ranges{{0, 0}, {2, 3}} << 0LL << 10LL;
    QTest::newRow("after the end") << httplib::Ranges{{10, 11}} << -1LL << 0LL;
    QTest::newRow("last none") << httplib::Ranges{{-1, 0}} << -1LL << 0LL;
}

void PoolRequestsTest::rangesAreCutToTheFile()
{
    QFETCH(httplib::Ranges, ranges);
    QFETCH(qint64, first);
    const auto range = ByteRange::of(ranges, 10);
    QCOMPARE(range.has_value(), first >= 0);
    if (!range)
        return;
    QCOMPARE(range->first, first);
    QTEST(range->length, "length");
    QCOMPARE(range->isPart, ranges.size() == 1);
}

void PoolRequestsTest::parametersAreDecodedOnce()
{
    httplib::Request request;
    request.target = "/files?api-version=v&identifier=a%2525b+c/d&path=%C3%A4";
    httplib::Response response;
    const ApiCall call(request, response);
    QCOMPARE(call.parameter("identifier"_L1), u"a%25b+c/d"_s);
    QCOMPARE(call.parameter("path"_L1), u"ä"_s);
    QCOMPARE(call.parameter("none"_L1), QString());
    QVERIFY(call.identifier());
}

void PoolRequestsTest::identifiersKeepTheServicesRule_data()
{
    QTest::addColumn<QString>("identifier");
    QTest::addColumn<bool>("valid");
    QTest::newRow("three") << u"abc"_s << false;
    QTest::newRow("four") << u"abcd"_s << true;
    QTest::newRow("128") << QString(128, u'a') << true;
    QTest::newRow("129") << QString(129, u'a') << false;
    QTest::newRow("all signs") << u"_|}{[]:\"';<>?/.,@#$%^&*()-+=!~`"_s << true;
    QTest::newRow("space") << u"ab cd"_s << false;
    QTest::newRow("letter of another script") << u"abcä"_s << false;
}

void PoolRequestsTest::identifiersKeepTheServicesRule()
{
    QFETCH(QString, identifier);
    QTEST(isValidSessionIdentifier(identifier), "valid");
}

void PoolRequestsTest::requestBodiesAreRead()
{
    const auto request = ExecutionRequest::fromJson(
        R"({"codeInputType":"INLINE","executionType":"synchronous","code":"1","timeoutInSeconds":7,"new":1})");
    QCOMPARE(request->code, u"1"_s);
    QCOMPARE(request->executionType, u"synchronous"_s);
    QCOMPARE(request->timeout->count(), 7);
    QCOMPARE(request->streamLength, 4096);
    QVERIFY(!ExecutionRequest::fromJson(R"({"code":""})")->timeout);
}

void PoolRequestsTest::badBodiesAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no JSON") << "{"_ba;
    QTest::newRow("array") << "[]"_ba;
    QTest::newRow("no code") << "{}"_ba;
    QTest::newRow("code is a number") << R"({"code":1})"_ba;
    QTest::newRow("bad base64") << R"({"code":"?","codeInputType":"InlineBase64"})"_ba;
    QTest::newRow("unknown input type") << R"({"code":"","codeInputType":"File"})"_ba;
    QTest::newRow("unknown execution type") << R"({"code":"","executionType":"Later"})"_ba;
    QTest::newRow("no time") << R"({"code":"","timeoutInSeconds":0})"_ba;
    QTest::newRow("time is text") << R"({"code":"","timeoutInSeconds":"1"})"_ba;
    QTest::newRow("negative length") << R"({"code":"","outputStreamsMaxLength":-1})"_ba;
}

void PoolRequestsTest::badBodiesAreRefused()
{
    QFETCH(QByteArray, body);
    const auto request = ExecutionRequest::fromJson(body);
    QVERIFY(!request);
    QCOMPARE(request.error().status, 400);
}

QTEST_GUILESS_MAIN(PoolRequestsTest)
#include "tst_poolrequests.moc"
