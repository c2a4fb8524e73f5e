#include "SourceBench.h"
#include "credentials/EnvironmentSource.h"
#include "credentials/FixedTokenSource.h"
#include "credentials/LocalPoolSource.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class CredentialSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void environmentIsReadAnewEachTime();
    void typedInTokenLosesTheSpaceAroundIt();
    void tokenOfThePoolGoesNowhereElse();
    void poolThatDoesNotRunHasNoToken();
    void audiencesAndTenantsThatCouldBeOptionsOrPathsAreRefused_data();
    void audiencesAndTenantsThatCouldBeOptionsOrPathsAreRefused();
};

void CredentialSourcesTest::environmentIsReadAnewEachTime()
{
    SourceBench bench;
    EnvironmentSource source(poolAudience(), "SESSIONBOOK_TEST_TOKEN");
    QVERIFY(bench.ask(source).error().reason.contains(u"SESSIONBOOK_TEST_TOKEN"_s));
    qputenv("SESSIONBOOK_TEST_TOKEN", "abc\n");
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
    qunsetenv("SESSIONBOOK_TEST_TOKEN");
    QVERIFY(!bench.ask(source));
}

void CredentialSourcesTest::typedInTokenLosesTheSpaceAroundIt()
{
    SourceBench bench;
    FixedTokenSource source(Secret(" abc\r\n"), poolAudience());
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
    FixedTokenSource empty(Secret("  "), poolAudience());
    QVERIFY(!bench.ask(empty));
}

void CredentialSourcesTest::tokenOfThePoolGoesNowhereElse()
{
    SourceBench bench;
    qputenv("SESSIONBOOK_TEST_TOKEN", "s3cret");
    EnvironmentSource fromEnvironment(u"https://other"_s, "SESSIONBOOK_TEST_TOKEN");
    FixedTokenSource typedIn(Secret("s3cret"), u"https://other"_s);
    for (CredentialSource *source : QList<CredentialSource *>{&fromEnvironment, &typedIn}) {
        const auto answer = bench.ask(*source);
        QVERIFY(!answer);
        QCOMPARE(answer.error().then, SourceFailure::Then::AskNext);
        QVERIFY(!answer.error().reason.contains(u"s3cret"_s));
    }
    qunsetenv("SESSIONBOOK_TEST_TOKEN");
}

void CredentialSourcesTest::poolThatDoesNotRunHasNoToken()
{
    SourceBench bench;
    LocalPoolSource source;
    QVERIFY(!bench.ask(source));
    source.setToken(Secret("abc"));
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
}

void CredentialSourcesTest::audiencesAndTenantsThatCouldBeOptionsOrPathsAreRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isAudience");
    QTest::addColumn<bool>("isTenant");
    QTest::newRow("pools") << u"https://dynamicsessions.io"_s << true << false;
    QTest::newRow("domain") << u"contoso.onmicrosoft.com"_s << true << true;
    QTest::newRow("identifier") << u"72f988bf-86f1-41af-91ab-2d7cd011db47"_s << true << true;
    QTest::newRow("option") << u"--debug"_s << false << false;
    QTest::newRow("empty") << u""_s << false << false;
    QTest::newRow("climbing") << u".."_s << true << false;
    QTest::newRow("path") << u"a/../b"_s << true << false;
    QTest::newRow("shell") << u"a;rm -rf"_s << false << false;
    QTest::newRow("quote") << u"a'b"_s << false << false;
    QTest::newRow("line") << u"contoso.com\n"_s << false << false;
    QTest::newRow("query") << u"a?b"_s << false << false;
}

void CredentialSourcesTest::audiencesAndTenantsThatCouldBeOptionsOrPathsAreRefused()
{
    QFETCH(QString, text);
    QFETCH(bool, isAudience);
    QFETCH(bool, isTenant);
    QCOMPARE(isUsableAudience(text), isAudience);
    QCOMPARE(isUsableTenant(text), isTenant);
}

QTEST_GUILESS_MAIN(CredentialSourcesTest)
#include "tst_credentialsources.moc"
