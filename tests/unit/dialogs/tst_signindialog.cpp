#include "credentials/signin/SignIns.h"
#include "dialogs/SignInDialog.h"
#include "rest/DirectLoopback.h"
#include "support/ManualClock.h"
#include "support/MemoryKeychain.h"
#include "support/ScriptedServer.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray goodReply
    = R"({"access_token":"abc","expires_in":3600,"refresh_token":"refresh-1","id_token":"e30.)"
    + QByteArray(R"({"preferred_username":"ada@contoso.com"})").toBase64() + R"(.c2ln"})";
const QByteArray codeReply
    = R"({"user_code":"ABCD-EFGH","device_code":"device-1","verification_uri":)"
      R"("https://microsoft.com/devicelogin","expires_in":900,"interval":5})";

// Stands in for the desktop's browser: keeps what it was asked to open.
class FakeBrowser : public QObject
{
    Q_OBJECT
public:
    FakeBrowser()
    {
        QDesktopServices::setUrlHandler(u"http"_s, this, "open");
        QDesktopServices::setUrlHandler(u"https"_s, this, "open");
    }
    ~FakeBrowser() override
    {
        QDesktopServices::unsetUrlHandler(u"http"_s);
        QDesktopServices::unsetUrlHandler(u"https"_s);
    }
    QList<QUrl> opened;

public slots:
    void open(const QUrl &url) { opened.append(url); }
};

struct Bench
{
    explicit Bench(const PoolSignIn &settings = {}, bool hasKeychain = true)
        : signIns(hasKeychain ? &keychain : nullptr)
    {
        keepLoopbackDirect(network);
        PoolSignIn initial = settings;
        if (initial.authority.isEmpty())
            initial.authority = u"http://127.0.0.1:%1"_s.arg(server.endpoint().port());
        dialog = std::make_unique<SignInDialog>(SignInQuestion{initial, signIns, {network, clock}});
        dialog->show();
    }
    template<typename T> T *child(const QString &name)
    {
        auto *found = dialog->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void press(const QString &name) { child<QPushButton>(name)->click(); }
    QString text(const QString &name) { return child<QLabel>(name)->text(); }
    // The browser is sent back to us, as the authority would.
    QNetworkReply *sendBrowserBack(const QByteArray &answer)
    {
        const QUrlQuery page(browser.opened.last());
        const int port = QUrl(page.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded)).port();
        const QUrl back(u"http://127.0.0.1:%1/?%2&state=%3"_s.arg(port).arg(
            QString::fromLatin1(answer), page.queryItemValue(u"state"_s)));
        return network.get(QNetworkRequest(back));
    }

    FakeBrowser browser;
    ScriptedServer server;
    QNetworkAccessManager network;
    ManualClock clock;
    MemoryKeychain keychain;
    SignIns signIns;
    std::unique_ptr<SignInDialog> dialog;
};

} // namespace

class SignInDialogTest : public QObject
{
    Q_OBJECT

private slots:
    void browserSignsIn();
    void pageCanBeOpenedAgainAndCopied();
    void codeIsShownAndSignsIn();
    void codeIsCopiedAndItsPageOpened();
    void codeCountsDown();
    void withoutAKeychainItSaysSoBeforeItCloses();
    void refusalLeadsBackAndSaysWhy();
    void settingsThatCannotBeUsedAreTold();
    void rareSettingsAreHiddenUntilTheyAreInUse();
    void anotherPlaceIsAnotherAccount();
    void cancellingClosesThePort();
    void backStopsTheCode();
    void onlyWhatCanBePressedIsShown();
    void everyControlHasAName();
};

void SignInDialogTest::browserSignsIn()
{
    Bench bench({.tenant = u"contoso.com"_s});
    bench.server.next(ScriptedServer::answer(200, goodReply));
    bench.press(u"signInBrowser"_s);
    QCOMPARE(bench.browser.opened.size(), 1);
    QVERIFY(bench.text(u"signInWaitText"_s).contains(u"browser"_s));
    QSignalSpy accepted(bench.dialog.get(), &QDialog::accepted);
    bench.sendBrowserBack("code=x");
    QTRY_COMPARE(accepted.size(), 1);
    QCOMPARE(bench.dialog->signIn().account, u"ada@contoso.com"_s);
    QCOMPARE(bench.dialog->signIn().tenant, u"contoso.com"_s);
    QCOMPARE(bench.keychain.entries.values(), QList<Secret>{Secret("refresh-1")});
}

void SignInDialogTest::pageCanBeOpenedAgainAndCopied()
{
    Bench bench;
    bench.press(u"signInBrowser"_s);
    bench.press(u"signInReopen"_s);
    QCOMPARE(bench.browser.opened.size(), 2);
    QCOMPARE(bench.browser.opened.at(0), bench.browser.opened.at(1));
    bench.press(u"signInCopyPage"_s);
    QCOMPARE(QUrl(QGuiApplication::clipboard()->text()), bench.browser.opened.first());
}

void SignInDialogTest::codeIsShownAndSignsIn()
{
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, codeReply));
    bench.press(u"signInUseCode"_s);
    QTRY_COMPARE(bench.text(u"signInCode"_s), u"ABCD-EFGH"_s);
    bench.server.next(ScriptedServer::answer(200, goodReply));
    QSignalSpy accepted(bench.dialog.get(), &QDialog::accepted);
    bench.clock.advance(5s);
    QTRY_COMPARE(accepted.size(), 1);
    QCOMPARE(bench.dialog->signIn().account, u"ada@contoso.com"_s);
}

