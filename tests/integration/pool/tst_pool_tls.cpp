#include "PoolProcess.h"
#include "support/RawConnection.h"

#include <QDir>
#include <QFile>
#include <QHostInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryDir>

#include <memory>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QStringList Auto{u"--tls"_s, u"auto"_s};
const QByteArray HalfAHandshake("\x16\x03\x01\x02\x00\x01\x00", 7);

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString written(const QTemporaryDir &directory, const QString &name, const QByteArray &bytes)
{
    QFile file(directory.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                : QString();
}

QByteArray bodyWith(const QByteArray &code)
{
    return QJsonDocument(QJsonObject{{u"code"_s, QString::fromUtf8(code)}}).toJson();
}

/// What a program in Python prints that was told the address and, by the environment, whom to
/// trust.
QString printedByPython(const QByteArray &program, const QStringList &arguments,
                        const QString &authorityFile)
{
    QProcess python;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"SSL_CERT_FILE"_s, authorityFile);
    python.setProcessEnvironment(environment);
    python.setProcessChannelMode(QProcess::MergedChannels);
    python.start(u"/usr/bin/python3"_s,
                 QStringList{u"-c"_s, QString::fromUtf8(program)} + arguments);
    python.waitForFinished(60000);
    return QString::fromUtf8(python.readAll()).trimmed();
}

const QByteArray Python = R"(
import json, ssl, sys, urllib.request
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
try:
    request = urllib.request.Request(sys.argv[1] + '/executions?identifier=python', b'{"code":"6*7"}',
                                     {'Authorization': 'Bearer secret'})
    print(json.load(urllib.request.urlopen(request, context=context))['result']['executionResult'])
except OSError as error:
    print(error)
)";

/// How a pool ends that cannot start.
struct Refusal
{
    int exitCode = -1;
    QString words;
};

Refusal refusalOf(const QStringList &arguments)
{
    PoolProcess pool(arguments);
    pool.process().waitForFinished(20000);
    return {pool.process().exitCode(), QString::fromUtf8(pool.process().readAllStandardError())};
}

} // namespace

class PoolTlsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void codeRunsAndLinksAreSecure();
    void filesComeBackAsTheyWere();
    void streamEndsWithItsClient();
    void pythonTrustsTheAuthority_data();
    void pythonTrustsTheAuthority();
    void nobodyElseTrustsIt();
    void oldVersionsAreRefused();
    void plainHttpIsToldSo();
    void secureClientOfAPlainPoolIsToldSo();
    void halfAHandshakeIsEnded();
    void crowdOfHandshakesKeepsNobodyOut();

    void userIsToldHowToTrust();
    void certificatesAreKept();
    void givenFilesAreUsed();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void keyThatOthersMayReadIsRefused();

private:
    [[nodiscard]] QString endpoint() const { return m_pool->facts()["endpoint"_L1].toString(); }
    [[nodiscard]] QString authorityFile() const
    {
        return m_pool->facts()["authority"_L1].toString();
    }
    [[nodiscard]] QNetworkRequest request(const QString &target) const;
    /// Waits for the reply.
    [[nodiscard]] static QByteArray bodyOf(QNetworkReply *reply);
    [[nodiscard]] QString resultOf(const QByteArray &code);

    std::unique_ptr<PoolProcess> m_pool;
    QNetworkAccessManager m_network;
};

void PoolTlsTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>(Auto);
    QVERIFY2(endpoint().startsWith("https://127.0.0.1:"_L1),
             m_pool->process().readAllStandardError().constData());
}

QNetworkRequest PoolTlsTest::request(const QString &target) const
{
    QNetworkRequest request(QUrl(endpoint() + target));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(authorityFile()));
    request.setSslConfiguration(configuration);
    request.setRawHeader("Authorization", "Bearer secret");
    request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    return request;
}

QByteArray PoolTlsTest::bodyOf(QNetworkReply *reply)
{
    const std::unique_ptr<QNetworkReply> owned(reply);
    if (!reply->isFinished())
        QSignalSpy(reply, &QNetworkReply::finished).wait(60000);
    return reply->error() == QNetworkReply::NoError ? reply->readAll()
                                                    : reply->errorString().toUtf8();
}

QString PoolTlsTest::resultOf(const QByteArray &code)
{
    const QByteArray reply
        = bodyOf(m_network.post(request(u"/executions?identifier=tls-session"_s), bodyWith(code)));
    return QJsonDocument::fromJson(reply)["result"_L1]["executionResult"_L1].toVariant().toString();
}

