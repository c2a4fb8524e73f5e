#include "notebookview/CellEditor.h"
#include "support/ui/TestTheme.h"

#include <QInputMethodEvent>
#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// Follows what an editor tells, as the view does.
struct Listener
{
    explicit Listener(CellEditor &editor, const QString &start)
        : text(start)
    {
        QObject::connect(&editor, &CellEditor::edited, &editor,
                         [this](const TextDelta &delta, CaretPosition before, CaretPosition after) {
                             text.replace(delta.position, delta.removed.size(), delta.inserted);
                             caretBefore = before;
                             caretAfter = after;
                             ++count;
                         });
    }

    QString text;
    CaretPosition caretBefore;
    CaretPosition caretAfter;
    int count = 0;
};

CaretPosition at(qsizetype position)
{
    return {.anchor = position, .position = position};
}

} // namespace

class CellEditorTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void positionsCountUtf16Units_data();
    void positionsCountUtf16Units();
    void typedTextIsToldAtOnce();
    void textBesideLoneSurrogatesAndNulsStaysWhole();
    void assigningTellsNothing();
    void replacingTextKeepsTheCaretBehindTheSameCharacter();
    void composedTextIsToldOnlyWhenEntered();
    void enterIndentsBehindAColon();
    void tabFillsUpToTheNextStopAndBackspaceTakesItBack();
    void selectedLinesAreShifted();
    void controlBracketsShiftTheLineOfTheCaret();
    void controlSlashTogglesComments();
    void windowKeysAreLeftAlone_data();
    void windowKeysAreLeftAlone();
    void ownKeysArriveBeforeShortcuts_data();
    void ownKeysArriveBeforeShortcuts();
    void caretKeysAtTheEdgesLeave();
    void undoIsNotTheEditors();
    void linesAreCountedAsTheyShow_data();
    void linesAreCountedAsTheyShow();
    void everyLineTakesTwentyPixels();
    void neverScrollsWithinItself();

private:
    Theme m_theme = testTheme();
    std::unique_ptr<CellEditor> m_editor;
};

void CellEditorTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_editor = std::make_unique<CellEditor>(m_theme);
    m_editor->resize(600, 200);
    m_editor->show();
    m_editor->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

void CellEditorTest::positionsCountUtf16Units_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("ascii") << u"x = 1\ny = 2"_s;
    QTest::newRow("two bytes") << u"größe = 'ä'\nß"_s;
    QTest::newRow("three bytes") << u"print('日本語')\n語"_s;
    QTest::newRow("beyond the BMP") << u"s = '😀𝒳'\n# 🏳️‍🌈 end"_s;
    QTest::newRow("byte order mark") << u"\uFEFFx = 1"_s;
}

void CellEditorTest::positionsCountUtf16Units()
{
    QFETCH(QString, text);
    m_editor->assign(CellId(1), CodeLanguage::Python, text);

    for (qsizetype position = 0; position <= text.size(); ++position) {
        if (position > 0 && position < text.size() && text[position].isLowSurrogate())
            continue;
        m_editor->setCaret(at(position));
        QCOMPARE(m_editor->caret(), at(position));
        QCOMPARE(m_editor->shownText(), text);
    }
}

void CellEditorTest::typedTextIsToldAtOnce()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"😀 = "_s);
    Listener told(*m_editor, u"😀 = "_s);
    m_editor->setCaret(at(5));

    QTest::keyClicks(m_editor.get(), u"42"_s);

    QCOMPARE(told.text, u"😀 = 42"_s);
    QCOMPARE(told.count, 2);
    QCOMPARE(told.caretBefore, at(6));
    QCOMPARE(told.caretAfter, at(7));
}

void CellEditorTest::textBesideLoneSurrogatesAndNulsStaysWhole()
{
    QString text = u"a = 'x'\nb"_s;
    text[5] = QChar(0xD800);
    text.insert(2, QChar(0));
    m_editor->assign(CellId(1), CodeLanguage::Python, text);
    Listener told(*m_editor, text);
    m_editor->setCaret(at(text.size()));

    QTest::keyClicks(m_editor.get(), u"c"_s);

    QCOMPARE(told.text, text + u'c');
}

void CellEditorTest::assigningTellsNothing()
{
    Listener told(*m_editor, {});

    m_editor->assign(CellId(1), CodeLanguage::Python, u"x = 1"_s);
    m_editor->assign(CellId(2), CodeLanguage::Markdown, u"# Title"_s);
    m_editor->replaceText(u"# Other title"_s);
    QCoreApplication::processEvents();

    QCOMPARE(told.count, 0);
    QCOMPARE(m_editor->text(), u"# Other title"_s);
}

