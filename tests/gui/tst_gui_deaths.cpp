#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

constexpr int patience = 120000;

/// A pool whose sessions may use little memory, so that it is soon used up: the real one, started
/// by a script.
QString smallPool(const QTemporaryDir &directory)
{
    QFile script(directory.filePath(u"small-pool"_s));
    if (!script.open(QIODevice::WriteOnly)
        || script.write("#!/bin/sh\nexec '" SESSIONBOOK_BIN_DIR
                        "/sessionbook-pool' --memory 768 \"$@\"\n")
            < 0)
        qFatal("cannot write");
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return script.fileName();
}

} // namespace

/// Sessions that die, and such as run out of memory, in the real window with the real pool.
class GuiDeathsTest : public QObject
{
    Q_OBJECT
private slots:
    void deadSessionIsSaidAndRestarts_data();
    void deadSessionIsSaidAndRestarts();
    void usedUpMemoryIsSaidAndRestarts_data();
    void usedUpMemoryIsSaidAndRestarts();

private:
    void runBoth(const QStringList &cells);
    void restartAndRunTheSecond();

    QTemporaryDir m_directory;
    std::unique_ptr<TestProgram> m_program;
    MainWindow *m_window = nullptr;
    QString m_banner;
};

void GuiDeathsTest::runBoth(const QStringList &cells)
{
    m_program.reset();
    m_program = std::make_unique<TestProgram>(smallPool(m_directory));
    m_window = &m_program->newWindow();
    m_window->document().adoptUnsaved(u"Test"_s, notebookOfCode(cells));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session().status(), SessionController::Status::Ready,
                              patience);
    trigger(*m_window, Command::RunAll);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->messages().textOf(u"session"_s).isEmpty(), patience);
    m_banner = m_window->messages().textOf(u"session"_s);
    QVERIFY2(m_banner.contains(u"Cell 1"_s), qPrintable(m_banner));
    QCOMPARE(outputText(*m_window, 1), QString()); // what waited behind it was not run
}

void GuiDeathsTest::restartAndRunTheSecond()
{
    QSignalSpy restarted(&m_window->session(), &SessionController::restarted);
    QVERIFY(pressMessageButton(*m_window, u"messageRestart"_s));
    QTRY_COMPARE_WITH_TIMEOUT(restarted.count(), 1, patience);
    QVERIFY(m_window->messages().textOf(u"session"_s).isEmpty());
    m_window->view().setCurrentCell(notebookOf(*m_window).idAt(1));
    trigger(*m_window, Command::RunStay);
    QTRY_COMPARE_WITH_TIMEOUT(outputText(*m_window, 1), u"False"_s, patience);
}

void GuiDeathsTest::deadSessionIsSaidAndRestarts_data()
{
    QTest::addColumn<QString>("death");
    QTest::addColumn<QString>("reason");
    QTest::newRow("it leaves") << u"os._exit(1)"_s << u"exit code 1"_s;
    QTest::newRow("it is killed") << u"os.kill(os.getpid(), 9)"_s << u"memory is used up"_s;
    QTest::newRow("it crashes") << u"os.abort()"_s << u"signal 6"_s;
}

void GuiDeathsTest::deadSessionIsSaidAndRestarts()
{
    QFETCH(QString, death);
    QFETCH(QString, reason);
    runBoth({u"import os\nkept = 1\nprint('so far', flush=True)\n"_s + death,
             u"'kept' in globals()"_s});
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(m_banner.contains(u"session ended"_s) && m_banner.contains(reason),
             qPrintable(m_banner));
    QCOMPARE(outputText(*m_window, 0), u"so far\n"_s);
    restartAndRunTheSecond();
}

void GuiDeathsTest::usedUpMemoryIsSaidAndRestarts_data()
{
    QTest::addColumn<QString>("greed");
    QTest::newRow("a list that grows") << u"kept = [0]\nwhile True: kept += kept"_s;
    QTest::newRow("an array") << u"import numpy\nkept = numpy.ones((1 << 17, 1 << 17))"_s;
}

void GuiDeathsTest::usedUpMemoryIsSaidAndRestarts()
{
    QFETCH(QString, greed);
    runBoth({u"kept = 1\nprint('so far', flush=True)\n"_s + greed, u"'kept' in globals()"_s});
    if (QTest::currentTestFailed())
        return;
    QVERIFY2(m_banner.contains(u"more memory"_s) && m_banner.contains(u"MemoryError"_s),
             qPrintable(m_banner));
    const QString output = outputText(*m_window, 0);
    QVERIFY2(output.startsWith(u"so far\n"_s) && output.contains(u"MemoryError"_s),
             qPrintable(output));
    restartAndRunTheSecond();
}

QTEST_MAIN(GuiDeathsTest)
#include "tst_gui_deaths.moc"
