#include "SourceBench.h"
#include "TestCertificate.h"
#include "credentials/entra/Authority.h"
#include "credentials/entra/ServicePrincipalSource.h"
#include "credentials/entra/TokenReply.h"
#include "credentials/entra/WorkloadIdentitySource.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Then = SourceFailure::Then;

namespace {

const QByteArray goodReply
    = R"({"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"abc"})";
const QByteArray badSecret
    = R"({"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. )"
      R"(Trace ID: 1 Correlation ID: 2 Timestamp: 3","error_codes":[7000215]})";

struct Bench : SourceBench
{
    Bench()
        : authority(*Authority::named(origin()))
    {
        qputenv("AZURE_TENANT_ID", "contoso.com");
        qputenv("AZURE_CLIENT_ID", "app-1");
    }
    Authority authority;
    ServicePrincipalSource principal() { return {authority, services}; }
    // The parts of the assertion that a request proved itself with.
    [[nodiscard]] QByteArrayList assertion(int request) const
    {
        return field(request, u"client_assertion"_s).split('.');
    }
};

QJsonObject decoded(const QByteArray &part)
{
    return QJsonDocument::fromJson(QByteArray::fromBase64(part, QByteArray::Base64UrlEncoding))
        .object();
}

} // namespace

class EntraSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void authoritiesAreChecked_data();
    void authoritiesAreChecked();
    void authorityOfTheEnvironmentCountsWhereNoneIsNamed();
    void sovereignCloudsHaveTheirOwnManager();

    void secretIsPostedToTheTenantsEndpoint();
    void claimsArePosted();
    void wrongSecretStopsTheChainWithEntrasCode();
    void secretThatIsEchoedIsNotRepeated();
    void halfSetEnvironmentIsPassedOver_data();
    void halfSetEnvironmentIsPassedOver();
    void tenantThatIsNoneIsSentNowhere();
    void throttlingIsWaitedFor();
    void serverFaultsAreTriedThreeTimes();
    void refusalsAreNotTriedAgain();
    void silenceEndsAtTheTimeout();
    void closedPortIsUnreachable();
    void garbageIsNoToken_data();
    void garbageIsNoToken();
    void renewalThatEntraAsksForIsKept();

    void certificateSignsAnAssertion_data();
    void certificateSignsAnAssertion();
    void chainIsSentWhereItIsAskedFor();
    void everyAssertionIsAnother();
    void certificatesThatCannotSignAreTold_data();
    void certificatesThatCannotSignAreTold();

    void federatedFileIsReadForEachToken();
    void federatedFileThatIsMissingStopsTheChain();
    void withoutFederatedFileItIsPassedOver();

    void accountIsReadFromTheIdToken_data();
    void accountIsReadFromTheIdToken();
};

void EntraSourcesTest::authoritiesAreChecked_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("base");
    QTest::newRow("none") << u" "_s << u"https://login.microsoftonline.com"_s;
    QTest::newRow("host") << u"login.microsoftonline.us"_s << u"https://login.microsoftonline.us"_s;
    QTest::newRow("address") << u"https://login.chinacloudapi.cn/ "_s
                             << u"https://login.chinacloudapi.cn"_s;
    QTest::newRow("this computer") << u"http://127.0.0.1:81"_s << u"http://127.0.0.1:81"_s;
    QTest::newRow("plain http") << u"http://login.microsoftonline.com"_s << QString();
    QTest::newRow("user") << u"https://me@login.microsoftonline.com"_s << QString();
    QTest::newRow("path") << u"https://login.microsoftonline.com/x"_s << QString();
    QTest::newRow("query") << u"https://login.microsoftonline.com?x"_s << QString();
    QTest::newRow("file") << u"file:///etc"_s << QString();
    QTest::newRow("spaces") << u"a b"_s << QString();
}

void EntraSourcesTest::authoritiesAreChecked()
{
    SourceBench bench;
    QFETCH(QString, text);
    QFETCH(QString, base);
    const auto authority = Authority::named(text);
    QCOMPARE(authority.hasValue(), !base.isEmpty());
    if (!authority) {
        QCOMPARE(authority.error().code, u"SignInAuthority"_s);
        return;
    }
    QCOMPARE(authority->base(), QUrl(base));
    QCOMPARE(authority->tokenUrl(u"contoso.com"_s),
             QUrl(base + u"/contoso.com/oauth2/v2.0/token"_s));
}

