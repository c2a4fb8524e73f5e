#include "azure/AzureRegions.h"
#include "azure/access/TokenClaims.h"
#include "azure/arm/SessionPool.h"
#include "azure/arm/SessionPoolDraft.h"
#include "credentials/TokenQuery.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString subscription = u"00000000-0000-0000-0000-00000000000a"_s;
const QString poolId = u"/subscriptions/"_s + subscription
    + u"/resourceGroups/my.group_(1)/providers/Microsoft.App/sessionPools/my-pool"_s;

QJsonObject poolWith(const QByteArray &properties, const QString &id = poolId)
{
    return {{u"id"_s, id},
            {u"location"_s, u"North Central US (Stage)"_s},
            {u"properties"_s, QJsonDocument::fromJson(properties).object()}};
}

Secret tokenSaying(const QByteArray &claims)
{
    const auto part = [](const QByteArray &bytes) {
        return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return Secret(part(R"({"alg":"none"})") + '.' + part(claims) + '.' + part("signature"));
}

} // namespace

class ArmResourcesTest : public QObject
{
    Q_OBJECT
private slots:
    void cooldownIsReadInBothShapes_data();
    void cooldownIsReadInBothShapes();
    void wholePoolIsRead();
    void nonsenseIsLeftOut();
    void idsThatNameSomethingElseAreNone_data();
    void idsThatNameSomethingElseAreNone();
    void endpointsATokenMayNotGoToAreNone_data();
    void endpointsATokenMayNotGoToAreNone();
    void endpointTellsTheResource();
    void namesOfPoolsAreChecked_data();
    void namesOfPoolsAreChecked();
    void regionsAreKnownInBothSpellings();
    void claimsOfATokenAreRead();
    void audiencesAreJudged_data();
    void audiencesAreJudged();
    void tokensThatSayNothingAreNone_data();
    void tokensThatSayNothingAreNone();
};

void ArmResourcesTest::cooldownIsReadInBothShapes_data()
{
    QTest::addColumn<QByteArray>("properties");
    QTest::newRow("2024 previews") << QByteArray(
        R"({"dynamicPoolConfiguration":{"executionType":"Timed","cooldownPeriodInSeconds":450}})");
    QTest::newRow("2025 and later") << QByteArray(
        R"({"dynamicPoolConfiguration":{"lifecycleConfiguration":{"lifecycleType":"Timed",)"
        R"("cooldownPeriodInSeconds":450}}})");
}

void ArmResourcesTest::cooldownIsReadInBothShapes()
{
    QFETCH(QByteArray, properties);
    const auto pool = SessionPool::read(poolWith(properties));
    QVERIFY(pool);
    QCOMPARE(pool->cooldown, std::chrono::seconds(450));
}

