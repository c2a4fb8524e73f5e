#include "dialogs/AboutDialog.h"
#include "dialogs/PoolDialog.h"
#include "dialogs/QtDialogs.h"
#include "dialogs/ShortcutsDialog.h"

#include "theme/ThemeController.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class DialogsTest : public QObject
{
    Q_OBJECT
private slots:
    void poolAddressIsCheckedBeforeConnecting_data();
    void poolAddressIsCheckedBeforeConnecting();
    void whatIsRememberedOfAPoolStaysWithItsAddress();
    void addressAloneIsGivenAName();
    void typedTokenIsMaskedAndKeptOutOfTheProfile();
    void saveChangesAnswersByItsButton_data();
    void saveChangesAnswersByItsButton();
    void escapeCancels();
    void destructiveQuestionDefaultsToCancel();
    void noAnswerAfterTheWindowIsGone();
    void namesAreShownAsPlainText();
    void saveDialogAddsTheSuffix();
    void shortcutsAreListed();
    void aboutNamesTheLicence();
};

void DialogsTest::poolAddressIsCheckedBeforeConnecting_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("usable");
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("https") << u"https://westeurope.dynamicsessions.io/subscriptions/x"_s << true;
    QTest::newRow("http to this computer") << u"http://127.0.0.1:8080"_s << true;
    QTest::newRow("http to another") << u"http://example.org/pool"_s << false;
    QTest::newRow("user name") << u"https://me:secret@example.org"_s << false;
    QTest::newRow("query") << u"https://example.org/?token=x"_s << false;
    QTest::newRow("no host") << u"https://"_s << false;
    QTest::newRow("words") << u"my pool"_s << false;
    QTest::newRow("file") << u"file:///etc/passwd"_s << false;
}

void DialogsTest::poolAddressIsCheckedBeforeConnecting()
{
    QFETCH(QString, address);
    QFETCH(bool, usable);
    PoolDialog dialog({});
    dialog.findChild<QLineEdit *>(u"poolAddress"_s)->setText(address);
    QCOMPARE(dialog.findChild<QPushButton *>(u"poolConnect"_s)->isEnabled(), usable);
    QCOMPARE(dialog.findChild<QLabel *>(u"poolHint"_s)->text().isEmpty(), usable);
}

void DialogsTest::whatIsRememberedOfAPoolStaysWithItsAddress()
{
    const PoolProfile initial{.name = u"plots"_s,
                              .url = QUrl(u"https://example.org/pool"_s),
                              .credential = PoolCredential::Automatic,
                              .resourceId = u"/x"_s,
                              .isFavourite = true};
    PoolDialog dialog(initial);
    QCOMPARE(dialog.choice().profile, initial);
    dialog.findChild<QLineEdit *>(u"poolAddress"_s)
        ->setText(u"https://westeurope.dynamicsessions.io/subscriptions/"
                  "00000000-0000-0000-0000-000000000001/resourceGroups/g/sessionPools/mine"_s);
    QCOMPARE(dialog.choice().profile.name, u"mine"_s);
    QVERIFY(!dialog.choice().profile.isFavourite);
    QVERIFY(dialog.choice().profile.resourceId.isEmpty());
}

void DialogsTest::addressAloneIsGivenAName()
{
    const PoolDialog dialog({.name = {}, .url = QUrl(u"https://example.org/pool"_s)});
    QCOMPARE(dialog.choice().profile.name, u"example.org"_s);
}

void DialogsTest::typedTokenIsMaskedAndKeptOutOfTheProfile()
{
    PoolDialog dialog({.name = {},
                       .url = QUrl(u"https://example.org/pool"_s),
                       .credential = PoolCredential::TypedIn});
    auto *token = dialog.findChild<QLineEdit *>(u"poolToken"_s);
    auto *connectButton = dialog.findChild<QPushButton *>(u"poolConnect"_s);
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    QVERIFY(!connectButton->isEnabled());

    token->setText(u" abc "_s);

    QVERIFY(connectButton->isEnabled());
    QCOMPARE(dialog.choice().typedToken.reveal(), QByteArray("abc"));
    QCOMPARE(dialog.choice().profile.url, QUrl(u"https://example.org/pool"_s));

    auto *credential = dialog.findChild<QComboBox *>(u"poolCredential"_s);
    credential->setCurrentIndex(credential->findData(int(PoolCredential::AzureCli)));
    QVERIFY(dialog.choice().typedToken.isEmpty());
}