void EntraSourcesTest::authorityOfTheEnvironmentCountsWhereNoneIsNamed()
{
    SourceBench bench;
    qputenv("AZURE_AUTHORITY_HOST", "login.microsoftonline.us");
    QCOMPARE(Authority::named({})->base().host(), u"login.microsoftonline.us"_s);
    QCOMPARE(Authority::named(u"login.chinacloudapi.cn"_s)->base().host(),
             u"login.chinacloudapi.cn"_s);
}

void EntraSourcesTest::sovereignCloudsHaveTheirOwnManager()
{
    QCOMPARE(Authority().resourceManager(), u"https://management.azure.com"_s);
    QCOMPARE(Authority::named(u"login.microsoftonline.us"_s)->resourceManager(),
             u"https://management.usgovcloudapi.net"_s);
    QCOMPARE(Authority::named(u"login.partner.microsoftonline.cn"_s)->resourceManager(),
             u"https://management.chinacloudapi.cn"_s);
}

void EntraSourcesTest::secretIsPostedToTheTenantsEndpoint()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "p&w=+ü");
    bench.answer(200, goodReply);
    auto source = bench.principal();
    const auto token = bench.ask(source);
    QVERIFY(token);
    QCOMPARE(token->token.reveal(), "abc"_ba);
    QCOMPARE(token->expiresAt, bench.clock.now().addSecs(3599));
    const ReceivedRequest &request = bench.server.received().first();
    QCOMPARE(request.verb, "POST"_ba);
    QCOMPARE(request.target, "/contoso.com/oauth2/v2.0/token"_ba);
    QVERIFY(request.headers.value("content-type").startsWith("application/x-www-form-urlencoded"));
    QVERIFY(!request.headers.contains("authorization"));
    QCOMPARE(request.body,
             "client_id=app-1&scope=https%3A%2F%2Fdynamicsessions.io%2F.default"
             "&grant_type=client_credentials&client_secret=p%26w%3D%2B%C3%BC"_ba);
}

void EntraSourcesTest::claimsArePosted()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.answer(200, goodReply);
    auto source = bench.principal();
    QVERIFY(bench.ask(source, R"({"access_token":{}})"));
    QCOMPARE(bench.field(0, u"claims"_s), R"({"access_token":{}})"_ba);
}

void EntraSourcesTest::wrongSecretStopsTheChainWithEntrasCode()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.answer(401, badSecret);
    auto source = bench.principal();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error(),
             SourceFailure::refused(u"AADSTS7000215: Invalid client secret provided."_s,
                                    u"AADSTS7000215"_s));
    QCOMPARE(bench.server.received().size(), 1);
}

void EntraSourcesTest::secretThatIsEchoedIsNotRepeated()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "s3cret");
    bench.answer(400, R"({"error":"invalid_client","error_description":"wrong: s3cret"})");
    auto source = bench.principal();
    QCOMPARE(bench.ask(source).error().reason, u"wrong: …"_s);
}

void EntraSourcesTest::halfSetEnvironmentIsPassedOver_data()
{
    QTest::addColumn<QByteArrayList>("unset");
    QTest::addColumn<QString>("reason");
    QTest::newRow("no tenant") << QByteArrayList{"AZURE_TENANT_ID"} << u"AZURE_TENANT_ID"_s;
    QTest::newRow("no application") << QByteArrayList{"AZURE_CLIENT_ID"} << u"AZURE_CLIENT_ID"_s;
    QTest::newRow("no proof") << QByteArrayList{"AZURE_USERNAME"}
                              << u"neither AZURE_CLIENT_SECRET nor"_s;
    QTest::newRow("password") << QByteArrayList{} << u"AZURE_USERNAME and AZURE_PASSWORD"_s;
}

void EntraSourcesTest::halfSetEnvironmentIsPassedOver()
{
    QFETCH(QByteArrayList, unset);
    QFETCH(QString, reason);
    Bench bench;
    qputenv("AZURE_USERNAME", "me");
    qputenv("AZURE_PASSWORD", "pw");
    for (const QByteArray &name : unset)
        qunsetenv(name.constData());
    auto source = bench.principal();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().then, Then::AskNext);
    QVERIFY2(answer.error().reason.contains(reason), qPrintable(answer.error().reason));
}

