#include "dialogs/pools/PoolCreateDialog.h"
#include "dialogs/pools/PoolListModel.h"
#include "support/FakeNetwork.h"
#include "support/window/PoolBench.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>
#include <QTextDocumentFragment>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int patience = 20000;

template<typename T> T *part(const QWidget &window, const QString &name)
{
    return window.findChild<T *>(name);
}

/// A chooser that has looked everywhere.
struct Chooser
{
    explicit Chooser(PoolBench &bench)
        : dialog(bench.dialogs, bench.request(), testTheme())
        , list(part<QListView>(dialog, u"poolList"_s))
    {
        dialog.show();
        using State = PoolDirectory::State;
        const auto isDone = [&] {
            return bench.directory.state() == State::Ready
                || bench.directory.state() == State::Failed;
        };
        if (!QTest::qWaitFor(isDone, patience))
            QTest::qFail("the search did not end", __FILE__, __LINE__);
    }

    /// Headings in brackets.
    [[nodiscard]] QStringList rows() const
    {
        QStringList all;
        for (int i = 0; i < list->model()->rowCount(); ++i) {
            const QModelIndex index = list->model()->index(i, 0);
            const bool isPool = index.flags().testFlag(Qt::ItemIsSelectable);
            all += isPool ? index.data().toString() : u"[%1]"_s.arg(index.data().toString());
        }
        return all;
    }
    void choose(const QString &name) const
    {
        for (int i = 0; i < list->model()->rowCount(); ++i) {
            if (list->model()->index(i, 0).data().toString() == name)
                list->setCurrentIndex(list->model()->index(i, 0));
        }
    }
    void press(const QString &name) const { part<QPushButton>(dialog, name)->click(); }
    [[nodiscard]] QString text(const QString &name) const
    {
        return part<QLabel>(dialog, name)->text();
    }

    PoolChooserDialog dialog;
    QListView *list;
};

} // namespace

class PoolChooserTest : public QObject
{
    Q_OBJECT
private slots:
    void poolsAreListedBelowThoseThatAreKnown();
    void chosenPoolIsConnectedToAsWhoIsSignedIn();
    void searchNeedsAllWords();
    void favouritesAreKeptOnTop();
    void clickOnTheStarMakesAFavourite();
    void addressInTheSearchIsAskedAbout();
    void poolWithATypedTokenIsAskedAbout();
    void poolThatRunsNoCellsSaysWhy();
    void whoIsNotSignedInIsAskedTo();
    void knownPoolsAreThereWithoutASignIn();
    void failureOfAzureCanBeTriedAgain();
    void failureOfOneSubscriptionIsTold();
    void withoutPoolsOneIsOffered();
    void deletingNamesThePoolAndNeedsAYes();
    void failedDeletionIsTold();
    void accessIsCheckedOfThePoolChosen();
    void whoSignsInForAPoolDuringACheckConnectsSo();
    void whatOthersRememberMeanwhileStays();
    void poolsOfASubscriptionThatFailsNowStay();
    void sessionsInUseAreAskedOfThePoolsShown();
    void poolsOnOtherHostsAreNotAskedUnasked();
    void otherDirectoriesCanBeLookedInto();
    void oneDirectoryIsNoChoice();
    void selectionStaysWhilePoolsComeIn();
    void markupInNamesIsShownAsItIs();
    void tenThousandPoolsAreListed();

    void nameIsCheckedWhileItIsTyped();
    void createdPoolIsOfferedWithItsRole();
    void whoMayNotGiveRolesIsToldWhatAnOwnerDoes();
    void failedCreationKeepsTheForm();
    void cancelEndsTheWaitingFirst();
    void existingGroupBringsItsRegion();
};

void PoolChooserTest::poolsAreListedBelowThoseThatAreKnown()
{
    PoolBench bench;
    const QString subscription = bench.arm.addSubscription(u"Science"_s);
    bench.arm.addPool(subscription, u"g"_s, u"second"_s);
    bench.arm.addPool(subscription, u"g"_s, u"first"_s);
    bench.known = {{.name = u"lab"_s, .url = QUrl(u"https://lab.example.org/p"_s)}};
    const Chooser chooser(bench);
    const QAbstractItemModelTester tester(chooser.list->model());
    QCOMPARE(chooser.rows(),
             (QStringList{u"[Used Lately]"_s, u"lab"_s, u"[More Pools in Azure]"_s, u"first"_s,
                          u"second"_s}));
    QCOMPARE(chooser.text(u"poolAccount"_s), u"Signed in as me@example.org."_s);
}

