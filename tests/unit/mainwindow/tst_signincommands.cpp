#include "credentials/signin/SignIns.h"
#include "mainwindow/MainWindowActions.h"
#include "settings/KnownPools.h"
#include "settings/Settings.h"
#include "support/ScriptedServer.h"
#include "support/window/TestProgram.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

// One server is the authority and the pool.
struct Bench
{
    Bench()
        : program(u"/nonexistent/sessionbook-pool"_s)
        , window(program.newWindow())
    {
        qunsetenv("AZURE_AUTHORITY_HOST");
        profile = {.name = u"Work"_s,
                   .url = server.endpoint(),
                   .credential = PoolCredential::SignedIn,
                   .signIn = {.authority = u"http://127.0.0.1:%1"_s.arg(server.endpoint().port())}};
        program.settings.set(settings::pools, {profile});
        ada = profile.signIn;
        ada.account = u"ada@contoso.com"_s;
    }
    // As the dialog does when somebody signed in.
    void remember(const QByteArray &refreshToken)
    {
        program.signIns.keep(*SignInPlace::of(ada), Secret(refreshToken), &window,
                             [](const auto &) {});
    }
    void connectWindow()
    {
        program.dialogs.pools.append({.profile = profile, .typedToken = {}});
        trigger(window, Command::ConnectPool);
    }
    void answerTokenAndPool(const QByteArray &token)
    {
        server.next(ScriptedServer::answer(
            200, R"({"expires_in":3600,"access_token":")" + token + R"("})"));
        for (int i = 0; i < 8; ++i) // a plain pool's metadata, and whatever else is asked of it
            server.next(ScriptedServer::answer(404, "{}"));
    }
    [[nodiscard]] QAction *action(Command command) { return window.actionsOfWindow()[command]; }
    [[nodiscard]] qsizetype timesAsked() const
    {
        return program.dialogs.asked.filter(QRegularExpression(u"^signIn"_s)).size();
    }
    [[nodiscard]] QByteArray bearer(int request) const
    {
        return server.received().at(request).headers.value("authorization");
    }
    [[nodiscard]] PoolProfile stored() const
    {
        return program.settings.value(settings::pools).first();
    }

    ScriptedServer server;
    TestProgram program;
    MainWindow &window;
    PoolProfile profile;
    PoolSignIn ada;
};

} // namespace

class SignInCommandsTest : public QObject
{
    Q_OBJECT

private slots:
    void localPoolHasNobodyToSignIn();
    void poolWithoutATokenAsksToSignIn();
    void cancelledSignInIsNotAskedAgain();
    void whoIsRememberedIsNotAsked();
    void signInThatIsOverIsAskedForAgain();
    void signingInKeepsWhatElseIsKnownOfThePool();
    void signingOutForgetsAndEndsTheSession();
    void sessionIsEndedWithATokenThoughTheLastOneIsOver();
};

void SignInCommandsTest::localPoolHasNobodyToSignIn()
{
    Bench bench;
    QVERIFY(!bench.action(Command::SignIn)->isEnabled());
    QVERIFY(!bench.action(Command::SignOut)->isEnabled());
}

void SignInCommandsTest::poolWithoutATokenAsksToSignIn()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.program.dialogs.signIns.append(bench.ada);
    bench.answerTokenAndPool("abc");
    bench.connectWindow();
    QTRY_VERIFY(bench.server.received().size() >= 2);
    QVERIFY(bench.server.received().first().body.contains("refresh_token=refresh-1"));
    QCOMPARE(bench.bearer(1), "Bearer abc"_ba);
    QCOMPARE(bench.timesAsked(), 1);
    QCOMPARE(bench.stored().signIn, bench.ada);
    QTRY_VERIFY(bench.action(Command::SignOut)->isEnabled());
    QVERIFY(bench.action(Command::SignOut)->text().contains(u"ada@contoso.com"_s));
}