void EntraSourcesTest::tenantThatIsNoneIsSentNowhere()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    qputenv("AZURE_TENANT_ID", "../evil");
    auto source = bench.principal();
    QCOMPARE(bench.ask(source).error().code, u"SignInTenant"_s);
    QVERIFY(bench.server.received().isEmpty());
}

void EntraSourcesTest::throttlingIsWaitedFor()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.server.next(ScriptedServer::answer(429, "{}", "Retry-After: 7\r\n"));
    bench.answer(200, goodReply);
    auto source = bench.principal();
    std::optional<CredentialSource::Answer> answer;
    QObject context;
    source.fetch({.audience = poolAudience()}, &context,
                 [&](const auto &given) { answer = given; });
    QTRY_VERIFY(std::ranges::count(bench.clock.askedDelays(), 7000ms) == 1);
    QVERIFY(!answer);
    bench.clock.advance(7s);
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->hasValue());
}

void EntraSourcesTest::serverFaultsAreTriedThreeTimes()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    for (int i = 0; i < 4; ++i)
        bench.answer(503, "<html>");
    auto source = bench.principal();
    std::optional<CredentialSource::Answer> answer;
    QObject context;
    source.fetch({.audience = poolAudience()}, &context,
                 [&](const auto &given) { answer = given; });
    for (int tries = 1; tries < 3; ++tries) {
        QTRY_COMPARE(bench.clock.pending(), tries + 1); // the time-outs and the next try
        QCOMPARE(bench.server.received().size(), tries);
        bench.clock.advance(std::chrono::seconds(tries));
    }
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(answer->error().reason, u"the sign-in service answered HTTP 503"_s);
    QCOMPARE(bench.server.received().size(), 3);
}

void EntraSourcesTest::refusalsAreNotTriedAgain()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.answer(400, "nothing to read");
    auto source = bench.principal();
    QCOMPARE(bench.ask(source).error().code, u"SignInUnexpected"_s);
    QCOMPARE(bench.server.received().size(), 1);
}

void EntraSourcesTest::silenceEndsAtTheTimeout()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.server.next(ScriptedServer::staySilent());
    auto source = bench.principal();
    std::optional<CredentialSource::Answer> answer;
    QObject context;
    source.fetch({.audience = poolAudience()}, &context,
                 [&](const auto &given) { answer = given; });
    QTRY_COMPARE(bench.server.received().size(), 1);
    bench.clock.advance(30s);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->error().code, u"SignInUnreachable"_s);
}

void EntraSourcesTest::closedPortIsUnreachable()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.server.close();
    auto source = bench.principal();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().code, u"SignInUnreachable"_s);
    QCOMPARE(answer.error().then, Then::Stop);
}

void EntraSourcesTest::garbageIsNoToken_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("page") << "<html>s3cret</html>"_ba;
    QTest::newRow("no token") << R"({"expires_in":3599})"_ba;
    QTest::newRow("number") << R"({"access_token":5})"_ba;
    QTest::newRow("injection") << R"({"access_token":"s3cret\r\nX: 1"})"_ba;
}

void EntraSourcesTest::garbageIsNoToken()
{
    QFETCH(QByteArray, body);
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.answer(200, body);
    auto source = bench.principal();
    const auto answer = bench.ask(source);
    QVERIFY(!answer);
    QVERIFY(!answer.error().reason.contains(u"s3cret"_s));
}

void EntraSourcesTest::renewalThatEntraAsksForIsKept()
{
    Bench bench;
    qputenv("AZURE_CLIENT_SECRET", "pw");
    bench.answer(200, R"({"expires_in":"86399","refresh_in":"43199","access_token":"abc"})");
    auto source = bench.principal();
    const auto token = bench.ask(source);
    QCOMPARE(token->renewAt, bench.clock.now().addSecs(43199));
    QCOMPARE(token->expiresAt, bench.clock.now().addSecs(86399));
}

void EntraSourcesTest::certificateSignsAnAssertion_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<TestCertificate *>("certificate");
    static TestCertificate certificate;
    static TestCertificate other;
    const auto row
        = [](const char *name, const QByteArray &content, const QByteArray &password = {}) {
              QTest::newRow(name) << content << password << &certificate;
          };
    row("PEM", certificate.keyPem() + certificate.certificatePem());
    row("PEM, another certificate first",
        other.certificatePem() + certificate.certificatePem() + certificate.keyPem());
    row("PEM, encrypted", certificate.certificatePem() + certificate.keyPem("opensesame"),
        "opensesame");
    row("PKCS#12", certificate.pkcs12({}));
    row("PKCS#12 with a password", certificate.pkcs12("opensesame"), "opensesame");
}

