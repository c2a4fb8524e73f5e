#include "pool/tls/LocalCertificates.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/x509v3.h>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QDateTime Now(QDate(2030, 1, 1), QTime(12, 0), Qt::UTC);

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CertificatePointer certificateFor(const char *names)
{
    CertificatePointer certificate(X509_new());
    const std::unique_ptr<X509_EXTENSION, OpenSslDeleter<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names));
    X509_add_ext(certificate.get(), extension.get(), -1);
    X509_check_purpose(certificate.get(), -1, 0); // makes OpenSSL read what was added
    return certificate;
}

} // namespace

class LocalCertificatesTest : public QObject
{
    Q_OBJECT

private slots:
    void init();

    void areMadeForTheUserAlone();
    void areKeptWhileTheyAreValid();
    void ownCertificateIsRenewedBeforeItsEnd();
    void authorityIsRenewedBeforeItsEnd();
    void damagedFilesAreMadeAnew_data();
    void damagedFilesAreMadeAnew();
    void whatOthersMayReadIsRefused_data();
    void whatOthersMayReadIsRefused();
    void linksAreRefused();
    void authoritySignsForThisComputerOnly_data();
    void authoritySignsForThisComputerOnly();

private:
    [[nodiscard]] LocalCertificates certificates() const
    {
        return LocalCertificates(m_root->filePath(u"data/tls"_s));
    }

    std::unique_ptr<QTemporaryDir> m_root;
};

void LocalCertificatesTest::init()
{
    m_root = std::make_unique<QTemporaryDir>();
}

void LocalCertificatesTest::areMadeForTheUserAlone()
{
    const LocalCertificates made = certificates();
    QVERIFY(made.prepare(Now).hasValue());
    const auto owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;
    QCOMPARE(QFile::permissions(made.directory()), owner | QFile::ExeOwner | QFile::ExeUser);
    const QDir directory(made.directory());
    QCOMPARE(directory.entryList(QDir::Files | QDir::Hidden),
             (QStringList{u"ca.key"_s, u"ca.pem"_s, u"pool.key"_s, u"pool.pem"_s}));
    for (const QString &name : directory.entryList(QDir::Files))
        QCOMPARE(QFile::permissions(directory.filePath(name)), owner);
    const auto authority = Certificate::fromPem(bytesOf(made.authorityFile()),
                                                bytesOf(directory.filePath(u"ca.key"_s)));
    const auto own = Certificate::fromPem(bytesOf(made.certificateFile()), bytesOf(made.keyFile()));
    QVERIFY(authority && own && own->isSignedBy(*authority) && !authority->isSignedBy(*own));
    QVERIFY(made.advice().contains(made.authorityFile()));
}

void LocalCertificatesTest::areKeptWhileTheyAreValid()
{
    QVERIFY(certificates().prepare(Now).hasValue());
    const QByteArray own = bytesOf(certificates().certificateFile());
    QVERIFY(certificates().prepare(Now.addDays(360)).hasValue());
    QCOMPARE(bytesOf(certificates().certificateFile()), own);
}

void LocalCertificatesTest::ownCertificateIsRenewedBeforeItsEnd()
{
    QVERIFY(certificates().prepare(Now).hasValue());
    const QByteArray authority = bytesOf(certificates().authorityFile());
    const QByteArray own = bytesOf(certificates().certificateFile());
    for (const QDateTime &later : {Now.addDays(375), Now.addDays(2000), Now.addDays(-30)}) {
        QVERIFY(certificates().prepare(later).hasValue());
        const auto renewed = Certificate::fromPem(bytesOf(certificates().certificateFile()),
                                                  bytesOf(certificates().keyFile()));
        QVERIFY(renewed && renewed->isValidAt(later) && renewed->certificatePem() != own);
        if (later > Now) // before it was made, the authority is no good either
            QCOMPARE(bytesOf(certificates().authorityFile()), authority);
    }
}