void SignInDialogTest::codeIsCopiedAndItsPageOpened()
{
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, codeReply));
    bench.press(u"signInUseCode"_s);
    QTRY_COMPARE(bench.text(u"signInCode"_s), u"ABCD-EFGH"_s);
    bench.press(u"signInCopyCode"_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"ABCD-EFGH"_s);
    bench.press(u"signInOpenPage"_s);
    QCOMPARE(bench.browser.opened, QList<QUrl>{QUrl(u"https://microsoft.com/devicelogin"_s)});
}

void SignInDialogTest::codeCountsDown()
{
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, codeReply));
    bench.press(u"signInUseCode"_s);
    QTRY_VERIFY(bench.text(u"signInCodeValidity"_s).contains(u"15:00"_s));
    bench.clock.advance(4s);
    QTRY_VERIFY(bench.text(u"signInCodeValidity"_s).contains(u"14:56"_s));
}

void SignInDialogTest::withoutAKeychainItSaysSoBeforeItCloses()
{
    Bench bench({}, false);
    bench.server.next(ScriptedServer::answer(200, goodReply));
    bench.press(u"signInBrowser"_s);
    bench.sendBrowserBack("code=x");
    QTRY_VERIFY(bench.text(u"signInEndText"_s).contains(u"ada@contoso.com until"_s));
    QVERIFY(bench.dialog->isVisible());
    bench.press(u"signInContinue"_s);
    QCOMPARE(bench.dialog->result(), int(QDialog::Accepted));
}

void SignInDialogTest::refusalLeadsBackAndSaysWhy()
{
    Bench bench;
    bench.press(u"signInBrowser"_s);
    QNetworkReply *page = bench.sendBrowserBack("error=access_denied");
    QTRY_VERIFY(page->isFinished());
    QVERIFY(page->readAll().contains("You are not signed in."));
    QTRY_VERIFY(bench.child<QLabel>(u"signInProblem"_s)->isVisible());
    QVERIFY(bench.text(u"signInProblem"_s).startsWith(u"Signing in was declined"_s));
    bench.press(u"signInBrowser"_s);
    QCOMPARE(bench.browser.opened.size(), 2);
}

void SignInDialogTest::settingsThatCannotBeUsedAreTold()
{
    Bench bench({.authority = u"http://far.test"_s});
    bench.press(u"signInBrowser"_s);
    QVERIFY(bench.text(u"signInProblem"_s).startsWith(u"The authority must be"_s));
    bench.press(u"signInUseCode"_s);
    QVERIFY(bench.child<QWidget>(u"signInBrowser"_s)->isVisible());
    QVERIFY(bench.browser.opened.isEmpty());
}

void SignInDialogTest::rareSettingsAreHiddenUntilTheyAreInUse()
{
    SignIns signIns(nullptr);
    QNetworkAccessManager network;
    ManualClock clock;
    const auto isShown = [&](const PoolSignIn &settings) {
        SignInDialog dialog({settings, signIns, {network, clock}});
        dialog.show();
        return dialog.findChild<QLineEdit *>(u"signInTenant"_s)->isVisible();
    };
    QVERIFY(!isShown({}));
    QVERIFY(isShown({.tenant = u"contoso.com"_s}));
}

void SignInDialogTest::anotherPlaceIsAnotherAccount()
{
    Bench bench({.tenant = u"contoso.com"_s, .account = u"ada@contoso.com"_s});
    const auto hint = [&] {
        return QUrlQuery(bench.browser.opened.last())
            .queryItemValue(u"login_hint"_s, QUrl::FullyDecoded);
    };
    bench.press(u"signInBrowser"_s);
    QCOMPARE(hint(), u"ada@contoso.com"_s);
    bench.press(u"signInBack"_s);
    bench.child<QLineEdit>(u"signInTenant"_s)->setText(u"fabrikam.com"_s);
    bench.press(u"signInBrowser"_s);
    QCOMPARE(hint(), QString());
}

void SignInDialogTest::cancellingClosesThePort()
{
    Bench bench;
    bench.press(u"signInBrowser"_s);
    const QUrl page = bench.browser.opened.last();
    const QUrl redirect(QUrlQuery(page).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
    bench.press(u"signInCancel"_s);
    QCOMPARE(bench.dialog->result(), int(QDialog::Rejected));
    bench.dialog.reset();
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, quint16(redirect.port()));
    QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
}

void SignInDialogTest::backStopsTheCode()
{
    Bench bench;
    bench.server.next(ScriptedServer::answer(200, codeReply));
    bench.press(u"signInUseCode"_s);
    QTRY_COMPARE(bench.text(u"signInCode"_s), u"ABCD-EFGH"_s);
    bench.press(u"signInBack"_s);
    QVERIFY(bench.child<QWidget>(u"signInBrowser"_s)->isVisible());
    bench.clock.advance(1h);
    QTest::qWait(20);
    QCOMPARE(bench.server.received().size(), 1);
}

void SignInDialogTest::onlyWhatCanBePressedIsShown()
{
    Bench bench;
    const auto isShown
        = [&](const QString &name) { return bench.child<QWidget>(name)->isVisible(); };
    QVERIFY(!isShown(u"signInBack"_s));
    QVERIFY(!isShown(u"signInContinue"_s));
    bench.press(u"signInBrowser"_s);
    QVERIFY(isShown(u"signInBack"_s));
    bench.press(u"signInBack"_s);
    QVERIFY(!isShown(u"signInBack"_s));
}

void SignInDialogTest::everyControlHasAName()
{
    Bench bench;
    for (const auto *field : bench.dialog->findChildren<QLineEdit *>())
        QVERIFY2(!field->accessibleName().isEmpty(), qPrintable(field->objectName()));
    for (const auto *button : bench.dialog->findChildren<QPushButton *>())
        QVERIFY(!button->objectName().isEmpty());
}

QTEST_MAIN(SignInDialogTest)
#include "tst_signindialog.moc"
