#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "support/window/TestProgram.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

const QByteArray twoCells = R"json({
 "cells": [
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "first",
   "metadata": {},
   "outputs": [],
   "source": ["x = 1"]
  },
  {
   "cell_type": "markdown",
   "id": "second",
   "metadata": {},
   "source": ["# Title"]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
)json";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString journalsIn(const QString &state)
{
    return state + u"/sessionbook/journals"_s;
}

QStringList filesIn(const QString &state)
{
    return QDir(journalsIn(state)).entryList(QDir::Files | QDir::Hidden);
}

void store(MainWindow &window)
{
    QSignalSpy stored(&window.document().journal(), &Journal::stored);
    window.document().journal().flush();
    if (!stored.wait(30000))
        qFatal("the journal was not stored");
}

RecoveryChoice recover(QList<int> offers)
{
    return {RecoveryAction::Recover, std::move(offers)};
}

} // namespace

class GuiRecoveryTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void unsavedWorkIsOfferedAndComesBack();
    void discardingAsksFirst();
    void laterOffersAgain();
    void openingTheFileOffersToo();
    void fileThatWasRemovedComesBack();
    void choicesOfAMergeComeBackWhole();
    void recoveredWorkDoesNotTakeTheFileFromAnOpenWindow();
    void savedAndDiscardedDocumentsLeaveNoJournal();
    void cancelledQuitKeepsTheJournals();
    void savedFileIsOfferedNoMore();
    void fullStateDiskIsToldInTheWindow();

private:
    /// What the next start finds: the state directory as it is, where nobody holds its files.
    void crash();
    /// A window of a file with unsaved text and outputs, journalled.
    MainWindow &changedWindow(TestProgram &program, const QString &path);

    std::unique_ptr<QTemporaryDir> m_place;
    QString m_state;
    int m_crashes = 0;
};

void GuiRecoveryTest::init()
{
    m_place = std::make_unique<QTemporaryDir>();
    m_state = m_place->filePath(u"state0"_s);
    qputenv("XDG_STATE_HOME", m_state.toUtf8());
}

void GuiRecoveryTest::crash()
{
    const QString before = m_state;
    m_state = m_place->filePath(u"state%1"_s.arg(++m_crashes));
    QDir().mkpath(journalsIn(m_state));
    for (const QString &name : filesIn(before))
        QFile::copy(journalsIn(before) + u'/' + name, journalsIn(m_state) + u'/' + name);
    qputenv("XDG_STATE_HOME", m_state.toUtf8());
}

MainWindow &GuiRecoveryTest::changedWindow(TestProgram &program, const QString &path)
{
    MainWindow &window = program.newWindow();
    program.windows.open(path, &window);
    if (!QTest::qWaitFor([&] { return notebookOf(window).cellCount() == 2; }))
        qFatal("the file was not opened");
    setSource(window, 1, u"# Other title"_s);
    Notebook &notebook = notebookOf(window);
    notebook.setOutputs(notebook.idAt(0), {Output::stream(u"stdout"_s, u"ran\n"_s)}, 3);
    store(window);
    return window;
}

void GuiRecoveryTest::unsavedWorkIsOfferedAndComesBack()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    changedWindow(first, path);
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(window.document().path(), path);
    QCOMPARE(second.dialogs.asked, QStringList{u"recovery"_s});
    QCOMPARE(second.dialogs.offered.first().name, u"work.ipynb"_s);
    QCOMPARE(second.dialogs.offered.first().differences,
             QStringList({u"Cell 1, outputs: x = 1"_s, u"Cell 2, text: Other title"_s}));
    QCOMPARE(notebookOf(window).cellAt(1).source, u"# Other title"_s);
    QCOMPARE(outputText(window, 0), u"ran\n"_s);
    QVERIFY(window.isWindowModified());
    QCOMPARE(contentOf(path), twoCells); // nobody asked to save

    // The old journal goes when there is a new one.
    QTRY_COMPARE(QDir(journalsIn(m_state)).entryList({u"*.journal"_s}).size(), 1);
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(contentOf(path).contains("Other title"));
    QVERIFY(contentOf(path).contains("ran"));
    QTRY_COMPARE(filesIn(m_state), QStringList());
}

void GuiRecoveryTest::discardingAsksFirst()
{
    TestProgram first(noPool);
    changedWindow(first, first.writeFile(u"work.ipynb"_s, twoCells));
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    const RecoveryChoice discard{RecoveryAction::Discard, {0}};
    second.dialogs.recoveries = {discard, discard};
    second.dialogs.confirmations = {false, true};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(second.dialogs.asked,
                 QStringList({u"recovery"_s, u"confirm Discard Unsaved Changes"_s, u"recovery"_s,
                              u"confirm Discard Unsaved Changes"_s}));
    QTRY_COMPARE(filesIn(m_state), QStringList());
    QVERIFY(window.document().isPristine());
}

void GuiRecoveryTest::laterOffersAgain()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    changedWindow(first, path);
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.windows.offerRecovery(window);
    QTRY_COMPARE(second.dialogs.asked.size(), 1);
    QTest::qWait(50); // the answer, Later, and what it lets go of
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(window.document().path(), path);
}

void GuiRecoveryTest::openingTheFileOffersToo()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    changedWindow(first, path);
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.dialogs.recoveries = {recover({0})};
    second.windows.open(path, &window);
    QTRY_VERIFY(window.isWindowModified());
    QCOMPARE(notebookOf(window).cellAt(1).source, u"# Other title"_s);
    QCOMPARE(second.windows.windows().size(), 1);
}

