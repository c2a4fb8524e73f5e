#include "integration/pool/PoolProcess.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "panels/SessionFiles.h"
#include "support/window/TestProgram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int patience = 60000;

const QByteArray contentIsRefused
    = R"({"match":{"route":"content"},"action":{"type":"status","status":403}})";
const QByteArray interruptsAreRefused
    = R"({"match":{"method":"POST","route":"files"},"action":{"type":"status","status":403}},)"
      R"({"match":{"method":"POST","route":"executions","from":3,"to":4},"action":{"type":"status","status":403}})";

} // namespace

/// The real window on a pool that can no more than the service's.
class GuiPlainPoolTest : public QObject
{
    Q_OBJECT
private slots:
    void outputComesWhileTheCellRunsAndInterruptStopsIt();
    void filesOfTheHelperAreNotListed();
    void whatThePoolDoesNotAllowIsSaidOnce();
    void sessionIsEndedOnlyAfterAsking();
    void codeIsSentAsItIsWhereTheProfileSaysSo();

private:
    void open(const QByteArray &faults = {}, bool sendsExactly = false);
    void run(const QString &source);
    [[nodiscard]] QString messageText() const;

    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<TestProgram> m_program;
    MainWindow *m_window = nullptr;
};

void GuiPlainPoolTest::open(const QByteArray &faults, bool sendsExactly)
{
    m_program = std::make_unique<TestProgram>(u"/nonexistent"_s);
    QStringList arguments{u"--plain"_s};
    if (!faults.isEmpty())
        arguments += {u"--faults"_s,
                      m_program->writeFile(u"faults.json"_s, "{\"faults\":[" + faults + "]}")};
    m_pool = std::make_unique<PoolProcess>(arguments);
    m_window = &m_program->newWindow();
    PoolProfile profile;
    profile.name = u"Plain"_s;
    profile.url = QUrl(m_pool->facts()["endpoint"_L1].toString());
    profile.credential = PoolCredential::TypedIn;
    profile.sendsExactly = sendsExactly;
    m_window->session().connectTo({.profile = profile, .typedToken = Secret("secret")});
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Ready,
                              patience);
}

void GuiPlainPoolTest::run(const QString &source)
{
    setSource(*m_window, 0, source);
    trigger(*m_window, Command::RunStay);
}

QString GuiPlainPoolTest::messageText() const
{
    return m_window->findChild<MessageBar *>()->textOf(u"helper"_s);
}

void GuiPlainPoolTest::outputComesWhileTheCellRunsAndInterruptStopsIt()
{
    open();
    run(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 0), u"in\n"_s, patience);
    QVERIFY(m_window->runs().isBusy());

    trigger(*m_window, Command::Interrupt);

    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QVERIFY(outputText(*m_window, 0).contains(u"KeyboardInterrupt"_s));
    QVERIFY(m_program->dialogs.asked.isEmpty());
    QCOMPARE(messageText(), QString());
}

void GuiPlainPoolTest::filesOfTheHelperAreNotListed()
{
    open();
    run(u"open('/mnt/data/mine.csv', 'w').close()\nimport time\nfor i in range(3):\n    print(i)\n    time.sleep(0.3)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    m_window->files().refresh();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->files().names(), QStringList{u"mine.csv"_s}, patience);
}

void GuiPlainPoolTest::whatThePoolDoesNotAllowIsSaidOnce()
{
    open(contentIsRefused);
    run(u"print('x' * 300000)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QCOMPARE(outputText(*m_window, 0).size(), 300001);
    QVERIFY(messageText().contains(u"appears when its cell has ended"_s));

    m_window->findChild<MessageBar *>()->dismiss(u"helper"_s);
    run(u"1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QCOMPARE(messageText(), QString());
}

void GuiPlainPoolTest::sessionIsEndedOnlyAfterAsking()
{
    open(interruptsAreRefused);
    const QString session = m_window->session().session()->identifier();
    run(u"print('in')\nimport time; time.sleep(100)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 0), u"in\n"_s, patience);

    m_program->dialogs.confirmations = {false};
    trigger(*m_window, Command::Interrupt);
    QTRY_COMPARE_WITH_TIMEOUT(m_program->dialogs.asked, QStringList{u"confirm Interrupt Cell"_s},
                              patience);
    QVERIFY(m_window->runs().isBusy());
    QCOMPARE(m_window->session().session()->identifier(), session);

    m_program->dialogs.confirmations = {true};
    trigger(*m_window, Command::Interrupt);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Ready,
                              patience);
    QVERIFY(m_window->session().session()->identifier() != session);
    QCOMPARE(outputText(*m_window, 0), u"in\n"_s);
}

void GuiPlainPoolTest::codeIsSentAsItIsWhereTheProfileSaysSo()
{
    open({}, true);
    run(u"hasattr(get_ipython(), '_sessionbook')"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->runs().isBusy(), patience);
    QCOMPARE(outputText(*m_window, 0), u"False"_s);
}

QTEST_MAIN(GuiPlainPoolTest)
#include "tst_gui_plainpool.moc"
