#include "ArmBench.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Kind = RestError::Kind;

namespace {

const QString me = u"22222222-2222-2222-2222-222222222222"_s;

SessionPoolDraft draftIn(const QString &subscription)
{
    return {.id = {subscription, u"science"_s, u"fresh"_s},
            .region = u"westeurope"_s,
            .hasEgress = true,
            .cooldown = std::chrono::seconds(600),
            .maximumSessions = 7};
}

} // namespace

class ArmClientTest : public QObject
{
    Q_OBJECT
private slots:
    void listsAreReadToTheirLastPage();
    void aPageOnAnotherHostIsNotAskedFor();
    void aListWithoutEndIsGivenUp();
    void repliesThatAreNoListsAreRefused_data();
    void repliesThatAreNoListsAreRefused();
    void entriesThatAreNoneArePassedOver();
    void errorsKeepTheServicesCodeAndMessage();
    void refusedTokenNamesTheDirectoryToSignInTo();
    void throttledListIsAskedForAgain();
    void poolIsCreatedAndWaitedFor();
    void creationThatFailsLaterSaysWhy();
    void creationWithoutAnAddressToAskIsFollowedAtTheResource();
    void operationOnAnotherHostIsNotAskedAfter();
    void waitingCanBeCancelled();
    void poolIsDeleted();
    void deletingWhatIsGoneIsNoError();
    void roleIsAssignedOnceForEachAccount();
};

void ArmClientTest::listsAreReadToTheirLastPage()
{
    ArmBench bench;
    bench.arm.pageSize = 2;
    for (const QString &name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s})
        bench.arm.addSubscription(name);

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(subscriptions);
    QCOMPARE(subscriptions->size(), 5);
    QCOMPARE(subscriptions->last().name, u"e"_s);
    QCOMPARE(bench.arm.requests().size(), 3);
    QVERIFY(bench.arm.received().last().target.contains("%24skiptoken=4"));
}

void ArmClientTest::aPageOnAnotherHostIsNotAskedFor()
{
    ArmBench bench;
    ScriptedServer thief;
    bench.arm.pageSize = 1;
    bench.arm.nextLinkHost = thief.endpoint().toEncoded();
    bench.arm.addSubscription(u"a"_s);
    bench.arm.addSubscription(u"b"_s);

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(!subscriptions);
    QCOMPARE(subscriptions.error().kind, Kind::Insecure);
    QVERIFY(thief.received().isEmpty());
}

void ArmClientTest::aListWithoutEndIsGivenUp()
{
    ArmBench bench;
    const QByteArray loop
        = R"({"value":[],"nextLink":")" + bench.arm.base().toEncoded() + R"(/subscriptions"})";
    bench.arm.failAt(u"GET /subscriptions"_s, {.status = 200, .body = loop});

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(!subscriptions);
    QCOMPARE(subscriptions.error().kind, Kind::InvalidReply);
    QCOMPARE(bench.arm.requests().size(), ArmListJob::mostPages);
}

void ArmClientTest::repliesThatAreNoListsAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a page of a gateway") << QByteArray("<html>Sign in to the hotel</html>");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("no values") << QByteArray("{}");
    QTest::newRow("values that are no array") << QByteArray(R"({"value":"x"})");
    QTest::newRow("cut off") << QByteArray(R"({"value":[{"subscr)");
    QTest::newRow("a next page without an address")
        << QByteArray(R"({"value":[],"nextLink":"http://[broken"})");
}

void ArmClientTest::repliesThatAreNoListsAreRefused()
{
    QFETCH(QByteArray, body);
    ArmBench bench;
    bench.arm.server().next(ScriptedServer::answer(200, body));

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(!subscriptions);
    QCOMPARE(subscriptions.error().kind, Kind::InvalidReply);
}

