#include "azure/access/AccessCheck.h"
#include "mainwindow/MainMenus.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "settings/KnownPools.h"
#include "support/ScriptedServer.h"
#include "support/window/TestProgram.h"

#include <QMenu>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;
constexpr int patience = 20000;

PoolProfile poolAt(const ScriptedServer &server, const QString &name = u"lab"_s)
{
    return {.name = name, .url = server.endpoint(), .credential = PoolCredential::TypedIn};
}

QMenu &sessionMenu(MainWindow &window)
{
    return *window.findChild<QMenu *>(u"sessionMenu"_s);
}

/// The menu's entries as they are when it is opened; ticked ones with a plus.
QStringList entries(MainWindow &window)
{
    QMenu &menu = sessionMenu(window);
    emit menu.aboutToShow();
    QStringList all;
    for (const QAction *action : menu.actions()) {
        if (!action->isSeparator())
            all += (action->isChecked() ? u"+"_s : QString()) + action->text();
    }
    return all;
}

/// The pool that was chosen answered with a refusal; at first the local pool is not there either.
bool isRefused(MainWindow &window)
{
    return !window.session().pool().isLocal()
        && window.session().status() == SessionController::Status::Unreachable;
}

QAction *entry(MainWindow &window, const QString &text)
{
    for (QAction *action : sessionMenu(window).actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

} // namespace

class PoolsTest : public QObject
{
    Q_OBJECT
private slots:
    void chosenPoolIsConnectedToAndRemembered();
    void favouritesComeFirstInTheMenu();
    void typedTokenIsAskedForAgain();
    void signedInPoolAsksWhoFirst();
    void cancelledSignInConnectsToNothing();
    void sendExactlyIsRememberedOfThePool();
    void localPoolHasNothingToCheck();
    void unreachablePoolOffersACheck();
    void checkUsesTheTypedTokenOfItsPoolAlone();
    void whoSignsInDuringACheckIsRememberedWithThePool();
    void movingAsksWhatConnectingAsks();
    void nothingIsAskedBeforeAPoolIsChosen();
};

void PoolsTest::chosenPoolIsConnectedToAndRemembered()
{
    const ScriptedServer server;
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.dialogs.pools = {{.profile = poolAt(server), .typedToken = Secret("secret")}};
    trigger(window, Command::ConnectPool);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().pool().name, u"lab"_s, patience);
    QCOMPARE(program.dialogs.asked, QStringList{u"choosePool"_s});
    QCOMPARE(KnownPools::of(program.settings).size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(!server.received().isEmpty(), patience);
    QCOMPARE(server.received().first().headers.value("authorization"), "Bearer secret");
}

void PoolsTest::favouritesComeFirstInTheMenu()
{
    TestProgram program(noPool);
    PoolProfile recent{.name = u"a & b"_s, .url = QUrl(u"https://example.org/1"_s)};
    PoolProfile favourite{.name = u"best"_s, .url = QUrl(u"https://example.org/2"_s)};
    favourite.isFavourite = true;
    KnownPools::keep(program.settings, {recent, favourite});
    const QStringList shown = entries(program.newWindow());
    QCOMPARE(shown.mid(0, 4),
             (QStringList{u"+&Local"_s, u"★ best"_s, u"a && b"_s, u"&Connect to a Pool…"_s}));
}

void PoolsTest::typedTokenIsAskedForAgain()
{
    const ScriptedServer server;
    TestProgram program(noPool);
    KnownPools::keep(program.settings, {poolAt(server)});
    MainWindow &window = program.newWindow();
    entries(window);
    entry(window, u"lab"_s)->trigger();
    QCOMPARE(program.dialogs.asked, QStringList{u"pool"_s});
    QVERIFY(window.session().pool().isLocal());
}

void PoolsTest::signedInPoolAsksWhoFirst()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    PoolProfile pool{.name = u"mine"_s,
                     .url = QUrl(u"http://127.0.0.1:9"_s),
                     .credential = PoolCredential::SignedIn};
    program.dialogs.pools = {{.profile = pool, .typedToken = {}}};
    program.dialogs.signIns = {PoolSignIn{.tenant = u"contoso"_s,
                                          .authority = {},
                                          .audience = {},
                                          .clientId = {},
                                          .account = u"me@example.org"_s}};
    trigger(window, Command::ConnectPool);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().pool().name, u"mine"_s, patience);
    QCOMPARE(window.session().pool().signIn.account, u"me@example.org"_s);
    QCOMPARE(KnownPools::of(program.settings).first().signIn.tenant, u"contoso"_s);
}

void PoolsTest::cancelledSignInConnectsToNothing()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.dialogs.pools = {{.profile = {.name = u"mine"_s,
                                          .url = QUrl(u"http://127.0.0.1:9"_s),
                                          .credential = PoolCredential::SignedIn},
                              .typedToken = {}}};
    program.dialogs.signIns = {std::nullopt};
    trigger(window, Command::ConnectPool);
    QTRY_COMPARE_WITH_TIMEOUT(program.dialogs.asked.size(), 2, patience);
    QTRY_VERIFY_WITH_TIMEOUT(program.dialogs.signIns.isEmpty(), patience);
    QCoreApplication::processEvents();
    QVERIFY(window.session().pool().isLocal());
    QVERIFY(KnownPools::of(program.settings).isEmpty());
}