void CellEditorTest::replacingTextKeepsTheCaretBehindTheSameCharacter()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"one two three"_s);
    m_editor->setCaret(at(8));

    m_editor->replaceText(u"one 22 two three"_s);

    QCOMPARE(m_editor->caret(), at(11));
}

void CellEditorTest::composedTextIsToldOnlyWhenEntered()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"s = ''"_s);
    Listener told(*m_editor, u"s = ''"_s);
    m_editor->setCaret(at(5));

    for (const QString &preedit : {u"か"_s, u"かん"_s, u"かんじ"_s}) {
        QInputMethodEvent composing(preedit, {});
        QApplication::sendEvent(m_editor.get(), &composing);
        QCoreApplication::processEvents();
        QCOMPARE(told.count, 0);
    }
    QInputMethodEvent entered;
    entered.setCommitString(u"漢字"_s);
    QApplication::sendEvent(m_editor.get(), &entered);

    QCOMPARE(told.text, u"s = '漢字'"_s);
    QCOMPARE(m_editor->text(), u"s = '漢字'"_s);
    QCOMPARE(told.count, 1);
}

void CellEditorTest::enterIndentsBehindAColon()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"if x:"_s);
    Listener told(*m_editor, u"if x:"_s);
    m_editor->setCaret(at(5));

    QTest::keyClick(m_editor.get(), Qt::Key_Return);

    QCOMPARE(told.text, u"if x:\n    "_s);
    QCOMPARE(m_editor->caret(), at(10));
}

void CellEditorTest::tabFillsUpToTheNextStopAndBackspaceTakesItBack()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u""_s);
    Listener told(*m_editor, {});

    QTest::keyClick(m_editor.get(), Qt::Key_Tab);
    QCOMPARE(told.text, u"    "_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
    QCOMPARE(told.text, u""_s);
}

void CellEditorTest::selectedLinesAreShifted()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"a\nb\nc"_s);
    Listener told(*m_editor, u"a\nb\nc"_s);
    m_editor->setCaret({.anchor = 0, .position = 3});

    QTest::keyClick(m_editor.get(), Qt::Key_Tab);
    QCOMPARE(told.text, u"    a\n    b\nc"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(told.text, u"a\nb\nc"_s);
}

void CellEditorTest::controlBracketsShiftTheLineOfTheCaret()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"ab"_s);
    Listener told(*m_editor, u"ab"_s);
    m_editor->setCaret(at(1));

    QTest::keyClick(m_editor.get(), Qt::Key_BracketRight, Qt::ControlModifier);
    QCOMPARE(told.text, u"    ab"_s);
    QCOMPARE(m_editor->caret(), at(5));
    QTest::keyClick(m_editor.get(), Qt::Key_BracketLeft, Qt::ControlModifier);
    QCOMPARE(told.text, u"ab"_s);
    QCOMPARE(m_editor->caret(), at(1));
}