void ArmClientTest::entriesThatAreNoneArePassedOver()
{
    ArmBench bench;
    bench.arm.server().next(ScriptedServer::answer(200, R"({"value":[
        {"subscriptionId":"../../evil","displayName":"x"}, 7, null, {"displayName":"no id"},
        {"subscriptionId":"00000000-0000-0000-0000-00000000000a","displayName":"two\nlines\u202e",
         "state":"Disabled"}]})"));

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(subscriptions);
    QCOMPARE(subscriptions->size(), 1);
    QCOMPARE(subscriptions->first().name, u"two lines"_s);
    QVERIFY(!subscriptions->first().isEnabled);
}

void ArmClientTest::errorsKeepTheServicesCodeAndMessage()
{
    ArmBench bench;
    bench.arm.failAt(u"GET /subscriptions"_s,
                     {.status = 403,
                      .code = u"AuthorizationFailed"_s,
                      .message = u"The client 'me' does not have authorization."_s});

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(!subscriptions);
    QCOMPARE(subscriptions.error().kind, Kind::Forbidden);
    QCOMPARE(subscriptions.error().code, u"AuthorizationFailed"_s);
    QCOMPARE(subscriptions.error().detail, u"The client 'me' does not have authorization."_s);
}

void ArmClientTest::refusedTokenNamesTheDirectoryToSignInTo()
{
    ArmBench bench;
    bench.arm.failAt(
        u"GET /subscriptions"_s,
        {.status = 401,
         .code = u"InvalidAuthenticationTokenTenant"_s,
         .message = u"wrong issuer"_s,
         .headers
         = "WWW-Authenticate: Bearer authorization_uri=\"https://login.microsoftonline.com/"
           "33333333-3333-3333-3333-333333333333\", error=\"invalid_token\"\r\n"});

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(!subscriptions);
    QCOMPARE(subscriptions.error().kind, Kind::Unauthorized);
    QCOMPARE(subscriptions.error().tenant, u"33333333-3333-3333-3333-333333333333"_s);
    // Once with the token in hand, once with a renewed one.
    QCOMPARE(bench.tokens.asked.size(), 2);
}

void ArmClientTest::throttledListIsAskedForAgain()
{
    ArmBench bench;
    bench.arm.addSubscription(u"a"_s);
    bench.arm.failAt(
        u"GET /subscriptions"_s,
        {.status = 429, .code = u"TooManyRequests"_s, .headers = "Retry-After: 0\r\n", .times = 2});

    const auto subscriptions = bench.run(bench.azure.subscriptions(nullptr));

    QVERIFY(subscriptions);
    QCOMPARE(subscriptions->size(), 1);
    QCOMPARE(bench.arm.requests().size(), 3);
}

void ArmClientTest::poolIsCreatedAndWaitedFor()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    const SessionPoolDraft draft = draftIn(subscription);

    const auto object = bench.run(bench.azure.createPool(draft, nullptr));

    QVERIFY(object);
    const auto pool = SessionPool::read(*object);
    QVERIFY(pool);
    QCOMPARE(pool->id, draft.id);
    QCOMPARE(pool->state, SessionPool::State::Ready);
    QCOMPARE(pool->hasEgress, true);
    QCOMPARE(pool->cooldown, draft.cooldown);
    QCOMPARE(pool->maximumSessions, 7);
    QVERIFY(pool->hasServiceEndpoint());
    QCOMPARE(bench.arm.requests().filter(u"PUT"_s).size(), 1);
    QCOMPARE(bench.arm.requests().filter(u"/operations/1"_s).size(), 3);
    // The address is asked for as it was given, its escapes untouched.
    QVERIFY(bench.arm.received().at(1).target.endsWith("t=a%2Bb"));
    const QJsonObject sent = QJsonDocument::fromJson(bench.arm.received().first().body).object();
    QCOMPARE(sent["location"_L1].toString(), u"westeurope"_s);
    QVERIFY(sent["properties"_L1].toObject().value("environmentId"_L1).isNull());
}