Q_DECLARE_METATYPE(TestCertificate *)

void EntraSourcesTest::certificateSignsAnAssertion()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, password);
    QFETCH(TestCertificate *, certificate);
    Bench bench;
    qputenv("AZURE_CLIENT_CERTIFICATE_PATH", bench.write(u"certificate"_s, content).toUtf8());
    if (!password.isEmpty())
        qputenv("AZURE_CLIENT_CERTIFICATE_PASSWORD", password);
    bench.answer(200, goodReply);
    auto source = bench.principal();
    const auto token = bench.ask(source);
    QVERIFY2(token.hasValue(), token ? "" : qPrintable(token.error().reason));

    QCOMPARE(bench.field(0, u"client_assertion_type"_s),
             "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"_ba);
    const QByteArrayList parts = bench.assertion(0);
    QCOMPARE(parts.size(), 3);
    QVERIFY(
        certificate->hasSigned(parts[0] + '.' + parts[1],
                               QByteArray::fromBase64(parts[2], QByteArray::Base64UrlEncoding)));
    const QJsonObject header = decoded(parts[0]);
    QCOMPARE(header["alg"_L1].toString(), u"PS256"_s);
    const auto thumbprint
        = QCryptographicHash::hash(certificate->der(), QCryptographicHash::Sha256);
    QCOMPARE(header["x5t#S256"_L1].toString().toLatin1(),
             thumbprint.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    QVERIFY(!header.contains("x5c"_L1));
    const QJsonObject payload = decoded(parts[1]);
    QCOMPARE(payload["aud"_L1].toString(), bench.origin() + u"/contoso.com/oauth2/v2.0/token"_s);
    QCOMPARE(payload["iss"_L1].toString(), u"app-1"_s);
    QCOMPARE(payload["sub"_L1].toString(), u"app-1"_s);
    QCOMPARE(payload["nbf"_L1].toInteger(), bench.clock.now().toSecsSinceEpoch());
    QCOMPARE(payload["exp"_L1].toInteger(), bench.clock.now().toSecsSinceEpoch() + 600);
}

void EntraSourcesTest::chainIsSentWhereItIsAskedFor()
{
    Bench bench;
    const TestCertificate certificate;
    const TestCertificate issuer;
    qputenv(
        "AZURE_CLIENT_CERTIFICATE_PATH",
        bench
            .write(u"certificate"_s,
                   issuer.certificatePem() + certificate.certificatePem() + certificate.keyPem())
            .toUtf8());
    qputenv("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "True");
    bench.answer(200, goodReply);
    auto source = bench.principal();
    QVERIFY(bench.ask(source));
    QCOMPARE(decoded(bench.assertion(0)[0])["x5c"_L1].toArray(),
             (QJsonArray{QString::fromLatin1(certificate.der().toBase64()),
                         QString::fromLatin1(issuer.der().toBase64())}));
}

void EntraSourcesTest::everyAssertionIsAnother()
{
    Bench bench;
    const TestCertificate certificate;
    qputenv("AZURE_CLIENT_CERTIFICATE_PATH",
            bench.write(u"c"_s, certificate.certificatePem() + certificate.keyPem()).toUtf8());
    bench.answer(200, goodReply);
    bench.answer(200, goodReply);
    auto source = bench.principal();
    QVERIFY(bench.ask(source));
    QVERIFY(bench.ask(source));
    QVERIFY(decoded(bench.assertion(0)[1])["jti"_L1] != decoded(bench.assertion(1)[1])["jti"_L1]);
}

void EntraSourcesTest::certificatesThatCannotSignAreTold_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QString>("reason");
    static const TestCertificate certificate;
    static const TestCertificate other;
    static const TestCertificate curve(TestCertificate::Kind::EllipticCurve);
    QTest::newRow("empty") << ""_ba
                           << ""_ba << u"no private key"_s;
    QTest::newRow("garbage") << "s3cret"_ba
                             << ""_ba << u"no private key"_s;
    QTest::newRow("without a key") << certificate.certificatePem() << ""_ba << u"no private key"_s;
    QTest::newRow("without a certificate")
        << certificate.keyPem() << ""_ba << u"no certificate of its key"_s;
    QTest::newRow("of another key")
        << certificate.keyPem() + other.certificatePem() << ""_ba << u"no certificate of its key"_s;
    QTest::newRow("password missing") << certificate.certificatePem() + certificate.keyPem("x")
                                      << ""_ba << u"its password is another"_s;
    QTest::newRow("password wrong") << certificate.certificatePem() + certificate.keyPem("x")
                                    << "y"_ba << u"its password is another"_s;
    QTest::newRow("PKCS#12 password wrong")
        << certificate.pkcs12("x") << "y"_ba << u"its password is another"_s;
    QTest::newRow("cut off") << certificate.pkcs12("x").left(700) << "x"_ba << u"no private key"_s;
    QTest::newRow("elliptic curve")
        << curve.keyPem() + curve.certificatePem() << ""_ba << u"not of the kind RSA"_s;
}