void PoolChooserTest::chosenPoolIsConnectedToAsWhoIsSignedIn()
{
    PoolBench bench;
    const QString id
        = bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"mine"_s);
    Chooser chooser(bench);
    chooser.choose(u"mine"_s);
    chooser.press(u"poolChooserConnect"_s);
    QCOMPARE(chooser.dialog.result(), int(QDialog::Accepted));
    const PoolProfile profile = chooser.dialog.choice().profile;
    QCOMPARE(profile.name, u"mine"_s);
    QCOMPARE(profile.resourceId, id);
    QCOMPARE(profile.cooldown, std::chrono::seconds(300));
    QCOMPARE(profile.credential, PoolCredential::SignedIn);
    QVERIFY(profile.url.toString().endsWith(u"/sessionPools/mine"_s));
}

void PoolChooserTest::searchNeedsAllWords()
{
    PoolBench bench;
    const QString science = bench.arm.addSubscription(u"Science"_s);
    bench.arm.addPool(science, u"night"_s, u"plots"_s);
    bench.arm.addPool(science, u"day"_s, u"maps"_s);
    const Chooser chooser(bench);
    auto *search = part<QLineEdit>(chooser.dialog, u"poolSearch"_s);
    search->setText(u"SCIENCE night"_s);
    QCOMPARE(chooser.rows(), (QStringList{u"[Pools in Azure]"_s, u"plots"_s}));
    search->setText(u"nowhere"_s);
    QCOMPARE(chooser.text(u"poolNoticeTitle"_s), u"No pool matches"_s);
    chooser.press(u"poolClearSearch"_s);
    QCOMPARE(chooser.rows().size(), 3);
}

void PoolChooserTest::favouritesAreKeptOnTop()
{
    PoolBench bench;
    const QString science = bench.arm.addSubscription(u"Science"_s);
    bench.arm.addPool(science, u"g"_s, u"a"_s);
    bench.arm.addPool(science, u"g"_s, u"b"_s);
    const Chooser chooser(bench);
    chooser.choose(u"b"_s);
    chooser.press(u"poolFavourite"_s);
    QCOMPARE(chooser.rows(),
             (QStringList{u"[Favourites]"_s, u"b"_s, u"[More Pools in Azure]"_s, u"a"_s}));
    QCOMPARE(bench.known.size(), 1);
    QVERIFY(bench.known.first().isFavourite);
    QCOMPARE(chooser.list->currentIndex().data().toString(), u"b"_s);
    chooser.press(u"poolFavourite"_s);
    QVERIFY(!bench.known.first().isFavourite);
}

void PoolChooserTest::clickOnTheStarMakesAFavourite()
{
    PoolBench bench;
    bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"a"_s);
    const Chooser chooser(bench);
    const QRect row = chooser.list->visualRect(chooser.list->model()->index(1, 0));
    QTest::mouseClick(chooser.list->viewport(), Qt::LeftButton, {},
                      QPoint(row.left() + 20, row.center().y()));
    QCOMPARE(bench.known.size(), 1);
    QVERIFY(bench.known.first().isFavourite);
}

void PoolChooserTest::addressInTheSearchIsAskedAbout()
{
    PoolBench bench;
    Chooser chooser(bench);
    PoolChoice answer{.profile = {.name = u"x"_s, .url = QUrl(u"https://x.example.org/p"_s)},
                      .typedToken = Secret("t")};
    bench.dialogs.pools = {answer};
    part<QLineEdit>(chooser.dialog, u"poolSearch"_s)->setText(u" https://x.example.org/p"_s);
    QTRY_COMPARE_WITH_TIMEOUT(chooser.dialog.result(), int(QDialog::Accepted), patience);
    QCOMPARE(bench.dialogs.asked, QStringList{u"pool"_s});
    QCOMPARE(chooser.dialog.choice().typedToken, Secret("t"));
}