void ArmClientTest::creationThatFailsLaterSaysWhy()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.outcome = u"Failed"_s;

    const auto object = bench.run(bench.azure.createPool(draftIn(subscription), nullptr));

    QVERIFY(!object);
    QCOMPARE(object.error().code, u"PoolCreationFailed"_s);
    QCOMPARE(object.error().detail, u"It could not be made. One or more errors occurred."_s);
}

void ArmClientTest::creationWithoutAnAddressToAskIsFollowedAtTheResource()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    const QString id = bench.arm.addPool(subscription, u"science"_s, u"fresh"_s);
    bench.arm.server().next(ScriptedServer::answer(
        200, R"({"properties":{"provisioningState":"InProgress"}})", "Retry-After: 0\r\n"));

    const auto object = bench.run(bench.azure.createPool(draftIn(subscription), nullptr));

    QVERIFY(object);
    QCOMPARE(SessionPool::read(*object)->id.toString(), id);
    QCOMPARE(bench.arm.requests().last(), u"GET "_s + id);
}

void ArmClientTest::operationOnAnotherHostIsNotAskedAfter()
{
    ArmBench bench;
    ScriptedServer thief;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.server().next(ScriptedServer::answer(
        201, "{}",
        "Retry-After: 0\r\nAzure-AsyncOperation: " + thief.endpoint().toEncoded() + "\r\n"));

    const auto object = bench.run(bench.azure.createPool(draftIn(subscription), nullptr));

    QVERIFY(!object);
    QCOMPARE(object.error().kind, Kind::Insecure);
    QVERIFY(thief.received().isEmpty());
}

void ArmClientTest::waitingCanBeCancelled()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    bench.arm.polls = 1000;
    QObject owner;
    auto *job = bench.azure.createPool(draftIn(subscription), &owner);
    const QSignalSpy finished(job, &RestJob::finished);
    job->start();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.arm.requests().filter(u"/operations/1"_s).isEmpty(), 20000);

    job->cancel();

    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 20000);
    QVERIFY(!job->result());
    QCOMPARE(job->result().error().kind, Kind::Cancelled);
}

void ArmClientTest::poolIsDeleted()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    const QString id = bench.arm.addPool(subscription, u"science"_s, u"old"_s);

    const auto done = bench.run(bench.azure.deletePool(*SessionPoolId::parse(id), nullptr));

    QVERIFY(done);
    QVERIFY(bench.arm.resource(id).isEmpty());
    QCOMPARE(bench.arm.requests().filter(u"/operations/1"_s).size(), 3);
}

void ArmClientTest::deletingWhatIsGoneIsNoError()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    QVERIFY(bench.run(bench.azure.deletePool({subscription, u"g"_s, u"gone"_s}, nullptr)));
}

void ArmClientTest::roleIsAssignedOnceForEachAccount()
{
    ArmBench bench;
    const QString subscription = bench.arm.addSubscription(u"a"_s);
    const SessionPoolId pool{subscription, u"science"_s, u"fresh"_s};

    QVERIFY(bench.run(bench.azure.assignExecutorRole(pool, {me}, nullptr)));
    QVERIFY(bench.run(bench.azure.assignExecutorRole(pool, {me}, nullptr)));

    const QStringList requests = bench.arm.requests();
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests.first(), requests.last());
    QVERIFY(requests.first().startsWith(
        u"PUT "_s + pool.toString() + u"/providers/Microsoft.Authorization/roleAssignments/"_s));
    const QJsonObject sent = QJsonDocument::fromJson(bench.arm.received().first().body)
                                 .object()["properties"_L1]
                                 .toObject();
    QCOMPARE(sent["principalId"_L1].toString(), me);
    QCOMPARE(sent["principalType"_L1].toString(), u"User"_s);
    QVERIFY(sent["roleDefinitionId"_L1].toString().endsWith(
        "/roleDefinitions/0fb8eba5-a2bb-4abe-b1c1-49dfad359bb0"_L1));
}

QTEST_GUILESS_MAIN(ArmClientTest)
#include "tst_armclient.moc"
