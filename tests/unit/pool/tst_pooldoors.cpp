#include "pool/http/EntraAuthorizer.h"
#include "pool/http/RequestGuard.h"
#include "pool/http/TokenAuthorizer.h"
#include "support/ManualClock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QByteArray part(const QByteArray &json)
{
    return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// A token with these claims beside the usual ones; what is null in `changes` is left out.
QByteArray jwt(const QDateTime &now, const QJsonObject &changes = {},
               const QByteArray &header = R"({"typ":"JWT","alg":"RS256","kid":"k"})")
{
    const qint64 seconds = now.toSecsSinceEpoch();
    QJsonObject claims{{u"aud"_s, u"https://dynamicsessions.io"_s},
                       {u"iss"_s, u"https://sts.windows.net/tenant/"_s},
                       {u"nbf"_s, seconds - 300},
                       {u"exp"_s, seconds + 3600}};
    for (auto change = changes.begin(); change != changes.end(); ++change)
        claims.insert(change.key(), change.value());
    return "Bearer " + part(header) + '.' + part(QJsonDocument(claims).toJson()) + '.'
        + part("signature");
}

httplib::Request requestWith(const httplib::Headers &headers)
{
    httplib::Request request;
    request.version = "HTTP/1.1";
    request.headers = headers;
    return request;
}

RequestGuard guardOf(const QStringList &names = {})
{
    return {std::make_unique<OpenAuthorizer>(), HostRules(names)};
}

} // namespace

class PoolDoorsTest : public QObject
{
    Q_OBJECT

private slots:
    void onlyTheTokenAuthorizes();
    void emptyTokenAuthorizesNobody();

    void entraTokenPasses_data();
    void entraTokenPasses();
    void entraTokenIsRefusedWithTheReason_data();
    void entraTokenIsRefusedWithTheReason();
    void entraTokenHoldsForItsTime();
    void challengeNeverRepeatsTheToken();

    void hostsAreReadAsBrowsersWriteThem_data();
    void hostsAreReadAsBrowsersWriteThem();
    void onlyOurNamesAreAccepted();
    void foreignPagesAreRefused_data();
    void foreignPagesAreRefused();
    void programsAreAccepted();
};

void PoolDoorsTest::onlyTheTokenAuthorizes()
{
    const TokenAuthorizer authorizer(Secret("right"_ba));
    QVERIFY(!authorizer.challenge("Bearer right"));
    QVERIFY(!authorizer.challenge("bearer  right"));
    for (const char *header :
         {"", "right", "Bearer", "Bearer ", "Bearer righ", "Bearer rightright", "Basic right"})
        QVERIFY2(authorizer.challenge(header), header);
    QCOMPARE(*authorizer.challenge(""), "Bearer realm=\"sessionbook-pool\""_ba);
}

void PoolDoorsTest::emptyTokenAuthorizesNobody()
{
    QVERIFY(TokenAuthorizer(Secret()).challenge("Bearer "));
    QVERIFY(TokenAuthorizer(Secret()).challenge("Bearer x"));
}

void PoolDoorsTest::entraTokenPasses_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::newRow("as usual") << QJsonObject();
    QTest::newRow("slash") << QJsonObject{{u"aud"_s, u"https://dynamicsessions.io/"_s}};
    QTest::newRow("other name") << QJsonObject{{u"aud"_s, u"https://acasessions.io"_s}};
    QTest::newRow("several") << QJsonObject{
        {u"aud"_s, QJsonArray{u"https://management.azure.com"_s, u"https://acasessions.io/"_s}}};
}

void PoolDoorsTest::entraTokenPasses()
{
    QFETCH(QJsonObject, changes);
    const ManualClock clock;
    const auto challenge = EntraAuthorizer(clock).challenge(jwt(clock.now(), changes));
    QVERIFY2(!challenge, challenge.value_or(QByteArray()).constData());
}

void PoolDoorsTest::entraTokenIsRefusedWithTheReason_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("reason");
    const QDateTime now = ManualClock().now();
    const auto with = [&](const QString &claim, const QJsonValue &value) {
        return jwt(now, {{claim, value}});
    };
    QTest::newRow("two parts") << "Bearer a.b"_ba
                               << "three parts"_ba;
    QTest::newRow("four parts") << jwt(now) + ".x"
                                << "three parts"_ba;
    QTest::newRow("garbage") << "Bearer !.?.&"_ba
                             << "base64url"_ba;
    QTest::newRow("padding") << jwt(now) + '=' << "base64url"_ba;
    QTest::newRow("no signature") << jwt(now).chopped(part("signature").size()) << "base64url"_ba;
    QTest::newRow("array") << jwt(now, {}, "[]") << "JSON"_ba;
    QTest::newRow("unsigned") << jwt(now, {}, R"({"typ":"JWT","alg":"None"})") << "signed"_ba;
    QTest::newRow("no algorithm") << jwt(now, {}, R"({"typ":"JWT"})") << "signed"_ba;
    QTest::newRow("other type") << jwt(now, {}, R"({"typ":"JWE","alg":"RS256"})") << "typ"_ba;
    QTest::newRow("for ARM") << with(u"aud"_s, u"https://management.azure.com"_s) << "audience"_ba;
    QTest::newRow("longer audience")
        << with(u"aud"_s, u"https://dynamicsessions.io.evil.example"_s) << "audience"_ba;
    QTest::newRow("no audience") << with(u"aud"_s, QJsonValue::Null) << "audience"_ba;
    QTest::newRow("issuer") << with(u"iss"_s, u"someone"_s) << "issuer"_ba;
    QTest::newRow("expired") << with(u"exp"_s, now.toSecsSinceEpoch() - 61) << "expired"_ba;
    QTest::newRow("endless") << with(u"exp"_s, QJsonValue::Null) << "when"_ba;
    QTest::newRow("text") << with(u"exp"_s, u"9999999999"_s) << "when"_ba;
    QTest::newRow("future") << with(u"nbf"_s, now.toSecsSinceEpoch() + 61) << "not valid yet"_ba;
}