void DialogsTest::saveChangesAnswersByItsButton_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("choice");
    QTest::newRow("save") << u"saveButton"_s << int(SaveChoice::Save);
    QTest::newRow("discard") << u"discardButton"_s << int(SaveChoice::Discard);
    QTest::newRow("cancel") << u"cancelButton"_s << int(SaveChoice::Cancel);
}

void DialogsTest::saveChangesAnswersByItsButton()
{
    QFETCH(QString, button);
    QFETCH(int, choice);
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    std::optional<SaveChoice> answer;
    dialogs.askToSaveChanges(&window, u"x"_s, [&](SaveChoice given) { answer = given; });
    QVERIFY(!answer); // it does not wait
    window.findChild<QPushButton *>(button)->click();
    QCOMPARE(int(answer.value()), choice);
}

void DialogsTest::escapeCancels()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    std::optional<ConflictChoice> conflict;
    dialogs.askAboutConflict(&window, {u"a.csv"_s},
                             [&](ConflictChoice given) { conflict = given; });
    QTest::keyClick(window.findChild<QMessageBox *>(u"conflictBox"_s), Qt::Key_Escape);
    QCOMPARE(conflict, ConflictChoice::Skip);
}

void DialogsTest::destructiveQuestionDefaultsToCancel()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    dialogs.confirm(
        &window,
        {.title = u"t"_s, .text = u"x"_s, .acceptText = u"Delete"_s, .isDestructive = true},
        [](bool) {});
    auto *box = window.findChild<QMessageBox *>(u"confirmBox"_s);
    QCOMPARE(box->defaultButton()->objectName(), u"cancelButton"_s);
}

void DialogsTest::noAnswerAfterTheWindowIsGone()
{
    auto window = std::make_unique<QWidget>();
    const ThemeController theme;
    QtDialogs dialogs(theme);
    bool answered = false;
    dialogs.confirm(window.get(), {.title = u"t"_s, .text = u"x"_s, .acceptText = u"Go"_s},
                    [&](bool) { answered = true; });
    window.reset();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!answered);
}

void DialogsTest::namesAreShownAsPlainText()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    dialogs.askToSaveChanges(&window, u"<b>x</b>"_s, [](SaveChoice) {});
    QCOMPARE(window.findChild<QMessageBox *>(u"saveChangesBox"_s)->textFormat(), Qt::PlainText);
}

void DialogsTest::saveDialogAddsTheSuffix()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    dialogs.askWhereToSave(&window,
                           {.title = u"Save"_s,
                            .suggestedPath = u"/tmp/x"_s,
                            .filter = {},
                            .defaultSuffix = u"ipynb"_s},
                           [](const QString &) {});
    auto *dialog = window.findChild<QFileDialog *>();
    QCOMPARE(dialog->defaultSuffix(), u"ipynb"_s);
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
}

void DialogsTest::shortcutsAreListed()
{
    const ShortcutsDialog dialog(
        {{u"Cells"_s, {{u"Delete <it>"_s, {QKeySequence(Qt::Key_D, Qt::Key_D)}}}}});
    const QString text = dialog.findChild<QTextBrowser *>()->toPlainText();
    QVERIFY(text.contains(u"Delete <it>"_s));
    QVERIFY(text.contains(u"D, D"_s));
}

void DialogsTest::aboutNamesTheLicence()
{
    const AboutDialog dialog;
    QString text;
    for (const auto *label : dialog.findChildren<QLabel *>())
        text += label->text();
    QVERIFY(text.contains(u"GNU General Public License"_s));
    QVERIFY(text.contains(QLatin1StringView(SESSIONBOOK_VERSION)));
}

QTEST_MAIN(DialogsTest)
#include "tst_dialogs.moc"
