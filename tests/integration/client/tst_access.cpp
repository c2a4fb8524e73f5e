#include "../pool/PoolProcess.h"

#include "azure/access/AccessCheck.h"
#include "credentials/TokenQuery.h"
#include "rest/DirectLoopback.h"
#include "support/FakeTokens.h"
#include "wording/AccessText.h"

#include <QNetworkAccessManager>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Step = AccessCheck::Step;
using State = AccessCheck::State;
using Kind = RestError::Kind;

namespace {

constexpr int patience = 60000;

/// A token as Entra ID writes it, for so long; the pool does not check its signature.
QByteArray entraToken(const QByteArray &audience, int seconds = 3600)
{
    const auto part = [](const QByteArray &json) {
        return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const QJsonObject claims{{u"aud"_s, QString::fromLatin1(audience)},
                             {u"iss"_s, u"https://sts.windows.net/x/"_s},
                             {u"iat"_s, now - 7200},
                             {u"nbf"_s, now - 7200},
                             {u"exp"_s, now + seconds},
                             {u"tid"_s, u"33333333-3333-3333-3333-333333333333"_s},
                             {u"oid"_s, u"22222222-2222-2222-2222-222222222222"_s},
                             {u"upn"_s, u"me@example.org"_s}};
    return part(R"({"typ":"JWT","alg":"RS256","kid":"x"})") + '.'
        + part(QJsonDocument(claims).toJson(QJsonDocument::Compact)) + '.' + part("signature");
}

} // namespace

/// Checks access to the real sessionbook-pool, as it is when something is wrong.
class AccessTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void allIsInOrder();
    void shellPoolsAreInOrder();
    void plainPoolsAreInOrder();
    void wrongTokenIsRefused();
    void tokenForSomethingElseIsNotSent();
    void expiredTokenIsRefused();
    void fullPoolIsTold_data();
    void fullPoolIsTold();
    void refusedPortIsTold();
    void unknownCertificateIsTold();

private:
    /// Runs a check to its end.
    std::unique_ptr<AccessCheck> checked(const QUrl &endpoint, const QByteArray &token);

    QNetworkAccessManager m_network;
    SystemClock m_clock;
    FakeTokens m_tokens;
    std::unique_ptr<RestClient> m_client;
};

namespace {

QUrl endpointOf(const PoolProcess &pool)
{
    return QUrl(pool.facts()["endpoint"_L1].toString());
}

} // namespace

void AccessTest::initTestCase()
{
    keepLoopbackDirect(m_network);
}

std::unique_ptr<AccessCheck> AccessTest::checked(const QUrl &endpoint, const QByteArray &token)
{
    m_tokens.token = token;
    m_client = std::make_unique<RestClient>(endpoint, m_network, m_tokens, m_clock);
    auto check = std::make_unique<AccessCheck>(*m_client, poolAudience());
    QSignalSpy finished(check.get(), &AccessCheck::finished);
    check->start();
    if (finished.isEmpty() && !finished.wait(patience))
        QTest::qFail("the check did not end", __FILE__, __LINE__);
    return check;
}

void AccessTest::allIsInOrder()
{
    const PoolProcess pool({u"--auth"_s, u"entra"_s, u"--max-sessions"_s, u"1"_s},
                           PoolProcess::Versions::Strict);
    for (int i = 0; i < 2; ++i) { // the second finds the place of the first free again
        const auto check = checked(endpointOf(pool), entraToken("https://dynamicsessions.io"));
        QVERIFY2(!check->failedStep(), qPrintable(AccessText::report(*check)));
        QCOMPARE(check->finding(Step::Execution).state, State::Passed);
        QCOMPARE(check->claims()->account, u"me@example.org"_s);
    }
}

void AccessTest::shellPoolsAreInOrder()
{
    const PoolProcess pool({u"--type"_s, u"shell"_s}, PoolProcess::Versions::Strict);
    const auto check = checked(endpointOf(pool), "secret");
    QVERIFY2(!check->failedStep(), qPrintable(AccessText::report(*check)));
    QCOMPARE(check->abilities()->kind, PoolKind::Shell);
}

void AccessTest::plainPoolsAreInOrder()
{
    const PoolProcess pool({u"--plain"_s}, PoolProcess::Versions::Strict);
    const auto check = checked(endpointOf(pool), "secret");
    QVERIFY2(!check->failedStep(), qPrintable(AccessText::report(*check)));
}

void AccessTest::wrongTokenIsRefused()
{
    const PoolProcess pool;
    const auto check = checked(endpointOf(pool), "wrong");
    QCOMPARE(check->failedStep(), Step::Role);
    QCOMPARE(check->finding(Step::Role).error->kind, Kind::Unauthorized);
    QVERIFY(!AccessText::report(*check).contains(u"wrong\n"_s));
}

void AccessTest::tokenForSomethingElseIsNotSent()
{
    const PoolProcess pool({u"--auth"_s, u"entra"_s}, PoolProcess::Versions::Strict);
    const auto check = checked(endpointOf(pool), entraToken("https://management.azure.com"));
    QCOMPARE(check->failedStep(), Step::Audience);
    QVERIFY(AccessText::advice(*check, Step::Audience).contains(u"token for session pools"_s));
    QCOMPARE(AccessText::command(*check, Step::Audience),
             u"az account get-access-token --resource https://dynamicsessions.io"_s);
}

void AccessTest::expiredTokenIsRefused()
{
    const PoolProcess pool({u"--auth"_s, u"entra"_s}, PoolProcess::Versions::Strict);
    const auto check = checked(endpointOf(pool), entraToken("https://dynamicsessions.io", -3600));
    QCOMPARE(check->failedStep(), Step::Role);
    QCOMPARE(check->finding(Step::Role).error->kind, Kind::Unauthorized);
}

void AccessTest::fullPoolIsTold_data()
{
    QTest::addColumn<QString>("status");
    QTest::newRow("429") << u"429"_s;
    QTest::newRow("404") << u"404"_s;
}

void AccessTest::fullPoolIsTold()
{
    QFETCH(QString, status);
    const PoolProcess pool({u"--max-sessions"_s, u"1"_s, u"--full-status"_s, status});
    QVERIFY(!pool.execute("1").isEmpty());
    const auto check = checked(endpointOf(pool), "secret");
    QCOMPARE(check->failedStep(), Step::Execution);
    QCOMPARE(check->finding(Step::Execution).error->kind, Kind::Throttled);
    QVERIFY(AccessText::outcome(*check, Step::Execution).contains(u"full"_s));
    QVERIFY(AccessText::advice(*check, Step::Execution).contains(u"Wait until a session ends"_s));
}

void AccessTest::refusedPortIsTold()
{
    QUrl endpoint;
    {
        const PoolProcess pool;
        endpoint = endpointOf(pool);
    }
    const auto check = checked(endpoint, "secret");
    QCOMPARE(check->failedStep(), Step::Connection);
    QCOMPARE(check->finding(Step::Connection).error->kind, Kind::ConnectionRefused);
    QVERIFY(AccessText::advice(*check, Step::Connection).contains(u"port"_s));
}

void AccessTest::unknownCertificateIsTold()
{
    const PoolProcess pool({u"--tls"_s, u"auto"_s});
    const auto check = checked(endpointOf(pool), "secret");
    QCOMPARE(check->failedStep(), Step::Connection);
    QCOMPARE(check->finding(Step::Connection).error->kind, Kind::TlsFailed);
    QVERIFY(AccessText::advice(*check, Step::Connection).contains(u"clock"_s));
}

QTEST_GUILESS_MAIN(AccessTest)
#include "tst_access.moc"