void PoolsTest::sendExactlyIsRememberedOfThePool()
{
    const ScriptedServer server;
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    entries(window);
    QVERIFY(!entry(window, u"Send Code E&xactly as Written"_s)->isEnabled());
    program.dialogs.pools = {{.profile = poolAt(server), .typedToken = Secret("secret")}};
    trigger(window, Command::ConnectPool);
    QTRY_COMPARE_WITH_TIMEOUT(window.session().pool().name, u"lab"_s, patience);
    entries(window);
    trigger(window, Command::SendExactly);
    QVERIFY(window.session().pool().sendsExactly);
    QVERIFY(KnownPools::of(program.settings).first().sendsExactly);
    QVERIFY(entries(window).contains(u"+Send Code E&xactly as Written"_s));
}

void PoolsTest::localPoolHasNothingToCheck()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    entries(window);
    QVERIFY(!entry(window, u"Check My &Access…"_s)->isEnabled());
    QVERIFY(!pressMessageButton(window, u"messageCheckAccess"_s));
}

void PoolsTest::unreachablePoolOffersACheck()
{
    ScriptedServer server;
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    server.next(ScriptedServer::answer(403, {}));
    program.dialogs.pools = {{.profile = poolAt(server), .typedToken = Secret("secret")}};
    trigger(window, Command::ConnectPool);
    QTRY_VERIFY_WITH_TIMEOUT(isRefused(window), patience);
    QVERIFY(pressMessageButton(window, u"messageCheckAccess"_s));
    QCOMPARE(program.dialogs.asked.last(), u"access lab"_s);
}

void PoolsTest::checkUsesTheTypedTokenOfItsPoolAlone()
{
    ScriptedServer server;
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    server.next(ScriptedServer::answer(403, {}));
    program.dialogs.pools = {{.profile = poolAt(server), .typedToken = Secret("secret")}};
    std::shared_ptr<AccessCheck> check;
    program.dialogs.accessChecked = [&](const AccessCheckRequest &request) {
        check = request.newCheck();
        check->start();
    };
    trigger(window, Command::ConnectPool);
    QTRY_VERIFY_WITH_TIMEOUT(isRefused(window), patience);
    trigger(window, Command::CheckAccess);
    QTRY_COMPARE_WITH_TIMEOUT(server.received().size(), 2, patience);
    QCOMPARE(server.received().last().headers.value("authorization"), "Bearer secret");

    ScriptedServer other;
    other.next(ScriptedServer::answer(403, {}));
    other.next(ScriptedServer::answer(403, {}));
    window.session().connectTo({.profile = poolAt(other), .typedToken = Secret("another")});
    QTRY_COMPARE_WITH_TIMEOUT(other.received().size(), 1, patience);
    trigger(window, Command::CheckAccess);
    QTRY_COMPARE_WITH_TIMEOUT(other.received().size(), 2, patience);
    QCOMPARE(other.received().last().headers.value("authorization"), "Bearer another");
    for (const ReceivedRequest &request : server.received())
        QCOMPARE(request.headers.value("authorization"), "Bearer secret");
}

void PoolsTest::whoSignsInDuringACheckIsRememberedWithThePool()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const PoolProfile pool{.name = u"mine"_s, .url = QUrl(u"http://127.0.0.1:9"_s)};
    program.dialogs.poolChooserShown = [&](const PoolChooserRequest &request) {
        request.checkAccess(&window, pool, [&] { program.dialogs.asked += u"signedIn"_s; });
    };
    program.dialogs.accessChecked
        = [&](const AccessCheckRequest &request) { request.signIn(&window, [] {}); };
    PoolSignIn me;
    me.account = u"me@example.org"_s;
    program.dialogs.signIns = {me};
    trigger(window, Command::ConnectPool);
    QTRY_VERIFY_WITH_TIMEOUT(program.dialogs.asked.contains(u"signedIn"_s), patience);
    QCOMPARE(KnownPools::of(program.settings).size(), 1);
    QCOMPARE(KnownPools::of(program.settings).first().credential, PoolCredential::SignedIn);
    QCOMPARE(KnownPools::of(program.settings).first().signIn, me);
    QVERIFY(window.session().pool().isLocal());
}

void PoolsTest::movingAsksWhatConnectingAsks()
{
    const ScriptedServer server;
    TestProgram program(noPool);
    PoolProfile pool = poolAt(server, u"a & b"_s);
    pool.isFavourite = true;
    KnownPools::keep(program.settings,
                     {{.name = u"first"_s, .url = QUrl(u"https://example.org/1"_s)}, pool});
    MainWindow &window = program.newWindow();
    auto &menu = *window.findChild<QMenu *>(u"moveMenu"_s);
    emit menu.aboutToShow();
    QCOMPARE(menu.actions().first()->text(), u"★ a && b"_s);
    pool.isFavourite = false; // the dialog for addresses says nothing of it
    pool.credential = PoolCredential::SignedIn;
    program.dialogs.pools = {{.profile = pool, .typedToken = {}}};
    pool.signIn.account = u"me@example.org"_s;
    program.dialogs.signIns = {pool.signIn};
    const QSignalSpy began(&window.rebuild(), &RebuildController::began);
    menu.actions().first()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(began.size(), 1, patience);
    QCOMPARE(program.dialogs.asked.mid(0, 2), (QStringList{u"pool"_s, u"signIn "_s}));
    pool.isFavourite = true;
    QCOMPARE(KnownPools::of(program.settings).first(), pool);
}

void PoolsTest::nothingIsAskedBeforeAPoolIsChosen()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    entries(window);
    QVERIFY(program.dialogs.asked.isEmpty());
    QCOMPARE(program.network.findChildren<QNetworkReply *>().size(), 0);
}

QTEST_MAIN(PoolsTest)
#include "tst_pools.moc"
