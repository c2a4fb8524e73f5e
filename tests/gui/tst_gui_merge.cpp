#include "mainwindow/MainWindowActions.h"
#include "mainwindow/MessageBar.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "support/window/TestProgram.h"

#include <QFile>
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

/// A notebook of two cells; `first` stands for the text of the first, in a line of its own.
QByteArray notebookText(const QByteArray &first)
{
    return "{\n \"cells\": [\n  {\n   \"cell_type\": \"raw\",\n   \"metadata\": {},\n"
           "   \"source\": [\n"
        + first
        + "   ]\n  },\n  {\n   \"cell_type\": \"raw\",\n   \"metadata\": {},\n   \"source\": [\n"
          "    \"same\"\n   ]\n  }\n ],\n \"metadata\": {},\n \"nbformat\": 4,\n"
          " \"nbformat_minor\": 4\n}\n";
}

QByteArray conflictedText()
{
    return notebookText("<<<<<<< HEAD\n    \"mine\"\n=======\n    \"yours\"\n>>>>>>> feature\n");
}

} // namespace

class GuiMergeTest : public QObject
{
    Q_OBJECT
private slots:
    void chosenCellsOpenModifiedAndAreSavedUnasked();
    void bothVersionsStandBehindEachOther();
    void cancellingOpensNothing();
    void mergeThatNeedsNoChoiceOpensWithAWord();
    void damagedSideIsNamedWithItsLine();
};

void GuiMergeTest::chosenCellsOpenModifiedAndAreSavedUnasked()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"merge.ipynb"_s, conflictedText());
    program.dialogs.mergeAnswers = {{MergeChoice::Theirs}};

    program.windows.open(path, &window);
    QTRY_COMPARE(notebookOf(window).cellCount(), 2);

    QCOMPARE(notebookOf(window).cellAt(0).source, u"yours"_s);
    QCOMPARE(program.dialogs.asked, QStringList{u"merge merge.ipynb 1 HEAD feature"_s});
    QVERIFY(window.isWindowModified());
    QCOMPARE(contentOf(path), conflictedText());

    trigger(window, Command::Save);
    QTRY_VERIFY(!window.isWindowModified());
    QCOMPARE(contentOf(path), notebookText("    \"yours\"\n"));
    QCOMPARE(program.dialogs.asked.size(), 1);
}

void GuiMergeTest::bothVersionsStandBehindEachOther()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"merge.ipynb"_s, conflictedText());
    program.dialogs.mergeAnswers = {{MergeChoice::Both}};

    program.windows.open(path, &window);
    QTRY_COMPARE(notebookOf(window).cellCount(), 3);

    QCOMPARE(notebookOf(window).cellAt(0).source, u"mine"_s);
    QCOMPARE(notebookOf(window).cellAt(1).source, u"yours"_s);
}

void GuiMergeTest::cancellingOpensNothing()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(u"merge.ipynb"_s, conflictedText());
    const QString title = window.windowTitle();

    program.windows.open(path, &window);
    QTRY_COMPARE(program.dialogs.asked.size(), 1);
    QCoreApplication::processEvents();

    QCOMPARE(window.windowTitle(), title);
    QVERIFY(!window.isWindowModified());
    QCOMPARE(program.windows.windows().size(), 1);
    QVERIFY(window.messages().textOf(u"open"_s).isEmpty());
    QCOMPARE(contentOf(path), conflictedText());
}

void GuiMergeTest::mergeThatNeedsNoChoiceOpensWithAWord()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path
        = program.writeFile(u"numbers.ipynb"_s,
                            notebookText("    \"a\"\n")
                                .replace(" \"metadata\": {},\n \"nbformat\": 4",
                                         "<<<<<<< HEAD\n \"metadata\": {\"x\": 1},\n=======\n"
                                         " \"metadata\": {\"x\": 2},\n>>>>>>> feature\n"
                                         " \"nbformat\": 4"));

    program.windows.open(path, &window);
    QTRY_COMPARE(notebookOf(window).cellCount(), 2);

    QVERIFY(window.isWindowModified());
    QVERIFY(window.messages().textOf(u"merge"_s).contains(u"numbers.ipynb"_s));
    QVERIFY(program.dialogs.asked.isEmpty());
}

void GuiMergeTest::damagedSideIsNamedWithItsLine()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    const QString path = program.writeFile(
        u"damaged.ipynb"_s,
        notebookText("<<<<<<< HEAD\n    \"mine\",,\n=======\n    \"yours\"\n>>>>>>> feature\n"));

    program.windows.open(path, &window);
    QTRY_VERIFY(!window.messages().textOf(u"open"_s).isEmpty());

    const QString text = window.messages().textOf(u"open"_s);
    QVERIFY2(text.contains(u"damaged.ipynb"_s) && text.contains(u"8"_s), qPrintable(text));
    QVERIFY(program.dialogs.asked.isEmpty());
}

QTEST_MAIN(GuiMergeTest)
#include "tst_gui_merge.moc"