void CellEditorTest::controlSlashTogglesComments()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"x = 'ü'\ny"_s);
    Listener told(*m_editor, u"x = 'ü'\ny"_s);
    m_editor->setCaret(at(6));

    QTest::keyClick(m_editor.get(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(told.text, u"# x = 'ü'\ny"_s);
    QCOMPARE(m_editor->caret(), at(8));
    QTest::keyClick(m_editor.get(), Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(told.text, u"x = 'ü'\ny"_s);
    QCOMPARE(told.count, 2);
}

void CellEditorTest::windowKeysAreLeftAlone_data()
{
    QTest::addColumn<QKeyCombination>("key");

    QTest::newRow("run") << QKeyCombination(Qt::ShiftModifier, Qt::Key_Return);
    QTest::newRow("run in place") << QKeyCombination(Qt::ControlModifier, Qt::Key_Return);
    QTest::newRow("run, insert") << QKeyCombination(Qt::AltModifier, Qt::Key_Return);
    QTest::newRow("undo") << QKeyCombination(Qt::ControlModifier, Qt::Key_Z);
    QTest::newRow("redo") << QKeyCombination(Qt::ControlModifier, Qt::Key_Y);
    QTest::newRow("redo, the other")
        << QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_Z);
    QTest::newRow("save") << QKeyCombination(Qt::ControlModifier, Qt::Key_S);
    QTest::newRow("split") << QKeyCombination(Qt::ControlModifier | Qt::ShiftModifier,
                                              Qt::Key_Minus);
    QTest::newRow("panel") << QKeyCombination(Qt::ControlModifier, Qt::Key_B);
    QTest::newRow("zoom") << QKeyCombination(Qt::ControlModifier, Qt::Key_Plus);
    QTest::newRow("page") << QKeyCombination(Qt::Key_PageDown);
}

void CellEditorTest::windowKeysAreLeftAlone()
{
    QFETCH(QKeyCombination, key);
    m_editor->assign(CellId(1), CodeLanguage::Python, u"x = 1"_s);
    Listener told(*m_editor, u"x = 1"_s);

    QKeyEvent probe(QEvent::ShortcutOverride, key.key(), key.keyboardModifiers());
    probe.ignore();
    QApplication::sendEvent(m_editor.get(), &probe);
    QTest::keyClick(m_editor.get(), key.key(), key.keyboardModifiers());

    QVERIFY(!probe.isAccepted());
    QCOMPARE(told.count, 0);
    QCOMPARE(m_editor->text(), u"x = 1"_s);
}

void CellEditorTest::ownKeysArriveBeforeShortcuts_data()
{
    QTest::addColumn<QKeyCombination>("key");

    QTest::newRow("letter") << QKeyCombination(Qt::Key_A);
    QTest::newRow("capital") << QKeyCombination(Qt::ShiftModifier, Qt::Key_M);
    QTest::newRow("enter") << QKeyCombination(Qt::Key_Return);
    QTest::newRow("escape") << QKeyCombination(Qt::Key_Escape);
    QTest::newRow("copy") << QKeyCombination(Qt::ControlModifier, Qt::Key_C);
    QTest::newRow("paste") << QKeyCombination(Qt::ControlModifier, Qt::Key_V);
    QTest::newRow("select all") << QKeyCombination(Qt::ControlModifier, Qt::Key_A);
    QTest::newRow("comment") << QKeyCombination(Qt::ControlModifier, Qt::Key_Slash);
    QTest::newRow("word") << QKeyCombination(Qt::ControlModifier, Qt::Key_Left);
    QTest::newRow("up") << QKeyCombination(Qt::Key_Up);
}

void CellEditorTest::ownKeysArriveBeforeShortcuts()
{
    QFETCH(QKeyCombination, key);
    QKeyEvent probe(QEvent::ShortcutOverride, key.key(), key.keyboardModifiers());
    probe.ignore();

    QApplication::sendEvent(m_editor.get(), &probe);

    QVERIFY(probe.isAccepted());
}

void CellEditorTest::caretKeysAtTheEdgesLeave()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"a\nb"_s);
    QSignalSpy upwards(m_editor.get(), &CellEditor::leftUpwards);
    QSignalSpy downwards(m_editor.get(), &CellEditor::leftDownwards);

    QTest::keyClick(m_editor.get(), Qt::Key_Down);
    QCOMPARE(downwards.size(), 0);
    QTest::keyClick(m_editor.get(), Qt::Key_Down);
    QCOMPARE(downwards.size(), 1);
    QTest::keyClick(m_editor.get(), Qt::Key_Up);
    QCOMPARE(upwards.size(), 0);
    QTest::keyClick(m_editor.get(), Qt::Key_Up);
    QCOMPARE(upwards.size(), 1);
}

void CellEditorTest::undoIsNotTheEditors()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u""_s);
    QTest::keyClicks(m_editor.get(), u"abc"_s);

    m_editor->undo();

    QCOMPARE(m_editor->text(), u"abc"_s);
    QVERIFY(!m_editor->isUndoAvailable());
}

void CellEditorTest::linesAreCountedAsTheyShow_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << u""_s;
    QTest::newRow("one") << u"x"_s;
    QTest::newRow("open end") << u"x\n"_s;
    QTest::newRow("carriage returns") << u"a\r\nb\rc\n\r"_s;
    QTest::newRow("separators that are no lines") << u"a\u2028b\fc"_s;
}

void CellEditorTest::linesAreCountedAsTheyShow()
{
    QFETCH(QString, text);
    m_editor->assign(CellId(1), CodeLanguage::Python, text);

    QCOMPARE(CellEditor::lineCount(text), m_editor->lines());
}

void CellEditorTest::everyLineTakesTwentyPixels()
{
    for (const CodeLanguage language :
         {CodeLanguage::Python, CodeLanguage::Markdown, CodeLanguage::Plain}) {
        m_editor->assign(CellId(1), language, u"# a *b* `c`\nx"_s);
        QCOMPARE(m_editor->textHeight(0), CellEditor::lineHeight);
    }
}

void CellEditorTest::neverScrollsWithinItself()
{
    m_editor->assign(CellId(1), CodeLanguage::Python, u"1"_s);
    m_editor->setFixedHeight(CellEditor::lineHeight);
    connect(m_editor.get(), &CellEditor::edited, m_editor.get(),
            [this] { m_editor->setFixedHeight(m_editor->lines() * CellEditor::lineHeight); });
    m_editor->setCaret(at(1));

    for (int i = 0; i < 5; ++i)
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
    QCoreApplication::processEvents();

    QCOMPARE(m_editor->firstVisibleLine(), 0);
}

QTEST_MAIN(CellEditorTest)
#include "tst_celleditor.moc"
