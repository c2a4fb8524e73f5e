#include "credentials/TokenQuery.h"
#include "support/FakeNetwork.h"
#include "support/FakeTokens.h"
#include "support/ManualClock.h"
#include "wording/AccessText.h"
#include "wording/ErrorText.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;
using Kind = RestError::Kind;
using Step = AccessCheck::Step;

namespace {

/// A check that ended.
struct Checked
{
    explicit Checked(const QByteArray &token, const QList<FakeAnswer> &answers,
                     std::optional<RestError> tokenError = {})
        : client(QUrl(u"https://westeurope.dynamicsessions.io/subscriptions/"
                      "00000000-0000-0000-0000-000000000001/resourceGroups/g/sessionPools/p"_s),
                 network, tokens, clock)
        , check(client, poolAudience())
    {
        tokens.token = token;
        tokens.error = std::move(tokenError);
        for (const FakeAnswer &answer : answers)
            network.answerNext(answer);
        QSignalSpy finished(&check, &AccessCheck::finished);
        check.start();
        if (finished.isEmpty() && !finished.wait(10000))
            QTest::qFail("the check did not end", __FILE__, __LINE__);
    }
    [[nodiscard]] Step failed() const { return check.failedStep().value_or(Step::Count); }

    FakeNetwork network;
    FakeTokens tokens;
    ManualClock clock;
    RestClient client;
    AccessCheck check;
};

QByteArray tokenFor(const QByteArray &audience)
{
    const QByteArray claims = R"({"aud":")" + audience
        + R"(","oid":"22222222-2222-2222-2222-222222222222","upn":"me@example.org"})";
    return "e30." + claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        + ".signature";
}

const QByteArray ours = tokenFor("https://dynamicsessions.io");
const FakeAnswer pool{.body = R"({"runtimes":[{"name":"Python","version":"3.12.1"}]})"};

} // namespace

class AccessTextTest : public QObject
{
    Q_OBJECT
private slots:
    void everyFailureSaysWhatToDo_data();
    void everyFailureSaysWhatToDo();
    void missingSignInShowsTheChainsLines();
    void roleCommandNamesAccountAndPool();
    void whatPassedIsSaidToo();
    void reportHoldsNoToken();
    void everyErrorOfAzureHasASentence();
    void refusedSignInNamesItsDirectory();
};

void AccessTextTest::everyFailureSaysWhatToDo_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QNetworkReply::NetworkError>("error");
    QTest::addColumn<bool>("atExecution");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("advice");
    using E = QNetworkReply;
    QTest::newRow("DNS") << 0 << E::HostNotFoundError << false << u"host name"_s << u"DNS"_s;
    QTest::newRow("proxy") << 0 << E::ProxyNotFoundError << false << u"roxy"_s << u"no_proxy"_s;
    QTest::newRow("TLS") << 0 << E::SslHandshakeFailedError << false << u"ertificate"_s
                         << u"clock"_s;
    QTest::newRow("refused") << 0 << E::ConnectionRefusedError << false << u"nothing answers"_s
                             << u"port"_s;
    QTest::newRow("broken off") << 0 << E::RemoteHostClosedError << false << u"broke off"_s
                                << u"443"_s;
    QTest::newRow("fault") << 500 << E::NoError << false << u"internal fault"_s << u"status page"_s;
    QTest::newRow("401") << 401 << E::NoError << false << u"refused the token"_s << u"directory"_s;
    QTest::newRow("403") << 403 << E::NoError << false
                         << u"‘Azure ContainerApps Session Executor’"_s << u"one to five minutes"_s;
    QTest::newRow("full") << 429 << E::NoError << true << u"full"_s
                          << u"Wait until a session ends"_s;
    QTest::newRow("full, as the documents say")
        << 404 << E::NoError << true << u"full"_s << u"maximum"_s;
}

