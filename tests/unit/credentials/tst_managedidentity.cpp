#include "SourceBench.h"
#include "TestCertificate.h"
#include "credentials/managed/ArcKeyFile.h"
#include "credentials/managed/ManagedIdentityHost.h"
#include "credentials/managed/ManagedIdentityReply.h"
#include "credentials/managed/ManagedIdentitySource.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Then = SourceFailure::Then;
using Probe = ManagedIdentitySource::Probe;

namespace {

const QByteArray goodReply = R"({"access_token":"abc","expires_on":"1767325000","resource":"r"})";

struct Bench : SourceBench
{
    // As where Azure Arc is not installed.
    ManagedIdentitySource source(Probe probe = Probe::First)
    {
        return {clock, probe, files.filePath(u"himds"_s), files.filePath(u"tokens"_s)};
    }
    // The scripted server is the metadata service.
    void takeImdsPlace() { qputenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", origin().toUtf8()); }
    // Asks without waiting for the answer, for what needs the clock to go on.
    void askLater(ManagedIdentitySource &source)
    {
        source.fetch({.audience = poolAudience()}, &context,
                     [this](const CredentialSource::Answer &given) { later = given; });
    }
    QObject context;
    std::optional<CredentialSource::Answer> later;
};

} // namespace

class ManagedIdentityTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void hostIsToldFromTheEnvironment_data();
    void hostIsToldFromTheEnvironment();
    void userAssignedIdentityIsNamed_data();
    void userAssignedIdentityIsNamed();
    void hostWithOneIdentityIsPassedOverForAnother_data();
    void hostWithOneIdentityIsPassedOverForAnother();
    void cloudShellIsPosted();
    void addressThatIsNoneIsPassedOver();
    void closedEndpointIsPassedOver();
    void refusalStopsTheChain();
    void endpointsAreTriedThreeTimesASecondApart();

    void metadataServiceIsAskedWithItsHeader();
    void machineWithoutAnIdentityIsPassedOver();
    void strangerInItsPlaceIsPassedOver_data();
    void strangerInItsPlaceIsPassedOver();
    void updatedMetadataServiceIsWaitedFor();
    void probeTellsQuicklyThatNobodyIsThere();

    void arcIsAskedAgainWithItsKey();
    void arcIsFoundByItsAgent();
    void keyFilesElsewhereAreNotRead_data();
    void keyFilesElsewhereAreNotRead();
    void arcThatRefusesItsKeyIsTold();

    void serviceFabricIsTrustedByItsThumbprint();
    void serviceFabricOfAnotherThumbprintIsSentNothing();

    void repliesAreRead_data();
    void repliesAreRead();
    void garbageIsNoToken_data();
    void garbageIsNoToken();
};