void SignInCommandsTest::cancelledSignInIsNotAskedAgain()
{
    Bench bench;
    bench.profile.signIn = bench.ada; // whom the keychain does not know
    bench.connectWindow();
    QTRY_COMPARE(bench.timesAsked(), 1);
    QTest::qWait(50);
    QCOMPARE(bench.timesAsked(), 1);
    trigger(bench.window, Command::SignIn);
    QCOMPARE(bench.timesAsked(), 2);
}

void SignInCommandsTest::whoIsRememberedIsNotAsked()
{
    Bench bench;
    bench.profile.signIn = bench.ada;
    bench.remember("refresh-1");
    bench.answerTokenAndPool("abc");
    bench.connectWindow();
    QTRY_VERIFY(bench.server.received().size() >= 2);
    QCOMPARE(bench.timesAsked(), 0);
}

void SignInCommandsTest::signInThatIsOverIsAskedForAgain()
{
    Bench bench;
    bench.profile.signIn = bench.ada;
    bench.remember("refresh-1");
    bench.server.next(ScriptedServer::answer(
        400, R"({"error":"invalid_grant","error_description":"AADSTS700082: over"})"));
    bench.connectWindow();
    QTRY_COMPARE(bench.timesAsked(), 1);
    QVERIFY(bench.program.dialogs.asked.contains(u"signIn ada@contoso.com"_s));
}

void SignInCommandsTest::signingInKeepsWhatElseIsKnownOfThePool()
{
    Bench bench;
    bench.profile.signIn = bench.ada; // whom the keychain does not know
    bench.connectWindow();
    QTRY_COMPARE(bench.timesAsked(), 1);
    KnownPools::change(bench.program.settings, bench.profile.url,
                       [](PoolProfile &pool) { pool.staysAlive = true; });
    bench.ada.account = u"eve@contoso.com"_s;
    bench.program.dialogs.signIns.append(bench.ada);
    trigger(bench.window, Command::SignIn);
    QTRY_COMPARE(bench.stored().signIn, bench.ada);
    QVERIFY(bench.stored().staysAlive);
}

void SignInCommandsTest::signingOutForgetsAndEndsTheSession()
{
    Bench bench;
    bench.profile.signIn = bench.ada;
    bench.remember("refresh-1");
    bench.answerTokenAndPool("abc");
    bench.connectWindow();
    QTRY_VERIFY(bench.action(Command::SignOut)->isEnabled());
    QTRY_VERIFY(bench.server.received().size() >= 2);
    trigger(bench.window, Command::SignOut);
    QCOMPARE(bench.stored().signIn.account, QString());
    QVERIFY(!bench.action(Command::SignOut)->isEnabled());
    trigger(bench.window, Command::Reconnect);
    QTRY_COMPARE(bench.timesAsked(), 1);
}

void SignInCommandsTest::sessionIsEndedWithATokenThoughTheLastOneIsOver()
{
    Bench bench;
    bench.profile.signIn = bench.ada;
    bench.remember("refresh-1");
    int tokens = 0;
    QByteArrayList deletedWith;
    bench.server.answerOthers([&](const ReceivedRequest &request) {
        if (request.target.endsWith("/token")) // of a life that is soon over
            return ScriptedServer::answer(200,
                                          R"({"expires_in":1,"access_token":"abc)"
                                              + QByteArray::number(++tokens) + R"("})");
        if (request.verb == "DELETE")
            deletedWith += request.headers.value("authorization");
        return ScriptedServer::answer(404, "{}");
    });
    bench.connectWindow();
    QTRY_VERIFY(tokens > 0 && bench.action(Command::SignOut)->isEnabled());
    QTest::qWait(1100); // until it is over
    trigger(bench.window, Command::SignOut);
    QTRY_VERIFY(!deletedWith.isEmpty());
    QVERIFY(deletedWith.first().startsWith("Bearer abc"));
}

QTEST_MAIN(SignInCommandsTest)
#include "tst_signincommands.moc"