void PoolChooserTest::poolWithATypedTokenIsAskedAbout()
{
    PoolBench bench;
    bench.known = {{.name = u"lab"_s,
                    .url = QUrl(u"https://lab.example.org/p"_s),
                    .credential = PoolCredential::TypedIn}};
    const Chooser chooser(bench);
    chooser.choose(u"lab"_s);
    QVERIFY(!part<QPushButton>(chooser.dialog, u"poolCheckAccess"_s)->isEnabled());
    chooser.press(u"poolChooserConnect"_s);
    QCOMPARE(bench.dialogs.asked, QStringList{u"pool"_s});
    QVERIFY(chooser.dialog.isVisible());
}

void PoolChooserTest::poolThatRunsNoCellsSaysWhy()
{
    PoolBench bench;
    const QString id = bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"web"_s);
    QJsonObject pool = bench.arm.resource(id);
    QJsonObject properties = pool["properties"_L1].toObject();
    properties["containerType"_L1] = u"CustomContainer"_s;
    pool["properties"_L1] = properties;
    bench.arm.setResource(id, pool);
    const Chooser chooser(bench);
    chooser.choose(u"web"_s);
    QVERIFY(!part<QPushButton>(chooser.dialog, u"poolChooserConnect"_s)->isEnabled());
    QVERIFY(chooser.text(u"poolChooserHint"_s).contains(u"containers of its own kind"_s));
}

void PoolChooserTest::whoIsNotSignedInIsAskedTo()
{
    PoolBench bench;
    bench.tokenError = RestError{RestError::Kind::NoCredential, 0, {}, u"Azure CLI: no"_s};
    bench.signIn();
    const Chooser chooser(bench);
    QCOMPARE(chooser.text(u"poolNoticeTitle"_s), u"Sign in to see your pools"_s);
    QCOMPARE(chooser.text(u"poolNoticeDetail"_s), u"Azure CLI: no"_s);
    chooser.press(u"poolNoticeSignIn"_s);
    QCOMPARE(bench.signInsAsked, 1);
    QVERIFY(bench.arm.requests().isEmpty());
}

void PoolChooserTest::knownPoolsAreThereWithoutASignIn()
{
    PoolBench bench;
    bench.tokenError = RestError{RestError::Kind::NoCredential};
    bench.signIn();
    bench.known = {{.name = u"lab"_s, .url = QUrl(u"https://lab.example.org/p"_s)}};
    Chooser chooser(bench);
    QCOMPARE(chooser.list->currentIndex().data().toString(), u"lab"_s);
    chooser.press(u"poolChooserConnect"_s);
    QCOMPARE(chooser.dialog.choice().profile.name, u"lab"_s);
}

void PoolChooserTest::failureOfAzureCanBeTriedAgain()
{
    PoolBench bench;
    bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"a"_s);
    bench.arm.failAt(u"GET /subscriptions"_s,
                     {.status = 400, .code = u"Bad"_s, .message = u"Out of order."_s, .times = 1});
    const Chooser chooser(bench);
    QCOMPARE(chooser.text(u"poolNoticeTitle"_s), u"Azure could not be asked"_s);
    QVERIFY(chooser.text(u"poolNoticeText"_s).contains(u"Out of order."_s));
    chooser.press(u"poolNoticeRetry"_s);
    QTRY_COMPARE_WITH_TIMEOUT(chooser.rows().size(), 2, patience);
}

void PoolChooserTest::failureOfOneSubscriptionIsTold()
{
    PoolBench bench;
    bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"a"_s);
    bench.arm.failAt(u"GET /subscriptions/"_s + bench.arm.addSubscription(u"Closed"_s),
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    const Chooser chooser(bench);
    QCOMPARE(chooser.rows().size(), 2);
    QVERIFY(chooser.text(u"poolChooserHint"_s).contains(u"‘Closed’"_s));
}