void ManagedIdentityTest::hostIsToldFromTheEnvironment_data()
{
    QTest::addColumn<QByteArrayList>("variables");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    const QByteArray resource = "&resource=https%3A%2F%2Fdynamicsessions.io";
    QTest::newRow("App Service") << QByteArrayList{"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}
                                 << "/here?api-version=2019-08-01" + resource
                                 << "x-identity-header"_ba
                                 << "s3cret"_ba;
    QTest::newRow("Machine Learning") << QByteArrayList{"MSI_ENDPOINT", "MSI_SECRET"}
                                      << "/here?api-version=2017-09-01" + resource << "secret"_ba
                                      << "s3cret"_ba;
    QTest::newRow("Arc") << QByteArrayList{"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"}
                         << "/here?api-version=2020-06-01" + resource << "metadata"_ba
                         << "true"_ba;
}

void ManagedIdentityTest::hostIsToldFromTheEnvironment()
{
    QFETCH(QByteArrayList, variables);
    Bench bench;
    for (const QByteArray &name : variables)
        qputenv(name.constData(),
                name.endsWith("ENDPOINT") ? bench.origin().toUtf8() + "/here" : "s3cret"_ba);
    bench.answer(200, goodReply);
    auto source = bench.source();
    const auto token = bench.ask(source);
    QVERIFY2(token.hasValue(), token ? "" : qPrintable(token.error().reason));
    QCOMPARE(token->token.reveal(), "abc"_ba);
    const ReceivedRequest &request = bench.server.received().first();
    QTEST(request.target, "target");
    QFETCH(QByteArray, header);
    QTEST(request.headers.value(header), "value");
}

void ManagedIdentityTest::userAssignedIdentityIsNamed_data()
{
    QTest::addColumn<QByteArrayList>("variables");
    QTest::addColumn<QString>("item");
    QTest::newRow("App Service") << QByteArrayList{"IDENTITY_ENDPOINT", "IDENTITY_HEADER"}
                                 << u"client_id"_s;
    QTest::newRow("Machine Learning")
        << QByteArrayList{"MSI_ENDPOINT", "MSI_SECRET"} << u"clientid"_s;
    QTest::newRow("metadata service")
        << QByteArrayList{"AZURE_POD_IDENTITY_AUTHORITY_HOST"} << u"client_id"_s;
}

void ManagedIdentityTest::userAssignedIdentityIsNamed()
{
    QFETCH(QByteArrayList, variables);
    QFETCH(QString, item);
    Bench bench;
    for (const QByteArray &name : variables)
        qputenv(name.constData(), bench.origin().toUtf8());
    qputenv("AZURE_CLIENT_ID", "identity-2");
    bench.answer(200, goodReply);
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    QCOMPARE(bench.item(0, item), "identity-2"_ba);
}

void ManagedIdentityTest::hostWithOneIdentityIsPassedOverForAnother_data()
{
    QTest::addColumn<QByteArrayList>("variables");
    QTest::newRow("Arc") << QByteArrayList{"IDENTITY_ENDPOINT", "IMDS_ENDPOINT"};
    QTest::newRow("Cloud Shell") << QByteArrayList{"MSI_ENDPOINT"};
}

void ManagedIdentityTest::hostWithOneIdentityIsPassedOverForAnother()
{
    QFETCH(QByteArrayList, variables);
    Bench bench;
    for (const QByteArray &name : variables)
        qputenv(name.constData(), bench.origin().toUtf8());
    qputenv("AZURE_CLIENT_ID", "identity-2");
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QVERIFY(answer.error().reason.contains(u"one identity only"_s));
    QCOMPARE(answer.error().then, Then::AskNext);
    QVERIFY(bench.server.received().isEmpty());
}

void ManagedIdentityTest::cloudShellIsPosted()
{
    Bench bench;
    qputenv("MSI_ENDPOINT", bench.origin().toUtf8() + "/oauth2/token");
    bench.answer(200, goodReply);
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    const ReceivedRequest &request = bench.server.received().first();
    QCOMPARE(request.verb, "POST"_ba);
    QCOMPARE(request.body, "resource=https%3A%2F%2Fdynamicsessions.io"_ba);
    QCOMPARE(request.headers.value("metadata"), "true"_ba);
}

void ManagedIdentityTest::addressThatIsNoneIsPassedOver()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", "file:///etc/passwd");
    qputenv("IDENTITY_HEADER", "s3cret");
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QVERIFY(answer.error().reason.contains(u"no usable address of App Service"_s));
    QCOMPARE(answer.error().then, Then::AskNext);
}

void ManagedIdentityTest::closedEndpointIsPassedOver()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", bench.origin().toUtf8());
    qputenv("IDENTITY_HEADER", "s3cret");
    bench.server.close();
    auto source = bench.source();
    QCOMPARE(bench.ask(source).error().then, Then::AskNext);
}

void ManagedIdentityTest::refusalStopsTheChain()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", bench.origin().toUtf8());
    qputenv("IDENTITY_HEADER", "s3cret");
    bench.answer(400, R"({"statusCode":400,"message":"No managed identity found"})");
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error(),
             SourceFailure::refused(u"it answered HTTP 400: No managed identity found"_s,
                                    u"SignInManagedIdentity"_s));
}