void AccessTextTest::everyFailureSaysWhatToDo()
{
    QFETCH(int, status);
    QFETCH(QNetworkReply::NetworkError, error);
    QFETCH(bool, atExecution);
    QFETCH(QString, outcome);
    QFETCH(QString, advice);
    const FakeAnswer bad{.status = status, .error = error};
    const Checked checked(ours,
                          atExecution ? QList<FakeAnswer>{pool, bad} : QList<FakeAnswer>{bad, bad});
    QVERIFY(checked.failed() != Step::Count);
    const QString said = AccessText::outcome(checked.check, checked.failed());
    const QString next = AccessText::advice(checked.check, checked.failed());
    QVERIFY2(said.contains(outcome), qPrintable(said));
    QVERIFY2(next.contains(advice), qPrintable(next));
}

void AccessTextTest::missingSignInShowsTheChainsLines()
{
    const Checked checked({}, {}, RestError{Kind::NoCredential, 0, {}, u"azd: not signed in"_s});
    QCOMPARE(AccessText::detail(checked.check, Step::Credential), u"azd: not signed in"_s);
    QCOMPARE(AccessText::command(checked.check, Step::Credential), u"az login"_s);
    QVERIFY(!AccessText::advice(checked.check, Step::Credential).isEmpty());
}

void AccessTextTest::roleCommandNamesAccountAndPool()
{
    const Checked checked(ours, {{.status = 403}});
    QCOMPARE(AccessText::command(checked.check, Step::Role),
             u"az role assignment create --role \"Azure ContainerApps Session Executor\" "
             "--assignee 22222222-2222-2222-2222-222222222222 --scope /subscriptions/"
             "00000000-0000-0000-0000-000000000001/resourceGroups/g/providers/Microsoft.App/"
             "sessionPools/p"_s);
}

void AccessTextTest::whatPassedIsSaidToo()
{
    const Checked checked(
        ours,
        {pool,
         {.body = R"({"id":"1","status":"Succeeded","result":{"stdout":"","stderr":""}})"},
         {.status = 204}});
    QCOMPARE(AccessText::outcome(checked.check, Step::Credential), u"As me@example.org."_s);
    QCOMPARE(AccessText::outcome(checked.check, Step::PoolKind), u"Python 3.12.1."_s);
    for (int step = 0; step < int(Step::Count); ++step) {
        QVERIFY(!AccessText::outcome(checked.check, Step(step)).isEmpty());
        QVERIFY(AccessText::advice(checked.check, Step(step)).isEmpty());
    }
}

void AccessTextTest::reportHoldsNoToken()
{
    const QByteArray wrong = tokenFor("https://management.azure.com");
    const Checked checked(wrong, {});
    const QString report = AccessText::report(checked.check);
    QVERIFY(report.contains(u"https://management.azure.com"_s));
    QVERIFY(report.contains(u"[!]"_s));
    for (const QByteArray &part : wrong.split('.'))
        QVERIFY(!report.contains(QString::fromLatin1(part)));
}

void AccessTextTest::everyErrorOfAzureHasASentence()
{
    for (int kind = 0; kind <= int(Kind::LocalFile); ++kind) {
        const QString text = ErrorText::ofAzure({.kind = Kind(kind), .detail = u"because"_s});
        QVERIFY2(text.size() > 10, qPrintable(QString::number(kind)));
        QVERIFY(!text.contains(u"%1"_s));
    }
    QVERIFY(ErrorText::ofAzure({.kind = Kind::Conflict, .detail = u"Name is taken."_s})
                .contains(u"Name is taken."_s));
    QVERIFY(ErrorText::ofAzure({.kind = Kind::Forbidden, .code = u"AuthorizationFailed"_s})
                .contains(u"Contributor"_s));
    QVERIFY(
        ErrorText::ofAzure({.kind = Kind::Forbidden, .code = u"MissingSubscriptionRegistration"_s})
            .contains(u"az provider register"_s));
}

void AccessTextTest::refusedSignInNamesItsDirectory()
{
    QVERIFY(ErrorText::ofAzure({.kind = Kind::Unauthorized, .tenant = u"contoso"_s})
                .contains(u"contoso"_s));
}

QTEST_GUILESS_MAIN(AccessTextTest)
#include "tst_accesstext.moc"
