#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "support/AsOrdinaryUser.h"
#include "support/window/TestProgram.h"

#include <QProcess>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// So that another user, too, gets as far as to the files in it.
void openToAll(const TestProgram &program)
{
    QFile::setPermissions(program.directory.path(),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup
                              | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther);
}

} // namespace

class GuiDiskTest : public QObject
{
    Q_OBJECT
private slots:
    void fullDiskKeepsTheOldFileAndTheText();
    void readOnlyDirectoryKeepsTheOldFileAndTheText();
    void readOnlyMountKeepsTheOldFileAndTheText();
    void fileThatIsNoNotebookIsNamedAndChangesNothing_data();
    void fileThatIsNoNotebookIsNamedAndChangesNothing();
    void sharedFileWithConflictMarkersIsAskedAbout();
    void directoryIsNotOpened();
    void unreadableFileIsNamed();
};

void GuiDiskTest::fullDiskKeepsTheOldFileAndTheText()
{
    TestProgram program(noPool);
    const QString place = program.path(u"small"_s);
    QVERIFY(QDir().mkpath(place));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=64k"_s, u"none"_s, place})
            != 0)
        QSKIP("a small file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, place}); });

    MainWindow &window = program.newWindow();
    setSource(window, 0, u"old"_s);
    const QString path = place + u"/full.ipynb"_s;
    program.dialogs.savePaths = {path};
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    const QByteArray before = contentOf(path);

    const QString big(200000, u'x');
    setSource(window, 0, big);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.messages().textOf(u"save"_s).isEmpty());
    QCOMPARE(contentOf(path), before);
    QCOMPARE(notebookOf(window).cellAt(0).source, big);
    QVERIFY(window.isWindowModified());
    QCOMPARE(QDir(place).entryList(QDir::Files | QDir::Hidden), QStringList{u"full.ipynb"_s});
}

void GuiDiskTest::readOnlyDirectoryKeepsTheOldFileAndTheText()
{
    TestProgram program(noPool);
    openToAll(program);
    MainWindow &window = program.newWindow();
    const QString place = program.path(u"locked"_s);
    QVERIFY(QDir().mkpath(place));
    program.dialogs.savePaths = {place + u"/a.ipynb"_s};
    setSource(window, 0, u"old"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(QFile::setPermissions(place,
                                  QFile::ReadOwner | QFile::ExeOwner | QFile::ReadGroup
                                      | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther));
    const auto unlock = qScopeGuard([&] {
        QFile::setPermissions(place, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    });
    const QByteArray before = contentOf(place + u"/a.ipynb"_s);
    // The file may be written; its folder, where the new one has to be made, may not.
    QVERIFY(QFile::setPermissions(place + u"/a.ipynb"_s,
                                  QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup
                                      | QFile::WriteGroup));

    const AsOrdinaryUser ordinary;
    if (!ordinary.isOrdinary())
        QSKIP("root may write everywhere and cannot step down here");
    setSource(window, 0, u"new"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.messages().textOf(u"save"_s).isEmpty());
    QVERIFY(window.messages().textOf(u"save"_s).contains(u"a.ipynb"_s));
    QCOMPARE(contentOf(place + u"/a.ipynb"_s), before);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"new"_s);
    QVERIFY(window.isWindowModified());
}

void GuiDiskTest::readOnlyMountKeepsTheOldFileAndTheText()
{
    TestProgram program(noPool);
    const QString place = program.path(u"disk"_s);
    QVERIFY(QDir().mkpath(place));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s, {u"-t"_s, u"tmpfs"_s, u"none"_s, place}) != 0)
        QSKIP("a file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, place}); });
    MainWindow &window = program.newWindow();
    const QString path = place + u"/a.ipynb"_s;
    program.dialogs.savePaths = {path};
    setSource(window, 0, u"old"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    const QByteArray before = contentOf(path);
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,ro"_s, place}), 0);

    setSource(window, 0, u"new"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.messages().textOf(u"save"_s).isEmpty());
    QCOMPARE(contentOf(path), before);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"new"_s);
    QVERIFY(window.isWindowModified());

    // The way out.
    program.dialogs.savePaths = {program.path(u"elsewhere.ipynb"_s)};
    trigger(window, Command::SaveAs);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(contentOf(program.path(u"elsewhere.ipynb"_s)).contains("new"));
    QVERIFY(window.messages().textOf(u"save"_s).isEmpty());
}

void GuiDiskTest::fileThatIsNoNotebookIsNamedAndChangesNothing_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("0 bytes") << QByteArray() << u"is empty"_s;
    QTest::newRow("cut off") << "{\n \"cells\": [\n"_ba << u"line 3"_s;
    QTest::newRow("no JSON") << "a,b\n1,2\n"_ba << u"line 1"_s;
    QTest::newRow("other JSON") << R"({"name": "x", "version": 1})"_ba << u"not a notebook"_s;
    QTest::newRow("a list") << "[1, 2]"_ba << u"not a notebook"_s;
    QTest::newRow("a picture") << "\x89PNG\r\n\x1a\n\0\0"_ba << u"bad.ipynb"_s;
}

/// By File > Open, over a notebook with unsaved text.
void GuiDiskTest::fileThatIsNoNotebookIsNamedAndChangesNothing()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, u"unsaved"_s);
    const QString title = window.windowTitle();

    program.dialogs.openPaths = {{program.writeFile(u"bad.ipynb"_s, content)}};
    trigger(window, Command::Open);

    QTRY_VERIFY(!window.messages().textOf(u"open"_s).isEmpty());
    const QString text = window.messages().textOf(u"open"_s);
    QVERIFY2(text.contains(u"bad.ipynb"_s) && text.contains(said), qPrintable(text));
    QCOMPARE(window.windowTitle(), title);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"unsaved"_s);
    QVERIFY(window.isWindowModified());
}

void GuiDiskTest::sharedFileWithConflictMarkersIsAskedAbout()
{
    const QString path = QStringLiteral(
        SESSIONBOOK_SHARED_DIR "/notebooks/100days__Day_1_Data_Preprocessing-old-7ebf59.ipynb");
    if (!QFile::exists(path))
        QSKIP("the folder of shared notebooks is not here");
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    QTRY_VERIFY2(!program.dialogs.asked.isEmpty(), qPrintable(window.messages().textOf(u"open"_s)));
    QVERIFY2(program.dialogs.asked.first().startsWith(u"merge 100days__Day_1"_s),
             qPrintable(program.dialogs.asked.first()));
}

void GuiDiskTest::directoryIsNotOpened()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.windows.open(program.directory.path(), &window);
    QTRY_VERIFY(!window.messages().textOf(u"open"_s).isEmpty());
    QVERIFY(window.document().isPristine());
}

void GuiDiskTest::unreadableFileIsNamed()
{
    TestProgram program(noPool);
    openToAll(program);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"secret.ipynb"_s, "{}");
    QVERIFY(QFile::setPermissions(path, QFile::WriteOwner));
    const AsOrdinaryUser ordinary;
    if (!ordinary.isOrdinary())
        QSKIP("root may read everything and cannot step down here");
    program.windows.open(path, &window);
    QTRY_VERIFY(window.messages().textOf(u"open"_s).contains(u"secret.ipynb"_s));
}

QTEST_MAIN(GuiDiskTest)
#include "tst_gui_disk.moc"