void PoolTlsTest::codeRunsAndLinksAreSecure()
{
    QCOMPARE(resultOf("6*7"), u"42"_s);
    QNetworkReply *const reply
        = m_network.post(request(u"/executions?identifier=tls-session"_s), bodyWith("1"));
    QVERIFY(QSignalSpy(reply, &QNetworkReply::finished).wait(60000));
    QVERIFY(reply->rawHeader("Operation-Location").startsWith(endpoint().toLatin1()));
    delete reply;
}

void PoolTlsTest::filesComeBackAsTheyWere()
{
    QByteArray bytes(20 << 20, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = char(i * 7 + i / 251);
    QNetworkRequest upload = request(u"/files?identifier=tls-session"_s);
    upload.setHeader(QNetworkRequest::ContentTypeHeader, "multipart/form-data; boundary=b"_ba);
    const QByteArray form
        = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n" + bytes
        + "\r\n--b--\r\n";
    QVERIFY(bodyOf(m_network.post(upload, form)).contains("\"sizeInBytes\":20971520"));
    QCOMPARE(bodyOf(m_network.get(request(u"/files/f/content?identifier=tls-session"_s))), bytes);
}

void PoolTlsTest::streamEndsWithItsClient()
{
    QNetworkRequest stream = request(u"/executions?identifier=tls-session"_s);
    stream.setRawHeader("Accept", "application/x-ndjson");
    stream.setRawHeader("operation-id", "left-alone");
    QNetworkReply *const reply
        = m_network.post(stream, bodyWith("print('begun'); import time; time.sleep(600)"));
    while (!reply->peek(10000).contains("begun"))
        QVERIFY(QSignalSpy(reply, &QNetworkReply::readyRead).wait(60000));
    reply->abort();
    delete reply;
    const auto status = [&] {
        const QByteArray record
            = bodyOf(m_network.get(request(u"/executions/left-alone?identifier=tls-session"_s)));
        return QJsonDocument::fromJson(record)["status"_L1].toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(status(), u"Canceled"_s, 30000);
}

void PoolTlsTest::pythonTrustsTheAuthority_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("address") << u"127.0.0.1"_s;
    QTest::newRow("name") << u"localhost"_s;
}

void PoolTlsTest::pythonTrustsTheAuthority()
{
    QFETCH(QString, host);
    if (QHostInfo::fromName(host).addresses().isEmpty())
        QSKIP("this machine does not know the name localhost");
    QUrl url(endpoint());
    url.setHost(host);
    QCOMPARE(printedByPython(Python, {url.toString()}, authorityFile()), u"42"_s);
}

void PoolTlsTest::nobodyElseTrustsIt()
{
    const QString printed = printedByPython(Python, {endpoint()}, u"/dev/null"_s);
    QVERIFY2(printed.contains("CERTIFICATE_VERIFY_FAILED"_L1), qPrintable(printed));
    QNetworkAccessManager distrusting; // without the connections of the other
    QNetworkReply *const reply
        = distrusting.get(QNetworkRequest(QUrl(endpoint() + "/metadata"_L1)));
    QVERIFY(QSignalSpy(reply, &QNetworkReply::finished).wait(60000));
    QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    delete reply;
}

void PoolTlsTest::oldVersionsAreRefused()
{
    const QByteArray program = R"(
import socket, ssl, sys, warnings
warnings.simplefilter('ignore')
for version in ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
    context = ssl.create_default_context()
    context.set_ciphers('ALL:@SECLEVEL=0')
    context.minimum_version = context.maximum_version = version
    try:
        with context.wrap_socket(socket.create_connection(('127.0.0.1', sys.argv[1])),
                                 server_hostname='127.0.0.1') as wire:
            print(wire.version())
    except ssl.SSLError as error:
        print('refused')
)";
    QCOMPARE(printedByPython(program, {QString::number(QUrl(endpoint()).port())}, authorityFile()),
             u"refused\nTLSv1.2\nTLSv1.3"_s);
}