void ArmResourcesTest::wholePoolIsRead()
{
    const auto pool = SessionPool::read(poolWith(
        R"({"containerType":"pythonlts","scaleConfiguration":{"maxConcurrentSessions":12},)"
        R"("sessionNetworkConfiguration":{"status":"EgressEnabled"},"provisioningState":"Succeeded",)"
        R"("poolManagementEndpoint":"https://northcentralus.dynamicsessions.io/x"})"));
    QVERIFY(pool);
    QCOMPARE(pool->id, (SessionPoolId{subscription, u"my.group_(1)"_s, u"my-pool"_s}));
    QCOMPARE(pool->kind, SessionPool::Kind::Python);
    QVERIFY(pool->runsCells());
    QCOMPARE(pool->region, u"North Central US (Stage)"_s);
    QCOMPARE(pool->maximumSessions, 12);
    QCOMPARE(pool->hasEgress, true);
    QCOMPARE(pool->state, SessionPool::State::Ready);
    QCOMPARE(pool->endpoint, QUrl(u"https://northcentralus.dynamicsessions.io/x"_s));
}

void ArmResourcesTest::nonsenseIsLeftOut()
{
    const auto pool = SessionPool::read(poolWith(
        R"({"containerType":["x"],"scaleConfiguration":{"maxConcurrentSessions":-3},)"
        R"("dynamicPoolConfiguration":{"lifecycleConfiguration":{"cooldownPeriodInSeconds":1e99}},)"
        R"("sessionNetworkConfiguration":7,"provisioningState":"Deleting"})"));
    QVERIFY(pool);
    QCOMPARE(pool->kind, SessionPool::Kind::Other);
    QVERIFY(!pool->runsCells());
    QVERIFY(!pool->maximumSessions);
    QVERIFY(!pool->cooldown);
    QVERIFY(!pool->hasEgress);
    QVERIFY(pool->endpoint.isEmpty());
    QCOMPARE(pool->state, SessionPool::State::Deleting);
}

void ArmResourcesTest::idsThatNameSomethingElseAreNone_data()
{
    QTest::addColumn<QString>("id");
    const QString start = u"/subscriptions/"_s + subscription;
    QTest::newRow("nothing") << QString();
    QTest::newRow("no guid") << QString(poolId).replace(subscription, u"mine"_s);
    QTest::newRow("a group") << start + u"/resourceGroups/g"_s;
    QTest::newRow("another kind") << start
            + u"/resourceGroups/g/providers/Microsoft.App/containerApps/p"_s;
    QTest::newRow("a step up") << start
            + u"/resourceGroups/../providers/Microsoft.App/sessionPools/p"_s;
    QTest::newRow("dots for a name")
        << start + u"/resourceGroups/g/providers/Microsoft.App/sessionPools/.."_s;
    QTest::newRow("more behind it") << poolId + u"/more"_s;
    QTest::newRow("a query") << poolId + u"?x=1"_s;
}

void ArmResourcesTest::idsThatNameSomethingElseAreNone()
{
    QFETCH(QString, id);
    QVERIFY(!SessionPoolId::parse(id));
    QVERIFY(!SessionPool::read(poolWith("{}", id)));
}

void ArmResourcesTest::endpointsATokenMayNotGoToAreNone_data()
{
    QTest::addColumn<QByteArray>("endpoint");
    QTest::newRow("plain http") << QByteArray("http://westeurope.dynamicsessions.io/x");
    QTest::newRow("a user") << QByteArray("https://me@westeurope.dynamicsessions.io/x");
    QTest::newRow("a query") << QByteArray("https://westeurope.dynamicsessions.io/x?a=b");
    QTest::newRow("a file") << QByteArray("file:///etc/passwd");
    QTest::newRow("words") << QByteArray("soon");
}

void ArmResourcesTest::endpointsATokenMayNotGoToAreNone()
{
    QFETCH(QByteArray, endpoint);
    const auto pool
        = SessionPool::read(poolWith(R"({"poolManagementEndpoint":")" + endpoint + R"("})"));
    QVERIFY(pool);
    QVERIFY(pool->endpoint.isEmpty());
    QVERIFY(!pool->hasServiceEndpoint());
}

void ArmResourcesTest::endpointTellsTheResource()
{
    const QUrl endpoint(u"https://westeurope.dynamicsessions.io/subscriptions/%1/resourceGroups/g/"
                        "sessionPools/p/"_s.arg(subscription));
    QCOMPARE(SessionPoolId::ofEndpoint(endpoint), (SessionPoolId{subscription, u"g"_s, u"p"_s}));
    QVERIFY(!SessionPoolId::ofEndpoint(QUrl(u"https://p.env.westeurope.azurecontainerapps.io"_s)));
}

void ArmResourcesTest::namesOfPoolsAreChecked_data()
{
    using Fault = SessionPoolDraft::NameFault;
    QTest::addColumn<QString>("name");
    QTest::addColumn<SessionPoolDraft::NameFault>("fault");
    QTest::newRow("empty") << QString() << Fault::Empty;
    QTest::newRow("letters") << u"plots"_s << Fault::None;
    QTest::newRow("hyphen and digits") << u"my-pool-2"_s << Fault::None;
    QTest::newRow("capital first") << u"Plots"_s << Fault::FirstCharacter;
    QTest::newRow("digit first") << u"2plots"_s << Fault::FirstCharacter;
    QTest::newRow("capital inside") << u"myPool"_s << Fault::Character;
    QTest::newRow("underscore") << u"my_pool"_s << Fault::Character;
    QTest::newRow("umlaut") << u"größe"_s << Fault::Character;
    QTest::newRow("short") << u"ab"_s << Fault::TooShort;
    QTest::newRow("longest") << QString(63, u'a') << Fault::None;
    QTest::newRow("long") << QString(64, u'a') << Fault::TooLong;
}

void ArmResourcesTest::namesOfPoolsAreChecked()
{
    QFETCH(QString, name);
    QFETCH(SessionPoolDraft::NameFault, fault);
    QCOMPARE(SessionPoolDraft::faultOfName(name), fault);
}

void ArmResourcesTest::regionsAreKnownInBothSpellings()
{
    QCOMPARE(azureRegionName(u"northcentralus"_s), u"North Central US"_s);
    QCOMPARE(azureRegionName(u"North Central US"_s), u"North Central US"_s);
    QCOMPARE(azureRegionName(u"Moon Base (Stage)"_s), u"Moon Base (Stage)"_s);
    QCOMPARE(azureRegions().size(), 36);
}

void ArmResourcesTest::claimsOfATokenAreRead()
{
    const auto claims = TokenClaims::read(tokenSaying(
        R"({"aud":"https://dynamicsessions.io/","tid":"33333333-3333-3333-3333-333333333333",)"
        R"("oid":"22222222-2222-2222-2222-222222222222","upn":"me@example.org","exp":1767270896})"));
    QVERIFY(claims);
    QCOMPARE(claims->audiences, QStringList{u"https://dynamicsessions.io"_s});
    QCOMPARE(claims->tenant, u"33333333-3333-3333-3333-333333333333"_s);
    QCOMPARE(claims->objectId, u"22222222-2222-2222-2222-222222222222"_s);
    QCOMPARE(claims->account, u"me@example.org"_s);
    QVERIFY(!claims->isProgram);
    QCOMPARE(claims->expiresAt.toSecsSinceEpoch(), 1767270896);
}

void ArmResourcesTest::audiencesAreJudged_data()
{
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<bool>("fits");
    QTest::newRow("sessions") << QByteArray(R"({"aud":"https://dynamicsessions.io"})") << true;
    QTest::newRow("old name") << QByteArray(R"({"aud":"https://acasessions.io"})") << true;
    QTest::newRow("several") << QByteArray(
        R"({"aud":["https://x.org","https://dynamicsessions.io/"]})")
                             << true;
    QTest::newRow("ARM") << QByteArray(R"({"aud":"https://management.azure.com/"})") << false;
    QTest::newRow("looks alike") << QByteArray(R"({"aud":"https://dynamicsessions.io.evil"})")
                                 << false;
    QTest::newRow("none") << QByteArray("{}") << false;
}

void ArmResourcesTest::audiencesAreJudged()
{
    QFETCH(QByteArray, claims);
    QFETCH(bool, fits);
    const auto read = TokenClaims::read(tokenSaying(claims));
    QVERIFY(read);
    QCOMPARE(read->isFor(poolAudience()), fits);
}

void ArmResourcesTest::tokensThatSayNothingAreNone_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a key") << QByteArray("abc123");
    QTest::newRow("two parts") << QByteArray("e30.e30");
    QTest::newRow("no base64") << QByteArray("e30.%%%.x");
    QTest::newRow("no object") << QByteArray("e30.WzFd.x");
    QTest::newRow("huge") << QByteArray("e30.") + QByteArray(100000, 'e') + ".x";
}

void ArmResourcesTest::tokensThatSayNothingAreNone()
{
    QFETCH(QByteArray, token);
    QVERIFY(!TokenClaims::read(Secret(token)));
}

QTEST_GUILESS_MAIN(ArmResourcesTest)
#include "tst_armresources.moc"