void EntraSourcesTest::certificatesThatCannotSignAreTold()
{
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, password);
    QFETCH(QString, reason);
    Bench bench;
    const QString path = bench.write(u"certificate"_s, content);
    qputenv("AZURE_CLIENT_CERTIFICATE_PATH", path.toUtf8());
    qputenv("AZURE_CLIENT_CERTIFICATE_PASSWORD", password);
    auto source = bench.principal();
    const auto answer = bench.ask(source);
    QVERIFY(!answer);
    QCOMPARE(answer.error().then, Then::Stop);
    QCOMPARE(answer.error().code, u"SignInCertificate"_s);
    QVERIFY2(answer.error().reason.contains(reason), qPrintable(answer.error().reason));
    QVERIFY(answer.error().reason.startsWith(path));
    QVERIFY(bench.server.received().isEmpty());
}

void EntraSourcesTest::federatedFileIsReadForEachToken()
{
    Bench bench;
    qputenv("AZURE_FEDERATED_TOKEN_FILE", bench.write(u"federated"_s, "first\n").toUtf8());
    WorkloadIdentitySource source(bench.authority, bench.services);
    bench.answer(200, goodReply);
    bench.answer(200, goodReply);
    QVERIFY(bench.ask(source));
    bench.write(u"federated"_s, "second");
    QVERIFY(bench.ask(source));
    QCOMPARE(bench.field(0, u"client_assertion"_s), "first"_ba);
    QCOMPARE(bench.field(1, u"client_assertion"_s), "second"_ba);
    QCOMPARE(bench.field(1, u"grant_type"_s), "client_credentials"_ba);
    QCOMPARE(bench.server.received().last().target, "/contoso.com/oauth2/v2.0/token"_ba);
}

void EntraSourcesTest::federatedFileThatIsMissingStopsTheChain()
{
    Bench bench;
    qputenv("AZURE_FEDERATED_TOKEN_FILE", bench.files.filePath(u"none"_s).toUtf8());
    WorkloadIdentitySource source(bench.authority, bench.services);
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().code, u"SignInFederatedFile"_s);
    QCOMPARE(answer.error().then, Then::Stop);
}

void EntraSourcesTest::withoutFederatedFileItIsPassedOver()
{
    Bench bench;
    WorkloadIdentitySource source(bench.authority, bench.services);
    QCOMPARE(bench.ask(source).error().then, Then::AskNext);
}

void EntraSourcesTest::accountIsReadFromTheIdToken_data()
{
    QTest::addColumn<QByteArray>("idToken");
    QTest::addColumn<QString>("account");
    const auto token = [](const QByteArray &payload) {
        return "e30."
            + payload.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
            + ".c2ln";
    };
    QTest::newRow("name") << token(R"({"preferred_username":"ada@contoso.com","oid":"1"})")
                          << u"ada@contoso.com"_s;
    QTest::newRow("identifier") << token(R"({"oid":"1"})") << u"1"_s;
    QTest::newRow("lines") << token(R"({"preferred_username":"a\nb"})") << u"a b"_s;
    QTest::newRow("none") << token("{}") << QString();
    QTest::newRow("no token") << "x"_ba << QString();
    QTest::newRow("no base64") << "a.?.c"_ba << QString();
}

void EntraSourcesTest::accountIsReadFromTheIdToken()
{
    QFETCH(QByteArray, idToken);
    QFETCH(QString, account);
    QCOMPARE(accountOfIdToken(idToken), account);
}

QTEST_GUILESS_MAIN(EntraSourcesTest)
#include "tst_entrasources.moc"