void PoolTlsTest::plainHttpIsToldSo()
{
    RawConnection plain(endpoint());
    plain.write("GET /metadata HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const RawReply reply = plain.reply();
    QCOMPARE(reply.status, 400);
    QVERIFY(reply.body.contains("https"));
    QVERIFY(plain.isClosed());
}

void PoolTlsTest::secureClientOfAPlainPoolIsToldSo()
{
    const PoolProcess plain;
    RawConnection secure(plain.facts()["endpoint"_L1].toString());
    secure.write(HalfAHandshake);
    QCOMPARE(secure.reply().status, 400);
    QVERIFY(secure.isClosed());
}

void PoolTlsTest::halfAHandshakeIsEnded()
{
    RawConnection silent(endpoint());
    RawConnection half(endpoint());
    half.write(HalfAHandshake);
    QVERIFY(half.isClosed());
    QVERIFY(silent.isClosed());
}

void PoolTlsTest::crowdOfHandshakesKeepsNobodyOut()
{
    std::vector<std::unique_ptr<RawConnection>> crowd;
    for (int i = 0; i < 400; ++i) {
        crowd.push_back(std::make_unique<RawConnection>(endpoint()));
        crowd.back()->write(HalfAHandshake);
    }
    QCOMPARE(printedByPython(Python, {endpoint()}, authorityFile()), u"42"_s);
    QVERIFY(crowd.front()->isClosed());
}

void PoolTlsTest::userIsToldHowToTrust()
{
    PoolProcess pool(Auto);
    const QByteArray words = pool.process().readAllStandardError();
    for (const char *word : {"REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS",
                             "update-ca-certificates", ".NET"})
        QVERIFY2(words.contains(word), word);
    QVERIFY(words.contains(authorityFile().toLocal8Bit()));
}

void PoolTlsTest::certificatesAreKept()
{
    const QString ours = QFileInfo(authorityFile()).path() + "/pool.pem"_L1;
    const QByteArray before = bytesOf(ours);
    QVERIFY(!before.isEmpty());
    const PoolProcess second(Auto);
    QCOMPARE(second.facts()["authority"_L1].toString(), authorityFile());
    QCOMPARE(bytesOf(ours), before);
}

void PoolTlsTest::givenFilesAreUsed()
{
    const QString directory = QFileInfo(authorityFile()).path();
    const PoolProcess pool(
        {u"--tls"_s, directory + "/pool.pem"_L1, directory + "/pool.key"_L1, u"--ready"_s, u"0"_s});
    QVERIFY(!pool.facts().contains("authority"_L1));
    QCOMPARE(printedByPython(Python, {pool.facts()["endpoint"_L1].toString()}, authorityFile()),
             u"42"_s);
}

void PoolTlsTest::badFilesAreNamed_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("named"); ///< the file that is at fault
    QTest::newRow("no certificate") << u"missing.pem"_s << u"pool.key"_s << u"missing.pem"_s;
    QTest::newRow("no key") << u"pool.pem"_s << u"missing.key"_s << u"missing.key"_s;
    QTest::newRow("certificate that is none") << u"nonsense"_s << u"pool.key"_s << u"nonsense"_s;
    QTest::newRow("key for a certificate") << u"pool.key"_s << u"pool.key"_s << u"pool.key"_s;
    QTest::newRow("key that is none") << u"pool.pem"_s << u"nonsense"_s << u"nonsense"_s;
    QTest::newRow("key of another") << u"pool.pem"_s << u"ca.key"_s << u"ca.key"_s;
    QTest::newRow("key with a password") << u"pool.pem"_s << u"locked.key"_s << u"locked.key"_s;
    QTest::newRow("directory") << u"."_s << u"pool.key"_s << u"/."_s;
}

void PoolTlsTest::badFilesAreNamed()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, named);
    const QTemporaryDir directory;
    const QDir ours = QFileInfo(authorityFile()).dir();
    for (const QString &name : ours.entryList(QDir::Files))
        QVERIFY(QFile::copy(ours.filePath(name), directory.filePath(name)));
    QVERIFY(!written(directory, u"nonsense"_s, "-----BEGIN NONSENSE-----\n").isEmpty());
    QVERIFY(!written(directory, u"locked.key"_s,
                     "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                     "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhzSsFoYeBnHgICCAAw\n"
                     "-----END ENCRYPTED PRIVATE KEY-----\n")
                 .isEmpty());
    const Refusal refusal
        = refusalOf({u"--tls"_s, directory.filePath(certificate), directory.filePath(key)});
    QCOMPARE(refusal.exitCode, 1);
    QVERIFY2(refusal.words.contains(named + u'\''), qPrintable(refusal.words));
}

void PoolTlsTest::keyThatOthersMayReadIsRefused()
{
    const QString key = QFileInfo(authorityFile()).path() + "/ca.key"_L1;
    const auto before = QFile::permissions(key);
    QVERIFY(QFile::setPermissions(key, before | QFile::ReadOther));
    const Refusal refusal = refusalOf(Auto);
    QVERIFY(QFile::setPermissions(key, before));
    QCOMPARE(refusal.exitCode, 1);
    QVERIFY2(refusal.words.contains(key), qPrintable(refusal.words));
}

QTEST_GUILESS_MAIN(PoolTlsTest)
#include "tst_pool_tls.moc"
