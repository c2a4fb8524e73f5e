#include "SessionBench.h"
#include "sessions/PoolConnection.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using Credential = SessionEndpoint::Credential;
using Kind = RestError::Kind;

class PoolConnectionTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void addressesAreChecked_data();
    void addressesAreChecked();
    void displayNameNamesThePool();
    void credentialDecidesTheToken_data();
    void credentialDecidesTheToken();
    void storedAddressIsCheckedAgain();
};

void PoolConnectionTest::addressesAreChecked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<Kind>("kind");
    const auto good = [](const char *name, const QString &text, const QString &url) {
        QTest::newRow(name) << text << url << Kind::InvalidReply;
    };
    const auto bad = [](const char *name, const QString &text, Kind kind) {
        QTest::newRow(name) << text << QString() << kind;
    };
    good(
        "pool",
        u" https://eastus.dynamicsessions.io/subscriptions/s/resourceGroups/g/sessionPools/p/ \n"_s,
        u"https://eastus.dynamicsessions.io/subscriptions/s/resourceGroups/g/sessionPools/p"_s);
    good("custom", u"https://p.env.eastus.azurecontainerapps.io"_s,
         u"https://p.env.eastus.azurecontainerapps.io"_s);
    good("loopback", u"http://localhost:8080"_s, u"http://localhost:8080"_s);
    bad("plain http", u"http://pool.test/p"_s, Kind::Insecure);
    bad("empty", u"  "_s, Kind::BadRequest);
    bad("no scheme", u"pool.test/p"_s, Kind::BadRequest);
    bad("no host", u"https:///p"_s, Kind::BadRequest);
    bad("user", u"https://me:pw@pool.test"_s, Kind::BadRequest);
    bad("query", u"https://pool.test/p?x=1"_s, Kind::BadRequest);
    bad("file", u"file:///etc/passwd"_s, Kind::BadRequest);
    bad("other scheme", u"ftp://pool.test"_s, Kind::BadRequest);
    bad("spaces", u"https://pool test/"_s, Kind::BadRequest);
}

void PoolConnectionTest::addressesAreChecked()
{
    QFETCH(QString, text);
    QFETCH(QString, url);
    QFETCH(Kind, kind);
    const auto endpoint = SessionEndpoint::remote(text);
    QCOMPARE(endpoint.hasValue(), !url.isEmpty());
    if (endpoint)
        QCOMPARE(endpoint->url, QUrl(url));
    else
        QCOMPARE(endpoint.error().kind, kind);
}

void PoolConnectionTest::displayNameNamesThePool()
{
    QCOMPARE(SessionEndpoint::remote(u"https://h.test/x/sessionPools/mine"_s)->displayName(),
             u"mine (h.test)"_s);
    QCOMPARE(SessionEndpoint::remote(u"https://h.test"_s)->displayName(), u"h.test"_s);
}

void PoolConnectionTest::credentialDecidesTheToken_data()
{
    QTest::addColumn<Credential>("credential");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("typed in") << Credential::TypedIn << "Bearer typed"_ba;
    QTest::newRow("environment") << Credential::Environment << "Bearer from-env"_ba;
    QTest::newRow("automatic") << Credential::Automatic << "Bearer from-env"_ba;
}

void PoolConnectionTest::credentialDecidesTheToken()
{
    QFETCH(Credential, credential);
    QFETCH(QByteArray, header);
    qputenv("SESSIONBOOK_POOL_TOKEN", "from-env");
    FakeNetwork network;
    ManualClock clock;
    const auto endpoint = SessionEndpoint::remote(u"https://h.test"_s, credential);
    const auto connection
        = PoolConnection::toRemotePool(*endpoint, Secret("typed"), network, clock);
    QVERIFY(connection.hasValue());
    const SessionClient session((*connection)->rest(), u"my session"_s);
    PoolMetadataJob job(session.place());
    job.start();
    qunsetenv("SESSIONBOOK_POOL_TOKEN");
    QCOMPARE(network.requests().first().header("Authorization"), header);
}

void PoolConnectionTest::storedAddressIsCheckedAgain()
{
    FakeNetwork network;
    ManualClock clock;
    SessionEndpoint stored;
    stored.kind = SessionEndpoint::Kind::Remote;
    stored.url = QUrl(u"http://far.test"_s);
    QCOMPARE(PoolConnection::toRemotePool(stored, {}, network, clock).error().kind, Kind::Insecure);
}

QTEST_GUILESS_MAIN(PoolConnectionTest)
#include "tst_poolconnection.moc"