void ManagedIdentityTest::endpointsAreTriedThreeTimesASecondApart()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", bench.origin().toUtf8());
    qputenv("IDENTITY_HEADER", "s3cret");
    for (int i = 0; i < 2; ++i)
        bench.answer(404, "");
    bench.answer(200, goodReply);
    auto source = bench.source();
    bench.askLater(source);
    for (int tries = 1; tries < 3; ++tries) {
        QTRY_COMPARE(std::ranges::count(bench.clock.askedDelays(), 1000ms), tries);
        bench.clock.advance(1s);
    }
    QTRY_VERIFY(bench.later.has_value());
    QVERIFY(bench.later->hasValue());
}

void ManagedIdentityTest::metadataServiceIsAskedWithItsHeader()
{
    Bench bench;
    bench.takeImdsPlace();
    bench.answer(200, goodReply);
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    const ReceivedRequest &request = bench.server.received().first();
    QCOMPARE(request.target,
             "/metadata/identity/oauth2/token?api-version=2018-02-01"
             "&resource=https%3A%2F%2Fdynamicsessions.io"_ba);
    QCOMPARE(request.headers.value("metadata"), "true"_ba);
}

void ManagedIdentityTest::machineWithoutAnIdentityIsPassedOver()
{
    Bench bench;
    bench.takeImdsPlace();
    bench.answer(400, R"({"error":"invalid_request","error_description":"Identity not found"})");
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().reason, u"it answered HTTP 400: Identity not found"_s);
    QCOMPARE(answer.error().then, Then::AskNext);
}

void ManagedIdentityTest::strangerInItsPlaceIsPassedOver_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("gateway") << 403 << "Blocked by policy"_ba;
    QTest::newRow("silent gateway") << 403 << ""_ba;
    QTest::newRow("captive portal") << 200 << "<html>Welcome"_ba;
}

void ManagedIdentityTest::strangerInItsPlaceIsPassedOver()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Bench bench;
    bench.takeImdsPlace();
    bench.answer(status, body);
    auto source = bench.source();
    QCOMPARE(bench.ask(source).error().then, Then::AskNext);
}

void ManagedIdentityTest::updatedMetadataServiceIsWaitedFor()
{
    Bench bench;
    bench.takeImdsPlace();
    for (int i = 0; i < 6; ++i)
        bench.answer(410, "");
    bench.answer(200, goodReply);
    auto source = bench.source(Probe::Never);
    bench.askLater(source);
    for (int tries = 1; tries < 7; ++tries) {
        QTRY_COMPARE(std::ranges::count(bench.clock.askedDelays(), 10000ms), tries);
        bench.clock.advance(10s);
    }
    QTRY_VERIFY(bench.later.has_value());
    QVERIFY(bench.later->hasValue());
    QCOMPARE(bench.server.received().size(), 7);
}

void ManagedIdentityTest::probeTellsQuicklyThatNobodyIsThere()
{
    Bench bench; // the true address, which this machine may or may not reach
    auto source = bench.source();
    bench.askLater(source);
    QCOMPARE(bench.clock.askedDelays(), std::vector<std::chrono::milliseconds>{1000ms});
    bench.clock.advance(1s);
    QTRY_VERIFY(bench.later.has_value());
    QCOMPARE(bench.later->error(),
             SourceFailure::unavailable(u"this computer has no managed identity"_s));
}

void ManagedIdentityTest::arcIsAskedAgainWithItsKey()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", bench.origin().toUtf8());
    qputenv("IMDS_ENDPOINT", "http://unused");
    QDir(bench.files.path()).mkdir(u"tokens"_s);
    const QString key = bench.write(u"tokens/1.key"_s, "the key");
    bench.server.next(
        ScriptedServer::answer(401, "", "WWW-Authenticate: Basic realm=" + key.toUtf8() + "\r\n"));
    bench.answer(200, goodReply);
    auto source = bench.source();
    const auto token = bench.ask(source);
    QVERIFY2(token.hasValue(), token ? "" : qPrintable(token.error().reason));
    QVERIFY(!bench.server.received().first().headers.contains("authorization"));
    QCOMPARE(bench.server.received().last().headers.value("authorization"), "Basic the key"_ba);
}