void GuiRecoveryTest::fileThatWasRemovedComesBack()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    changedWindow(first, path);
    QTRY_COMPARE(filesIn(m_state).size(), 2); // with the copy of the file
    crash();
    QVERIFY(QFile::remove(path));

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(window.document().path(), path);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"x = 1"_s);
    QVERIFY(!QFile::exists(path));
    trigger(window, Command::Save);
    QTRY_VERIFY(contentOf(path).contains("Other title"));
}

void GuiRecoveryTest::choicesOfAMergeComeBackWhole()
{
    const QByteArray ours = QByteArray(twoCells).replace(
        "   \"source\": [\"x = 1\"]\n",
        "<<<<<<< HEAD\n   \"source\": [\"x = 1\"]\n=======\n   \"source\": [\"x = 2\"]\n"
        ">>>>>>> other\n");
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, ours);
    MainWindow &before = first.newWindow();
    first.dialogs.mergeAnswers = {{MergeChoice::Theirs}};
    first.windows.open(path, &before);
    QTRY_COMPARE(notebookOf(before).cellCount(), 2);
    store(before);
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(notebookOf(window).cellCount(), 2);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"x = 2"_s);
    QCOMPARE(notebookOf(window).cellAt(1).source, u"# Title"_s);
    QCOMPARE(notebookOf(window).cellAt(1).kind, CellKind::Markdown);
}

void GuiRecoveryTest::recoveredWorkDoesNotTakeTheFileFromAnOpenWindow()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    changedWindow(first, path);
    crash();

    TestProgram second(noPool);
    MainWindow &window = second.newWindow();
    second.windows.open(path, &window); // and Later
    QTRY_COMPARE(second.dialogs.asked.size(), 1);
    QTest::qWait(50);
    setSource(window, 0, u"changed again"_s);
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(window);
    QTRY_COMPARE(second.windows.windows().size(), 2);
    MainWindow &other = *second.windows.windows().last();
    QTRY_VERIFY(other.isWindowModified());
    QCOMPARE(other.document().path(), QString());
    QVERIFY(other.windowTitle().contains(u"work (recovered)"_s));
    QCOMPARE(notebookOf(other).cellAt(1).source, u"# Other title"_s);
    QCOMPARE(notebookOf(window).cellAt(0).source, u"changed again"_s);
}

void GuiRecoveryTest::savedAndDiscardedDocumentsLeaveNoJournal()
{
    TestProgram program(noPool);
    MainWindow &saved = changedWindow(program, program.writeFile(u"a.ipynb"_s, twoCells));
    QVERIFY(!filesIn(m_state).isEmpty());
    trigger(saved, Command::Save);
    QTRY_COMPARE(filesIn(m_state), QStringList());

    QPointer<MainWindow> discarded
        = &changedWindow(program, program.writeFile(u"b.ipynb"_s, twoCells));
    program.dialogs.saveAnswers = {SaveChoice::Discard};
    discarded->close();
    QTRY_VERIFY(!discarded);
    QCOMPARE(filesIn(m_state), QStringList());
}

/// Two windows are asked about; the first is discarded, the second cancels.
void GuiRecoveryTest::cancelledQuitKeepsTheJournals()
{
    TestProgram program(noPool);
    changedWindow(program, program.writeFile(u"a.ipynb"_s, twoCells));
    changedWindow(program, program.writeFile(u"b.ipynb"_s, twoCells));
    program.dialogs.saveAnswers = {SaveChoice::Discard, SaveChoice::Cancel};
    program.windows.quit();
    QTRY_COMPARE(program.dialogs.asked.size(), 2);
    QTest::qWait(50);
    QCOMPARE(QDir(journalsIn(m_state)).entryList({u"*.journal"_s}).size(), 2);
}

/// The program ended between saving and removing its journal.
void GuiRecoveryTest::savedFileIsOfferedNoMore()
{
    TestProgram first(noPool);
    const QString path = first.writeFile(u"work.ipynb"_s, twoCells);
    MainWindow &window = changedWindow(first, path);
    crash();
    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QVERIFY(!filesIn(m_state).isEmpty());

    TestProgram second(noPool);
    second.windows.offerRecovery(second.newWindow());
    QTRY_COMPARE(filesIn(m_state), QStringList());
    QCOMPARE(second.dialogs.asked, QStringList());
}

void GuiRecoveryTest::fullStateDiskIsToldInTheWindow()
{
    QVERIFY(QDir().mkpath(m_state));
    if (::geteuid() != 0
        || QProcess::execute(u"mount"_s,
                             {u"-t"_s, u"tmpfs"_s, u"-o"_s, u"size=64k"_s, u"none"_s, m_state})
            != 0)
        QSKIP("a small file system can only be mounted by root");
    const auto unmount = qScopeGuard([&] { QProcess::execute(u"umount"_s, {u"-l"_s, m_state}); });
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    setSource(window, 0, QString(100'000, u'x'));
    QTRY_VERIFY(!window.messages().textOf(u"journal"_s).isEmpty());
    QVERIFY(window.messages().textOf(u"journal"_s).contains(u"full"_s));

    // The work goes on, and can be saved elsewhere.
    setSource(window, 0, QString(100'000, u'y'));
    QCOMPARE(QProcess::execute(u"mount"_s, {u"-o"_s, u"remount,size=4m"_s, m_state}), 0);
    QTRY_VERIFY_WITH_TIMEOUT(window.messages().textOf(u"journal"_s).isEmpty(), 30000);
    crash();
    TestProgram second(noPool);
    MainWindow &other = second.newWindow();
    second.dialogs.recoveries = {recover({0})};
    second.windows.offerRecovery(other);
    QTRY_COMPARE(notebookOf(other).cellAt(0).source, QString(100'000, u'y'));
}

QTEST_MAIN(GuiRecoveryTest)
#include "tst_gui_recovery.moc"