void PoolChooserTest::withoutPoolsOneIsOffered()
{
    PoolBench bench;
    bench.arm.addSubscription(u"Science"_s);
    const Chooser chooser(bench);
    QCOMPARE(chooser.text(u"poolNoticeTitle"_s), u"No session pools yet"_s);
    chooser.press(u"poolNoticeCreate"_s);
    QVERIFY(chooser.dialog.findChild<PoolCreateDialog *>());
}

void PoolChooserTest::deletingNamesThePoolAndNeedsAYes()
{
    PoolBench bench;
    const QString id = bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"old"_s);
    const Chooser chooser(bench);
    chooser.choose(u"old"_s);
    chooser.press(u"poolFavourite"_s);
    bench.dialogs.confirmations = {false, true};
    chooser.press(u"poolDelete"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bench.dialogs.confirmations.size() == 1, patience);
    QCOMPARE(bench.dialogs.confirmed.last().acceptText, u"&Delete Pool"_s);
    QVERIFY(bench.dialogs.confirmed.last().text.contains(u"“old” in “Science / g”"_s));
    QVERIFY(bench.dialogs.confirmed.last().isDestructive);
    QCoreApplication::processEvents(); // the No arrives
    QCOMPARE(bench.directory.pools().first().state, SessionPool::State::Ready);
    chooser.press(u"poolDelete"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bench.arm.resource(id).isEmpty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(chooser.rows(), QStringList(), patience);
    QVERIFY(bench.known.isEmpty());
    QCOMPARE(bench.dialogs.confirmed.size(), 2);
}

void PoolChooserTest::failedDeletionIsTold()
{
    PoolBench bench;
    const QString id = bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"old"_s);
    bench.arm.failAt(u"DELETE "_s + id,
                     {.status = 409, .code = u"ScopeLocked"_s, .message = u"It is locked."_s});
    const Chooser chooser(bench);
    chooser.choose(u"old"_s);
    bench.dialogs.confirmations = {true};
    chooser.press(u"poolDelete"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        chooser.text(u"poolChooserHint"_s).contains(u"‘old’ was not deleted"_s), patience);
    QVERIFY(chooser.text(u"poolChooserHint"_s).contains(u"It is locked."_s));
    QVERIFY(part<QPushButton>(chooser.dialog, u"poolDelete"_s)->isEnabled());
}

void PoolChooserTest::accessIsCheckedOfThePoolChosen()
{
    PoolBench bench;
    bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"g"_s, u"mine"_s);
    const Chooser chooser(bench);
    chooser.press(u"poolCheckAccess"_s);
    QCOMPARE(bench.checked, QStringList{u"mine"_s});
}

void PoolChooserTest::whoSignsInForAPoolDuringACheckConnectsSo()
{
    PoolBench bench;
    bench.known = {{.name = u"lab"_s, .url = QUrl(u"https://lab.example.org/p"_s)}};
    Chooser chooser(bench);
    chooser.press(u"poolCheckAccess"_s);
    bench.known.first().credential = PoolCredential::SignedIn;
    bench.signedInForPool();
    chooser.press(u"poolChooserConnect"_s);
    QCOMPARE(chooser.dialog.choice().profile, bench.known.first());
}

void PoolChooserTest::whatOthersRememberMeanwhileStays()
{
    PoolBench bench;
    bench.known = {{.name = u"lab"_s, .url = QUrl(u"https://lab.example.org/p"_s)}};
    const Chooser chooser(bench);
    bench.known.first().apiVersion = u"2025-02-02-preview"_s;
    chooser.press(u"poolFavourite"_s);
    QVERIFY(bench.known.first().isFavourite);
    QCOMPARE(bench.known.first().apiVersion, u"2025-02-02-preview"_s);
}