void ManagedIdentityTest::arcIsFoundByItsAgent()
{
    const QProcessEnvironment nothing;
    QCOMPARE(ManagedIdentityHost::in(nothing, true).endpoint,
             QUrl(u"http://127.0.0.1:40342/metadata/identity/oauth2/token"_s));
    QCOMPARE(ManagedIdentityHost::in(nothing, false).endpoint,
             QUrl(u"http://169.254.169.254/metadata/identity/oauth2/token"_s));
}

void ManagedIdentityTest::keyFilesElsewhereAreNotRead_data()
{
    QTest::addColumn<QString>("realm");
    QTest::newRow("elsewhere") << u"%1/elsewhere.key"_s;
    QTest::newRow("climbing") << u"%1/tokens/../elsewhere.key"_s;
    QTest::newRow("below") << u"%1/tokens/below/1.key"_s;
    QTest::newRow("another ending") << u"%1/tokens/passwd"_s;
    QTest::newRow("link") << u"%1/tokens/link.key"_s;
    QTest::newRow("too long") << u"%1/tokens/long.key"_s;
    QTest::newRow("directory") << u"%1/tokens/directory.key"_s;
    QTest::newRow("missing") << u"%1/tokens/missing.key"_s;
    QTest::newRow("none") << u""_s;
}

void ManagedIdentityTest::keyFilesElsewhereAreNotRead()
{
    QFETCH(QString, realm);
    Bench bench;
    QDir files(bench.files.path());
    files.mkpath(u"tokens/below"_s);
    files.mkpath(u"tokens/directory.key"_s);
    bench.write(u"elsewhere.key"_s, "s3cret");
    bench.write(u"tokens/below/1.key"_s, "s3cret");
    bench.write(u"tokens/passwd"_s, "s3cret");
    bench.write(u"tokens/long.key"_s, QByteArray(4097, 's'));
    QFile::link(bench.files.filePath(u"elsewhere.key"_s),
                bench.files.filePath(u"tokens/link.key"_s));
    const QByteArray challenge
        = "Basic realm=" + realm.replace(u"%1"_s, bench.files.path()).toUtf8();
    const auto key = readArcKey(challenge, bench.files.filePath(u"tokens"_s));
    QVERIFY(!key);
    QCOMPARE(key.error().code, u"SignInManagedIdentity"_s);
}

void ManagedIdentityTest::arcThatRefusesItsKeyIsTold()
{
    Bench bench;
    qputenv("IDENTITY_ENDPOINT", bench.origin().toUtf8());
    qputenv("IMDS_ENDPOINT", "http://unused");
    QDir(bench.files.path()).mkdir(u"tokens"_s);
    const QByteArray challenge = "WWW-Authenticate: Basic realm="
        + bench.write(u"tokens/1.key"_s, "the key").toUtf8() + "\r\n";
    bench.server.next(ScriptedServer::answer(401, "", challenge));
    bench.server.next(ScriptedServer::answer(401, "", challenge));
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().reason, u"it answered HTTP 401"_s);
    QCOMPARE(bench.server.received().size(), 2);
}

namespace {

// Speaks TLS with a certificate of its own, answers everything with a token and keeps what it
// heard.
class TlsEndpoint
{
public:
    explicit TlsEndpoint(const TestCertificate &certificate)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(certificate.certificatePem()));
        configuration.setPrivateKey(QSslKey(certificate.keyPem(), QSsl::Rsa));
        m_server.setSslConfiguration(configuration);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, &m_server, [this, socket] {
                heard += socket->readAll();
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: "
                              + QByteArray::number(goodReply.size()) + "\r\n\r\n" + goodReply);
            });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QByteArray url() const
    {
        return "https://127.0.0.1:" + QByteArray::number(m_server.serverPort());
    }
    QByteArray heard;

private:
    QSslServer m_server;
};