void LocalCertificatesTest::authorityIsRenewedBeforeItsEnd()
{
    QVERIFY(certificates().prepare(Now).hasValue());
    const QByteArray authority = bytesOf(certificates().authorityFile());
    const QByteArray own = bytesOf(certificates().certificateFile());
    QVERIFY(certificates().prepare(Now.addDays(3630)).hasValue());
    QVERIFY(bytesOf(certificates().authorityFile()) != authority);
    QVERIFY(bytesOf(certificates().certificateFile()) != own);
}

void LocalCertificatesTest::damagedFilesAreMadeAnew_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"ca.pem", "ca.key", "pool.pem", "pool.key"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void LocalCertificatesTest::damagedFilesAreMadeAnew()
{
    QFETCH(QString, name);
    QVERIFY(certificates().prepare(Now).hasValue());
    QVERIFY(QFile::resize(certificates().directory() + u'/' + name, 20));
    QVERIFY(certificates().prepare(Now).hasValue());
    const auto authority = Certificate::fromPem(bytesOf(certificates().authorityFile()),
                                                bytesOf(certificates().directory() + "/ca.key"_L1));
    const auto own = Certificate::fromPem(bytesOf(certificates().certificateFile()),
                                          bytesOf(certificates().keyFile()));
    QVERIFY(authority && own && own->isSignedBy(*authority));
}

void LocalCertificatesTest::whatOthersMayReadIsRefused_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"ca.key", "pool.key", "ca.pem", ""})
        QTest::newRow(*name != '\0' ? name : "directory") << QString::fromLatin1(name);
}

void LocalCertificatesTest::whatOthersMayReadIsRefused()
{
    QFETCH(QString, name);
    QVERIFY(certificates().prepare(Now).hasValue());
    const QString path
        = name.isEmpty() ? certificates().directory() : certificates().directory() + u'/' + name;
    QFile::setPermissions(path, QFile::permissions(path) | QFile::ReadGroup);
    const auto refused = certificates().prepare(Now);
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().kind, ErrorKind::PermissionDenied);
    QVERIFY(refused.error().detail.contains(u'\'' + path + u'\''));
}

void LocalCertificatesTest::linksAreRefused()
{
    QVERIFY(certificates().prepare(Now).hasValue());
    const QString key = certificates().keyFile();
    QVERIFY(QFile::rename(key, m_root->filePath(u"elsewhere"_s)));
    QVERIFY(QFile::link(m_root->filePath(u"elsewhere"_s), key));
    QVERIFY(!certificates().prepare(Now).hasValue());
}

void LocalCertificatesTest::authoritySignsForThisComputerOnly_data()
{
    QTest::addColumn<QByteArray>("names");
    QTest::addColumn<bool>("isAllowed");
    QTest::newRow("this computer") << "DNS:localhost,IP:127.0.0.1,IP:::1"_ba << true;
    QTest::newRow("other name") << "DNS:example.com"_ba << false;
    QTest::newRow("name that ends alike") << "DNS:notlocalhost"_ba << false;
    QTest::newRow("other address") << "IP:192.0.2.1"_ba << false;
    QTest::newRow("other address of the new kind") << "IP:2001:db8::1"_ba << false;
    QTest::newRow("other name besides") << "DNS:localhost,DNS:example.com"_ba << false;
}

void LocalCertificatesTest::authoritySignsForThisComputerOnly()
{
    QFETCH(QByteArray, names);
    const auto authority = Certificate::makeAuthority(Now);
    QVERIFY(authority);
    const std::unique_ptr<NAME_CONSTRAINTS, OpenSslDeleter<NAME_CONSTRAINTS_free>> constraints(
        static_cast<NAME_CONSTRAINTS *>(X509_get_ext_d2i(authority->certificate.get(),
                                                         NID_name_constraints, nullptr, nullptr)));
    const CertificatePointer certificate = certificateFor(names.constData());
    QTEST(NAME_CONSTRAINTS_check(certificate.get(), constraints.get()) == X509_V_OK, "isAllowed");
}

QTEST_GUILESS_MAIN(LocalCertificatesTest)
#include "tst_localcertificates.moc"
