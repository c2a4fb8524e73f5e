#include "mainwindow/MainWindowActions.h"
#include "document/NotebookController.h"
#include "notebook/ipynb/CellClipboard.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "support/ui/NotebookDriver.h"
#include "support/window/TestProgram.h"

#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

const QString noPool = u"/nonexistent/sessionbook-pool"_s;

QStringList sources(MainWindow &window)
{
    QStringList sources;
    for (int i = 0; i < notebookOf(window).cellCount(); ++i)
        sources << notebookOf(window).cellAt(i).source;
    return sources;
}

} // namespace

class CommandKeysTest : public QObject
{
    Q_OBJECT
private slots:
    void everyActionHasNameTextAndPlace();
    void noKeyIsTakenTwice();
    void keyTriggersItsCommand_data();
    void keyTriggersItsCommand();
    void lettersAreTypedInEditMode();
    void cutPasteAndUndoMoveACell();
    void pastedCellsShareTheirTexts();
    void otherProgramsGetCellsAsJsonAndText();
    void deletingTheLastCellLeavesAnEmptyOne();
    void splitAndMergeAreInverse();
    void headingKeysMakeHeadings();
    void movingKeepsTheSelectionTogether();

private:
    MainWindow &windowWith(TestProgram &program, const QStringList &cells);
};

MainWindow &CommandKeysTest::windowWith(TestProgram &program, const QStringList &cells)
{
    MainWindow &window = program.newWindow();
    window.document().adoptUnsaved(u"Test"_s, notebookOfCode(cells));
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    window.view().setFocus();
    return window;
}

void CommandKeysTest::everyActionHasNameTextAndPlace()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    for (int i = 0; i < static_cast<int>(Command::Count); ++i) {
        const QAction *action = window.actionsOfWindow()[static_cast<Command>(i)];
        QVERIFY(action);
        QVERIFY(!action->objectName().isEmpty());
        QVERIFY(!action->text().isEmpty());
        const auto places = action->associatedObjects();
        const bool inMenu = std::ranges::any_of(places, [](const QObject *place) {
            return place->inherits("QMenu") || place->inherits("QToolBar");
        });
        QVERIFY2(inMenu || !action->shortcuts().isEmpty(), qPrintable(action->objectName()));
    }
}

void CommandKeysTest::noKeyIsTakenTwice()
{
    TestProgram program(noPool);
    MainWindow &window = program.newWindow();
    QHash<QString, QString> owners;
    for (int i = 0; i < static_cast<int>(Command::Count); ++i) {
        const QAction *action = window.actionsOfWindow()[static_cast<Command>(i)];
        for (const auto &key : action->shortcuts()) {
            QVERIFY(!key.isEmpty());
            const QString text = key.toString();
            QVERIFY2(!owners.contains(text),
                     qPrintable(text + u' ' + action->objectName() + u' ' + owners[text]));
            owners.insert(text, action->objectName());
        }
    }
}

void CommandKeysTest::keyTriggersItsCommand_data()
{
    QTest::addColumn<int>("command");
    QTest::addColumn<QKeyCombination>("first");
    QTest::addColumn<QKeyCombination>("second");
    const auto row = [](Command command, const char *name, QKeyCombination first,
                        QKeyCombination second = {}) {
        QTest::newRow(name) << static_cast<int>(command) << first << second;
    };
    row(Command::Run, "Shift+Enter", Qt::SHIFT | Qt::Key_Return);
    row(Command::RunStay, "Ctrl+Enter", Qt::CTRL | Qt::Key_Return);
    row(Command::RunInsert, "Alt+Enter", Qt::ALT | Qt::Key_Return);
    row(Command::Cut, "X", Qt::Key_X);
    row(Command::Copy, "C", Qt::Key_C);
    row(Command::Delete, "D D", Qt::Key_D, Qt::Key_D);
    row(Command::InsertAbove, "A", Qt::Key_A);
    row(Command::InsertBelow, "B", Qt::Key_B);
    row(Command::ToCode, "Y", Qt::Key_Y);
    row(Command::ToMarkdown, "M", Qt::Key_M);
    row(Command::ToRaw, "R", Qt::Key_R);
    row(Command::Merge, "Shift+M", Qt::SHIFT | Qt::Key_M);
    row(Command::PasteAbove, "Shift+V", Qt::SHIFT | Qt::Key_V);
    row(Command::MoveDown, "Ctrl+Shift+Down", Qt::CTRL | Qt::SHIFT | Qt::Key_Down);
    row(Command::ToggleSidePanel, "Ctrl+B", Qt::CTRL | Qt::Key_B);
    row(Command::SaveAs, "Ctrl+Shift+S", Qt::CTRL | Qt::SHIFT | Qt::Key_S);
}