void PoolChooserTest::poolsOfASubscriptionThatFailsNowStay()
{
    PoolBench bench;
    const QString science = bench.arm.addSubscription(u"Science"_s);
    const QString id = bench.arm.addPool(science, u"g"_s, u"a"_s);
    QJsonObject pool = bench.arm.resource(id);
    pool["id"_L1] = id.toUpper(); // Azure's replies vary it
    bench.arm.setResource(id, pool);
    const Chooser chooser(bench);
    QCOMPARE(bench.directory.pools().size(), 1);
    bench.arm.failAt(u"GET /subscriptions/"_s + science,
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    bench.directory.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(bench.directory.failures().size(), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(bench.directory.state(), PoolDirectory::State::Ready, patience);
    QCOMPARE(bench.directory.pools().size(), 1);
}

void PoolChooserTest::sessionsInUseAreAskedOfThePoolsShown()
{
    PoolBench bench;
    bench.arm.sessionsInUse = 3;
    const QString science = bench.arm.addSubscription(u"Science"_s);
    for (int i = 0; i < 60; ++i)
        bench.arm.addPool(science, u"g"_s, u"pool%1"_s.arg(i, 2, 10, QChar(u'0')));
    const Chooser chooser(bench);
    const auto details = [&] {
        return chooser.list->model()->index(1, 0).data(PoolListModel::RowRole).value<PoolRow>();
    };
    QTRY_VERIFY_WITH_TIMEOUT(details().details.contains(u"3 of 10 in use"_s), patience);
    const auto asked = bench.arm.requests().filter(u"/listSessions"_s);
    QVERIFY(asked.size() < 30);
    QVERIFY(!asked.contains(u"GET /pools/pool59/listSessions"_s));
    chooser.list->scrollToBottom();
    QTRY_VERIFY_WITH_TIMEOUT(bench.arm.requests().contains(u"GET /pools/pool59/listSessions"_s),
                             patience);
}

void PoolChooserTest::poolsOnOtherHostsAreNotAskedUnasked()
{
    SessionPool pool;
    pool.endpoint = QUrl(u"https://somewhere.example.org/pools/a"_s);
    FakeNetwork network;
    FakeTokens tokens;
    SystemClock clock;
    PoolUse use(tokens, network, clock);
    use.ask(pool);
    pool.endpoint = QUrl(u"https://westeurope.dynamicsessions.io/pools/a"_s);
    use.ask(pool);
    use.ask(pool);
    QCOMPARE(network.requests().size(), 1);
    QCOMPARE(network.requests().first().url.host(), u"westeurope.dynamicsessions.io"_s);
}

void PoolChooserTest::otherDirectoriesCanBeLookedInto()
{
    PoolBench bench;
    bench.arm.addSubscription(u"Science"_s);
    bench.arm.addTenant(u"11111111-1111-1111-1111-111111111111"_s, u"Contoso"_s);
    bench.arm.addTenant(u"33333333-3333-3333-3333-333333333333"_s, u"Guests"_s);
    const Chooser chooser(bench);
    auto *tenant = part<QComboBox>(chooser.dialog, u"poolTenant"_s);
    QTRY_COMPARE_WITH_TIMEOUT(tenant->count(), 2, patience);
    QTRY_VERIFY_WITH_TIMEOUT(tenant->isVisible(), patience);
    QCOMPARE(tenant->currentText(), u"Contoso"_s);
    tenant->setCurrentIndex(1);
    emit tenant->activated(1);
    QCOMPARE(bench.tenantsAsked, QStringList{u"33333333-3333-3333-3333-333333333333"_s});
}

void PoolChooserTest::oneDirectoryIsNoChoice()
{
    PoolBench bench;
    bench.arm.addSubscription(u"Science"_s);
    bench.arm.addTenant(u"11111111-1111-1111-1111-111111111111"_s, u"Contoso"_s);
    const Chooser chooser(bench);
    QTRY_VERIFY_WITH_TIMEOUT(!bench.directory.tenants().isEmpty(), patience);
    QVERIFY(!part<QComboBox>(chooser.dialog, u"poolTenant"_s)->isVisible());
}

void PoolChooserTest::selectionStaysWhilePoolsComeIn()
{
    PoolBench bench;
    bench.known = {{.name = u"one"_s, .url = QUrl(u"https://lab.example.org/1"_s)},
                   {.name = u"two"_s, .url = QUrl(u"https://lab.example.org/2"_s)}};
    const QString subscription = bench.arm.addSubscription(u"Science"_s);
    PoolChooserDialog dialog(bench.dialogs, bench.request(), testTheme());
    auto *list = part<QListView>(dialog, u"poolList"_s);
    list->setCurrentIndex(list->model()->index(2, 0));
    bench.arm.addPool(subscription, u"g"_s, u"a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(bench.directory.state(), PoolDirectory::State::Ready, patience);
    QCOMPARE(list->model()->rowCount(), 5);
    QCOMPARE(list->currentIndex().data().toString(), u"two"_s);
}

namespace {

/// The form, filled in so far that it can be sent.
struct Form
{
    explicit Form(PoolBench &bench)
    {
        bench.directory.refresh();
        const auto isReady = [&] { return bench.directory.state() == PoolDirectory::State::Ready; };
        if (!QTest::qWaitFor(isReady, patience))
            QTest::qFail("the search did not end", __FILE__, __LINE__);
        dialog = std::make_unique<PoolCreateDialog>(bench.directory);
        dialog->show();
        type(u"fresh"_s);
    }
    void type(const QString &name) const
    {
        part<QLineEdit>(*dialog, u"newPoolName"_s)->setText(name);
    }
    [[nodiscard]] QPushButton *button(const QString &name) const
    {
        return part<QPushButton>(*dialog, name);
    }
    [[nodiscard]] QString text(const QString &name) const
    {
        return part<QLabel>(*dialog, name)->text();
    }

    std::unique_ptr<PoolCreateDialog> dialog;
};

} // namespace

void PoolChooserTest::markupInNamesIsShownAsItIs()
{
    PoolBench bench;
    const QString subscription = bench.arm.addSubscription(u"<b>Science</b>"_s);
    bench.arm.addPool(subscription, u"g"_s, u"pool"_s);
    const Chooser chooser(bench);
    chooser.choose(u"pool"_s);
    const QString tip = chooser.list->currentIndex().data(Qt::ToolTipRole).toString();
    QTextDocumentFragment shown = Qt::mightBeRichText(tip)
        ? QTextDocumentFragment::fromHtml(tip)
        : QTextDocumentFragment::fromPlainText(tip);
    QVERIFY2(shown.toPlainText().startsWith(u"<b>Science</b> / g"), qPrintable(tip));
}

void PoolChooserTest::tenThousandPoolsAreListed()
{
    PoolBench bench;
    bench.arm.pageSize = 1000;
    const QString subscription = bench.arm.addSubscription(u"Science"_s);
    constexpr int count = 10000;
    for (int i = 0; i < count; ++i)
        bench.arm.addPool(subscription, u"g"_s, u"pool%1"_s.arg(i, 5, 10, QChar(u'0')));
    const Chooser chooser(bench);
    QCOMPARE(chooser.rows().size(), count + 1);
    QCOMPARE(chooser.rows().last(), u"pool09999"_s);
}

void PoolChooserTest::nameIsCheckedWhileItIsTyped()
{
    PoolBench bench;
    bench.arm.addPool(bench.arm.addSubscription(u"Science"_s), u"sessionbook"_s, u"taken"_s);
    const Form form(bench);
    QVERIFY(form.button(u"newPoolCreate"_s)->isEnabled());
    for (const QString &name : {u"Fresh"_s, u""_s, u"a"_s, u"with space"_s, u"taken"_s}) {
        form.type(name);
        QVERIFY2(!form.button(u"newPoolCreate"_s)->isEnabled(), qPrintable(name));
        QVERIFY(!form.text(u"newPoolHint"_s).isEmpty());
    }
    part<QLineEdit>(*form.dialog, u"newPoolNewGroup"_s)->setText(u"bad/group"_s);
    form.type(u"fresh"_s);
    QVERIFY(!form.button(u"newPoolCreate"_s)->isEnabled());
}

void PoolChooserTest::createdPoolIsOfferedWithItsRole()
{
    PoolBench bench;
    const QString subscription = bench.arm.addSubscription(u"Science"_s);
    const Form form(bench);
    const QSignalSpy created(form.dialog.get(), &PoolCreateDialog::created);
    form.button(u"newPoolCreate"_s)->click();
    QTRY_COMPARE_WITH_TIMEOUT(created.size(), 1, patience);
    QVERIFY(form.button(u"roleAssign"_s)->isVisible());
    const QString pool
        = u"/subscriptions/%1/resourceGroups/sessionbook/providers/Microsoft.App/sessionPools/fresh"_s
              .arg(subscription);
    QVERIFY(!bench.arm.resource(pool).isEmpty());

    form.button(u"roleAssign"_s)->click();

    QTRY_VERIFY_WITH_TIMEOUT(form.text(u"roleText"_s).contains(u"one to five minutes"_s), patience);
    QVERIFY(bench.arm.requests().last().startsWith(
        u"PUT %1/providers/Microsoft.Authorization/roleAssignments/"_s.arg(pool)));
    QVERIFY(!form.button(u"roleAssign"_s)->isVisible());
}

void PoolChooserTest::whoMayNotGiveRolesIsToldWhatAnOwnerDoes()
{
    PoolBench bench;
    const QString subscription = bench.arm.addSubscription(u"Science"_s);
    bench.arm.failAt(u"PUT /subscriptions/%1/resourceGroups/sessionbook/providers/Microsoft.App/"
                     "sessionPools/fresh/providers"_s.arg(subscription),
                     {.status = 403, .code = u"AuthorizationFailed"_s, .message = u"no"_s});
    const Form form(bench);
    form.button(u"newPoolCreate"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(form.button(u"roleAssign"_s)->isVisible(), patience);
    form.button(u"roleAssign"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(form.text(u"roleText"_s).contains(u"Ask an owner"_s), patience);
    const QString command = part<QPlainTextEdit>(*form.dialog, u"commandText"_s)->toPlainText();
    QVERIFY(command.contains(u"Azure ContainerApps Session Executor"_s));
    QVERIFY(command.contains(u"22222222-2222-2222-2222-222222222222"_s));
}

void PoolChooserTest::failedCreationKeepsTheForm()
{
    PoolBench bench;
    bench.arm.addSubscription(u"Science"_s);
    bench.arm.outcome = u"Failed"_s;
    const Form form(bench);
    form.button(u"newPoolCreate"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(form.text(u"newPoolHint"_s).contains(u"It could not be made."_s),
                             patience);
    QVERIFY(form.button(u"newPoolCreate"_s)->isVisible());
    QCOMPARE(part<QLineEdit>(*form.dialog, u"newPoolName"_s)->text(), u"fresh"_s);
}

void PoolChooserTest::cancelEndsTheWaitingFirst()
{
    PoolBench bench;
    bench.arm.addSubscription(u"Science"_s);
    bench.arm.polls = 100000;
    const Form form(bench);
    form.button(u"newPoolCreate"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.arm.requests().filter(u"/operations/1"_s).isEmpty(), patience);
    form.button(u"newPoolCancel"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(form.text(u"newPoolHint"_s).contains(u"may still be done"_s),
                             patience);
    QVERIFY(form.dialog->isVisible());
    form.button(u"newPoolCancel"_s)->click();
    QVERIFY(!form.dialog->isVisible());
}

void PoolChooserTest::existingGroupBringsItsRegion()
{
    PoolBench bench;
    bench.arm.addGroup(bench.arm.addSubscription(u"Science"_s), u"north"_s, u"norwayeast"_s);
    const Form form(bench);
    auto *group = part<QComboBox>(*form.dialog, u"newPoolGroup"_s);
    QTRY_COMPARE_WITH_TIMEOUT(group->count(), 2, patience);
    QVERIFY(part<QLineEdit>(*form.dialog, u"newPoolNewGroup"_s)->isVisible());
    group->setCurrentIndex(1);
    QVERIFY(!part<QLineEdit>(*form.dialog, u"newPoolNewGroup"_s)->isVisible());
    QCOMPARE(part<QComboBox>(*form.dialog, u"newPoolRegion"_s)->currentText(), u"Norway East"_s);
    form.button(u"newPoolCreate"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!bench.arm.requests().filter(u"PUT"_s).isEmpty(), patience);
    QVERIFY(bench.arm.requests().filter(u"PUT"_s).first().endsWith(u"/sessionPools/fresh"_s));
}

QTEST_MAIN(PoolChooserTest)
#include "tst_poolchooser.moc"
