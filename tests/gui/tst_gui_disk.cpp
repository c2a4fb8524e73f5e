#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/NotebookController.h"
#include "notebook/Notebook.h"
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

} // namespace

class GuiDiskTest : public QObject
{
    Q_OBJECT
private slots:
    void fullDiskKeepsTheOldFileAndTheText();
    void readOnlyDirectoryKeepsTheOldFileAndTheText();
    void sharedFileThatIsNoNotebookIsNamedWithItsLine();
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
    if (::geteuid() == 0)
        QSKIP("root may write everywhere");
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString place = program.path(u"locked"_s);
    QVERIFY(QDir().mkpath(place));
    program.dialogs.savePaths = {place + u"/a.ipynb"_s};
    setSource(window, 0, u"old"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(QFile::setPermissions(place, QFile::ReadOwner | QFile::ExeOwner));
    const auto unlock = qScopeGuard([&] {
        QFile::setPermissions(place, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    });
    const QByteArray before = contentOf(place + u"/a.ipynb"_s);

    setSource(window, 0, u"new"_s);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.messages().textOf(u"save"_s).isEmpty());
    QCOMPARE(contentOf(place + u"/a.ipynb"_s), before);
    QVERIFY(window.isWindowModified());
}

void GuiDiskTest::sharedFileThatIsNoNotebookIsNamedWithItsLine()
{
    const QString path = QStringLiteral(
        SESSIONBOOK_SHARED_DIR "/notebooks/100days__Day_1_Data_Preprocessing-old-7ebf59.ipynb");
    if (!QFile::exists(path))
        QSKIP("the folder of shared notebooks is not here");
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    QTRY_VERIFY(!window.messages().textOf(u"open"_s).isEmpty());
    const QString text = window.messages().textOf(u"open"_s);
    QVERIFY2(text.contains(u"22"_s), qPrintable(text)); // the first conflict marker
    QVERIFY2(text.contains(u"100days__Day_1"_s), qPrintable(text));
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
    if (::geteuid() == 0)
        QSKIP("root may read everything");
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"secret.ipynb"_s, "{}");
    QVERIFY(QFile::setPermissions(path, QFile::WriteOwner));
    program.windows.open(path, &window);
    QTRY_VERIFY(window.messages().textOf(u"open"_s).contains(u"secret.ipynb"_s));
}

QTEST_MAIN(GuiDiskTest)
#include "tst_gui_disk.moc"
