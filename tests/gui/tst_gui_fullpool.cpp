#include "integration/pool/PoolProcess.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/StatusBarView.h"
#include "panels/SessionFiles.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"
#include "support/window/TestProgram.h"

#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int patience = 60000;

} // namespace

/// The real window on pools that are full, old, gone, or run commands.
class GuiFullPoolTest : public QObject
{
    Q_OBJECT
private slots:
    void waitForASessionIsShownAndEndsByInterrupt();
    void cellRunsWhenASessionComesFree();
    void fileGoesWhenASessionComesFree();
    void waitingFileCanBeTakenBack();
    void poolThatWentIsUnreachable();
    void versionOfThePoolIsRemembered();
    void commandsSayHowTheyEnded();

private:
    enum class Places { Free, Taken };

    void open(const QStringList &arguments, Places places = Places::Free);
    void run(const QString &source);
    [[nodiscard]] QString status() const;
    [[nodiscard]] bool hasOneWaitingFile() const;

    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<TestProgram> m_program;
    MainWindow *m_window = nullptr;
};

void GuiFullPoolTest::open(const QStringList &arguments, Places places)
{
    m_program = std::make_unique<TestProgram>(u"/nonexistent"_s);
    m_pool = std::make_unique<PoolProcess>(QStringList{u"--plain"_s} + arguments,
                                           PoolProcess::Versions::Strict);
    // Before the window lists its files, which makes a session as well.
    if (places == Places::Taken)
        m_pool->client()->Get("/files?identifier=holder&api-version=2025-10-02-preview");
    m_window = &m_program->newWindow();
    PoolProfile profile;
    profile.name = u"Plain"_s;
    profile.url = QUrl(m_pool->facts()["endpoint"_L1].toString());
    profile.credential = PoolCredential::TypedIn;
    m_program->settings.set(settings::pools, {profile});
    m_window->session().connectTo({.profile = profile, .typedToken = Secret("secret")});
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Ready,
                              patience);
}

void GuiFullPoolTest::run(const QString &source)
{
    setSource(*m_window, 0, source);
    trigger(*m_window, Command::RunStay);
}

QString GuiFullPoolTest::status() const
{
    return m_window->findChild<StatusBarView *>()->sessionText();
}

bool GuiFullPoolTest::hasOneWaitingFile() const
{
    const QList<FileRow> rows = m_window->files().rows();
    return rows.size() == 1 && rows.first().isWaiting;
}

void GuiFullPoolTest::waitForASessionIsShownAndEndsByInterrupt()
{
    open({u"--max-sessions=1"_s}, Places::Taken);
    run(u"print('never')"_s);
    QTRY_VERIFY_WITH_TIMEOUT(status().contains(u"Waiting for a free session, next try in"_s),
                             patience);
    QVERIFY(m_window->runs().isBusy());

    trigger(*m_window, Command::Interrupt);

    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QVERIFY(!status().contains(u"Waiting"_s));
    QCOMPARE(outputText(*m_window, 0), QString());
    QVERIFY(m_program->dialogs.asked.isEmpty());
}

void GuiFullPoolTest::cellRunsWhenASessionComesFree()
{
    open({u"--max-sessions=1"_s, u"--full-status=404"_s}, Places::Taken);
    run(u"print('at last')"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->runs().untilNextTry(), patience);
    QVERIFY(m_pool->client()->Delete("/session?identifier=holder&api-version=2025-10-02-preview"));
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 0), u"at last\n"_s, patience);
}

void GuiFullPoolTest::fileGoesWhenASessionComesFree()
{
    open({u"--max-sessions=1"_s}, Places::Taken);
    m_window->files().upload({m_program->writeFile(u"table.csv"_s, "a,b\n")});
    QTRY_VERIFY_WITH_TIMEOUT(hasOneWaitingFile(), patience);
    QCOMPARE(m_window->messages().textOf(u"files"_s), QString());
    QVERIFY(m_pool->client()->Delete("/session?identifier=holder&api-version=2025-10-02-preview"));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->files().names(), QStringList{u"table.csv"_s}, patience);
    QCOMPARE(m_window->messages().textOf(u"files"_s), QString());
}

void GuiFullPoolTest::waitingFileCanBeTakenBack()
{
    open({u"--max-sessions=1"_s}, Places::Taken);
    m_window->files().upload({m_program->writeFile(u"table.csv"_s, "a,b\n")});
    QTRY_VERIFY_WITH_TIMEOUT(hasOneWaitingFile(), patience);
    m_window->files().cancel(m_window->files().rows().first());
    QVERIFY(m_window->files().rows().isEmpty());
    QVERIFY(m_pool->client()->Delete("/session?identifier=holder&api-version=2025-10-02-preview"));
    run(u"import os; print(os.path.exists('/mnt/data/table.csv'))"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 0), u"False\n"_s, patience);
}

void GuiFullPoolTest::poolThatWentIsUnreachable()
{
    open({});
    m_pool.reset(); // ends it
    m_window->files().refresh();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Unreachable,
                              patience);
    QVERIFY(m_window->messages().findChild<QPushButton *>(u"messageReconnect"_s));
}

void GuiFullPoolTest::versionOfThePoolIsRemembered()
{
    const QString version = u"2024-10-02-preview"_s;
    open({u"--only-version"_s, version});
    run(u"print(6 * 7)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 0), u"42\n"_s, patience);
    QCOMPARE(m_program->settings.value(settings::pools).first().apiVersion, version);
    QCOMPARE(m_window->session().pool().apiVersion, version);
}

void GuiFullPoolTest::commandsSayHowTheyEnded()
{
    open({u"--type=shell"_s});
    run(u"echo one; exit 3"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QCOMPARE(outputText(*m_window, 0), u"one\nExit code: 3"_s);
}

QTEST_MAIN(GuiFullPoolTest)
#include "tst_gui_fullpool.moc"