void CommandKeysTest::keyTriggersItsCommand()
{
    QFETCH(int, command);
    QFETCH(QKeyCombination, first);
    QFETCH(QKeyCombination, second);
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"1"_s, u"2"_s});
    QSignalSpy triggered(window.actionsOfWindow()[static_cast<Command>(command)],
                         &QAction::triggered);
    for (const QKeyCombination key : {first, second})
        if (key.key() != Qt::Key_unknown)
            QTest::keyClick(&window.view(), key.key(), key.keyboardModifiers());
    QCOMPARE(triggered.count(), 1);
}

void CommandKeysTest::lettersAreTypedInEditMode()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {QString()});
    NotebookDriver driver(window.view());
    window.view().enterEditMode();
    for (const Qt::Key key : {Qt::Key_A, Qt::Key_B, Qt::Key_D, Qt::Key_D, Qt::Key_X})
        QTest::keyClick(QApplication::focusWidget(), key);
    window.view().flushPendingEdits();
    QCOMPARE(sources(window), QStringList{u"abddx"_s});
}

void CommandKeysTest::cutPasteAndUndoMoveACell()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"1"_s, u"2"_s, u"3"_s});
    trigger(window, Command::Cut);
    QCOMPARE(sources(window), (QStringList{u"2"_s, u"3"_s}));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"1"_s);
    trigger(window, Command::Paste);
    QCOMPARE(sources(window), (QStringList{u"2"_s, u"1"_s, u"3"_s}));
    trigger(window, Command::Undo);
    trigger(window, Command::UndoCell);
    QCOMPARE(sources(window), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
}

void CommandKeysTest::pastedCellsShareTheirTexts()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"long text "_s.repeated(10'000), u"2"_s});
    const QString source = sources(window).first();
    trigger(window, Command::Cut);
    for (int i = 0; i < 3; ++i)
        trigger(window, Command::Paste);
    QCOMPARE(notebookOf(window).cellCount(), 4);
    for (int i = 1; i < 4; ++i)
        QVERIFY(notebookOf(window).cellAt(i).source.constData() == source.constData());
}

void CommandKeysTest::otherProgramsGetCellsAsJsonAndText()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"1"_s, u"2"_s});
    window.view().selectAllCells();
    trigger(window, Command::Copy);
    setSource(window, 0, u"changed since"_s);
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    const QString type = QLatin1String(CellClipboard::mimeType);
    QVERIFY(content->hasFormat(type));
    QVERIFY(content->hasText());
    QCOMPARE(content->text(), u"1\n\n2"_s);
    QCOMPARE(CellClipboard::fromJson(content->data(type)).value(1).source, u"2"_s);
}

void CommandKeysTest::deletingTheLastCellLeavesAnEmptyOne()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"1"_s});
    trigger(window, Command::Delete);
    QCOMPARE(sources(window), QStringList{QString()});
    trigger(window, Command::Undo);
    QCOMPARE(sources(window), QStringList{u"1"_s});
}

void CommandKeysTest::splitAndMergeAreInverse()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"a = 1\nb = 2"_s});
    NotebookDriver driver(window.view());
    window.view().enterEditMode();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    trigger(window, Command::Split);
    QCOMPARE(notebookOf(window).cellCount(), 2);
    window.view().setCurrentCell(notebookOf(window).idAt(0));
    trigger(window, Command::Merge);
    QCOMPARE(sources(window), QStringList{u"a = 1\nb = 2"_s});
}

void CommandKeysTest::headingKeysMakeHeadings()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"Title"_s});
    QTest::keyClick(&window.view(), Qt::Key_2);
    QCOMPARE(notebookOf(window).cellAt(0).kind, CellKind::Markdown);
    QCOMPARE(sources(window), QStringList{u"## Title"_s});
    QTest::keyClick(&window.view(), Qt::Key_1);
    QCOMPARE(sources(window), QStringList{u"# Title"_s});
}

void CommandKeysTest::movingKeepsTheSelectionTogether()
{
    TestProgram program(noPool);
    MainWindow &window = windowWith(program, {u"1"_s, u"2"_s, u"3"_s, u"4"_s});
    window.view().extendSelectionTo(notebookOf(window).idAt(1));
    trigger(window, Command::MoveDown);
    QCOMPARE(sources(window), (QStringList{u"3"_s, u"1"_s, u"2"_s, u"4"_s}));
    trigger(window, Command::MoveUp);
    trigger(window, Command::MoveUp);
    QCOMPARE(sources(window), (QStringList{u"1"_s, u"2"_s, u"3"_s, u"4"_s}));
}

QTEST_MAIN(CommandKeysTest)
#include "tst_commandkeys.moc"