void pretendServiceFabric(const TlsEndpoint &endpoint, const QByteArray &thumbprint)
{
    qputenv("IDENTITY_ENDPOINT", endpoint.url());
    qputenv("IDENTITY_HEADER", "s3cret");
    qputenv("IDENTITY_SERVER_THUMBPRINT", thumbprint);
}

} // namespace

void ManagedIdentityTest::serviceFabricIsTrustedByItsThumbprint()
{
    Bench bench;
    const TestCertificate certificate;
    TlsEndpoint endpoint(certificate);
    pretendServiceFabric(
        endpoint,
        QCryptographicHash::hash(certificate.der(), QCryptographicHash::Sha1).toHex().toUpper());
    auto source = bench.source();
    const auto token = bench.ask(source);
    QVERIFY2(token.hasValue(), token ? "" : qPrintable(token.error().reason));
    QVERIFY(endpoint.heard.contains("secret: s3cret"));
    QVERIFY(endpoint.heard.contains("api-version=2019-07-01-preview"));
}

void ManagedIdentityTest::serviceFabricOfAnotherThumbprintIsSentNothing()
{
    Bench bench;
    const TestCertificate certificate;
    TlsEndpoint endpoint(certificate);
    pretendServiceFabric(endpoint, QByteArray(40, 'a'));
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, u"SignInTls"_s);
    QCOMPARE(answer.error().then, Then::Stop);
    QTest::qWait(50);
    QCOMPARE(endpoint.heard, QByteArray());
}

void ManagedIdentityTest::repliesAreRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QDateTime>("expiresAt");
    QTest::addColumn<QDateTime>("renewAt");
    const QDateTime now = ManualClock().now();
    const auto epoch = [&](qint64 seconds) {
        return QByteArray::number(now.addSecs(seconds).toSecsSinceEpoch());
    };
    QTest::newRow("text") << R"({"access_token":"abc","expires_on":")" + epoch(3600) + R"("})"
                          << now.addSecs(3600) << QDateTime();
    QTest::newRow("number") << R"({"access_token":"abc","expires_on":)" + epoch(3600) + "}"
                            << now.addSecs(3600) << QDateTime();
    QTest::newRow("duration") << R"({"access_token":"abc","expires_in":"3600"})"_ba
                              << now.addSecs(3600) << QDateTime();
    QTest::newRow("date")
        << R"({"access_token":"abc","expires_on":"1/2/2026 5:04:05 PM +00:00"})"_ba
        << QDateTime(QDate(2026, 1, 2), QTime(17, 4, 5), Qt::UTC)
        << QDateTime(QDate(2026, 1, 2), QTime(10, 4, 5), Qt::UTC);
    QTest::newRow("a day") << R"({"access_token":"abc","expires_on":")" + epoch(86400) + R"("})"
                           << now.addSecs(86400) << now.addSecs(43200);
    QTest::newRow("unknown") << R"({"access_token":"abc","expires_on":"soon"})"_ba << QDateTime()
                             << QDateTime();
}

void ManagedIdentityTest::repliesAreRead()
{
    QFETCH(QByteArray, body);
    const auto token = readManagedIdentityReply({200, Secret(body)}, ManualClock().now());
    QVERIFY(token);
    QTEST(token->expiresAt, "expiresAt");
    QTEST(token->renewAt, "renewAt");
}

void ManagedIdentityTest::garbageIsNoToken_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("page") << "<html>s3cret"_ba;
    QTest::newRow("array") << R"(["s3cret"])"_ba;
    QTest::newRow("injection") << R"({"access_token":"s3cret\r\nX: 1"})"_ba;
}

void ManagedIdentityTest::garbageIsNoToken()
{
    QFETCH(QByteArray, body);
    const auto token = readManagedIdentityReply({200, Secret(body)}, ManualClock().now());
    QVERIFY(!token);
    QVERIFY(!token.error().reason.contains(u"s3cret"_s));
}

QTEST_GUILESS_MAIN(ManagedIdentityTest)
#include "tst_managedidentity.moc"
