#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "mainwindow/StatusBarView.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString statusOf(MainWindow &window)
{
    return window.status().findChild<QLabel *>(u"statusPool"_s)->text();
}

} // namespace

class ExportCommandsTest : public QObject
{
    Q_OBJECT
private slots:
    void untitledNotebookIsExportedAsItIsOnTheScreen_data();
    void untitledNotebookIsExportedAsItIsOnTheScreen();
    void exportLeavesTheSavedDocumentAlone();
    void extensionSaysWhatTheFileHolds();
    void failureIsSaidUntilTheNextExport();
    void cancelledQuestionWritesNothing();
    void everyFormatIsInTheFileMenu();
};

void ExportCommandsTest::untitledNotebookIsExportedAsItIsOnTheScreen_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("part");
    QTest::newRow("html") << Command::ExportHtml << u"a.html"_s
                          << QByteArray(
                                 "<code><span class=\"n\">6</span>*<span class=\"n\">7</span>");
    QTest::newRow("markdown") << Command::ExportMarkdown << u"a.md"_s
                              << QByteArray("```python\n6*7\n```\n");
    QTest::newRow("script") << Command::ExportScript << u"a.py"_s << QByteArray("# %%\n6*7\n");
    QTest::newRow("script of another name")
        << Command::ExportScript << u"a.txt"_s << QByteArray("# %%\n6*7\n");
}

void ExportCommandsTest::untitledNotebookIsExportedAsItIsOnTheScreen()
{
    QFETCH(const Command, command);
    QFETCH(const QString, name);
    QFETCH(const QByteArray, part);
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    NotebookDriver driver(window.view());
    driver.edit(0);
    driver.type(u"6*7"_s);
    const QString path = program.path(name);
    program.dialogs.savePaths = {path};
    const QSignalSpy flushes(&window.document(), &NotebookController::flushRequested);

    trigger(window, command);

    QTRY_VERIFY(QFile::exists(path));
    QCOMPARE(flushes.size(), 1);
    QVERIFY2(contentOf(path).contains(part), contentOf(path).constData());
    QTRY_COMPARE(statusOf(window), u"Exported to "_s + path);
    QVERIFY(window.document().path().isEmpty());
    QVERIFY(window.isWindowModified());
    QCOMPARE(window.view().mode(), ViewMode::Edit);
}

void ExportCommandsTest::exportLeavesTheSavedDocumentAlone()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"1"_s);
    const QString saved = program.path(u"saved.ipynb"_s);
    program.dialogs.savePaths = {saved};
    trigger(window, Command::Save);
    QTRY_COMPARE(window.document().path(), saved);
    const QByteArray before = contentOf(saved);

    program.dialogs.savePaths = {program.path(u"page.html"_s)};
    trigger(window, Command::ExportHtml);

    QTRY_VERIFY(contentOf(program.path(u"page.html"_s)).contains("<title>saved</title>"));
    QCOMPARE(window.document().path(), saved);
    QVERIFY(!window.isWindowModified());
    QCOMPARE(contentOf(saved), before);
}

void ExportCommandsTest::extensionSaysWhatTheFileHolds()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"1"_s);
    program.dialogs.savePaths = {program.path(u"a.md"_s)};

    trigger(window, Command::ExportHtml);

    QTRY_COMPARE(contentOf(program.path(u"a.md"_s)), QByteArray("```python\n1\n```\n"));
}

void ExportCommandsTest::failureIsSaidUntilTheNextExport()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"1"_s);
    program.dialogs.savePaths
        = {program.path(u"no/such/folder/a.html"_s), program.path(u"a.html"_s)};

    trigger(window, Command::ExportHtml);
    QTRY_VERIFY(window.messages().textOf(u"export"_s).contains("a.html"_L1));

    trigger(window, Command::ExportHtml);
    QTRY_VERIFY(QFile::exists(program.path(u"a.html"_s)));
    QVERIFY(window.messages().textOf(u"export"_s).isEmpty());
}

void ExportCommandsTest::cancelledQuestionWritesNothing()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString status = statusOf(window);

    trigger(window, Command::ExportHtml);

    QTRY_COMPARE(program.dialogs.asked, QStringList{u"saveFile Export as HTML"_s});
    QCoreApplication::processEvents();
    QCOMPARE(statusOf(window), status);
}

void ExportCommandsTest::everyFormatIsInTheFileMenu()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const auto *menu = window.findChild<QMenu *>(u"exportMenu"_s);
    QVERIFY(menu);
    for (const Command command :
         {Command::ExportHtml, Command::ExportMarkdown, Command::ExportScript})
        QVERIFY(menu->actions().contains(window.actionsOfWindow()[command]));
}

QTEST_MAIN(ExportCommandsTest)
#include "tst_exportcommands.moc"