void PoolDoorsTest::entraTokenIsRefusedWithTheReason()
{
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, reason);
    const ManualClock clock;
    const auto challenge = EntraAuthorizer(clock).challenge(authorization);
    QVERIFY(challenge);
    QVERIFY2(challenge->contains("error=\"invalid_token\"") && challenge->contains(reason),
             challenge->constData());
}

void PoolDoorsTest::entraTokenHoldsForItsTime()
{
    ManualClock clock;
    const EntraAuthorizer authorizer(clock);
    const QByteArray token = jwt(clock.now());
    clock.advance(std::chrono::seconds(3600 + 59));
    QVERIFY(!authorizer.challenge(token));
    clock.advance(std::chrono::seconds(1));
    QVERIFY(authorizer.challenge(token));
}

void PoolDoorsTest::challengeNeverRepeatsTheToken()
{
    const ManualClock clock;
    const QByteArray marked = "Bearer MARKED.MARKED.MARKED";
    QVERIFY(!EntraAuthorizer(clock).challenge(marked)->contains("MARKED"));
    QVERIFY(!TokenAuthorizer(Secret("other"_ba)).challenge(marked)->contains("MARKED"));
}

void PoolDoorsTest::hostsAreReadAsBrowsersWriteThem_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("host");
    QTest::newRow("name") << "localhost"_ba << u"localhost"_s;
    QTest::newRow("upper case, port") << "LOCALHOST:80"_ba << u"localhost"_s;
    QTest::newRow("dot of the root") << "localhost.:80"_ba << u"localhost"_s;
    QTest::newRow("no digits of a port") << "localhost:"_ba << u"localhost"_s;
    QTest::newRow("IPv6") << "[0:0::1]:80"_ba << u"::1"_s;
    for (const char *header : {"", ".", ":80", "a:b", "a:1:2", "a:123456", "a b", "a@b", "a/b",
                               "http://a", "[::1", "[]", "[::1]x", "[a]", "[127.0.0.1]", "::1"})
        QTest::newRow(header) << QByteArray(header) << QString();
}

void PoolDoorsTest::hostsAreReadAsBrowsersWriteThem()
{
    QFETCH(QByteArray, header);
    QTEST(HostRules::canonicalHost(header).value_or(QString()), "host");
}

void PoolDoorsTest::onlyOurNamesAreAccepted()
{
    const HostRules rules({u"pool.example"_s});
    for (const char *host : {"127.0.0.1:80", "localhost", "[::1]:5", "pool.example:1"})
        QVERIFY2(rules.acceptsHost(host), host);
    for (const char *host :
         {"", "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "127.0.0.2",
          "127.1", "2130706433", "x.pool.example", "localhost@evil.example"})
        QVERIFY2(!rules.acceptsHost(host), host);
}

void PoolDoorsTest::foreignPagesAreRefused_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("rebound name") << "Host"_ba
                                  << "evil.example"_ba;
    QTest::newRow("two hosts") << "Host"_ba
                               << "localhost:8080"_ba;
    QTest::newRow("sandboxed page") << "Origin"_ba
                                    << "null"_ba;
    QTest::newRow("other page") << "Origin"_ba
                                << "https://evil.example"_ba;
    QTest::newRow("page of another port") << "Origin"_ba
                                          << "http://localhost:3000"_ba;
    QTest::newRow("longer name") << "Origin"_ba
                                 << "http://localhost:8080.evil.example"_ba;
    QTest::newRow("picture on a page") << "Sec-Fetch-Site"_ba
                                       << "cross-site"_ba;
    QTest::newRow("page of this computer") << "Sec-Fetch-Site"_ba
                                           << "same-site"_ba;
}

void PoolDoorsTest::foreignPagesAreRefused()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    httplib::Request request = requestWith({{"Host", "localhost:8080"}});
    if (name == "Host" && value != "localhost:8080")
        request.headers.clear();
    request.headers.emplace(name.toStdString(), value.toStdString());
    QVERIFY(!guardOf().isAddressedToUs(request));
}

void PoolDoorsTest::programsAreAccepted()
{
    const RequestGuard guard = guardOf();
    QVERIFY(guard.isAddressedToUs(requestWith({{"Host", "localhost:8080"}})));
    QVERIFY(guard.isAddressedToUs(
        requestWith({{"Host", "localhost:8080"}, {"Origin", "http://localhost:8080"}})));
    QVERIFY(!guard.isAddressedToUs(requestWith({})));
    httplib::Request old = requestWith({});
    old.version = "HTTP/1.0";
    QVERIFY(guard.isAddressedToUs(old));
}

QTEST_GUILESS_MAIN(PoolDoorsTest)
#include "tst_pooldoors.moc"
