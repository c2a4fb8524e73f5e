#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <QSignalSpy>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

/// How single key presses become undoable steps.
class TypingMergeTest : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void wordsAreSteps();
    void lineFeedBeginsAStep();
    void aPasteIsAStepOfItsOwn();
    void typingElsewhereBeginsAStep();
    void anotherCellBeginsAStep();
    void breakTypingMergeBeginsAStep();
    void typingAfterUndoBeginsAStep();
    void typingAfterASaveBeginsAStep();
    void backspacingMergesByWords();
    void deletingForwardsMergesByWords();
    void typingAndDeletingDoNotMix();
    void charactersBeyondTheBasicPlaneAreTypedWhole();
    void doubledLettersAreStillOneWord();
    void undoRestoresTheCaret();
    void aLongTypedTextComesBackByWords();

private:
    /// Types at the end, one key press a character.
    void type(const QString &text);
    void replace(qsizetype position, qsizetype removed, const QString &inserted);
    [[nodiscard]] QString source() const { return m_notebook->cellAt(0).source; }
    QString afterUndo();

    std::unique_ptr<Notebook> m_notebook;
};

void TypingMergeTest::init()
{
    NotebookData data;
    data.cells = {Cell::code({}), Cell::code({})};
    m_notebook = std::make_unique<Notebook>(data);
}

void TypingMergeTest::type(const QString &text)
{
    for (const QChar c : text)
        replace(source().size(), 0, c);
}

void TypingMergeTest::replace(qsizetype position, qsizetype removed, const QString &inserted)
{
    const qsizetype before = position + removed;
    const qsizetype after = position + inserted.size();
    NotebookEditor(*m_notebook)
        .setSource(m_notebook->idAt(0), source().replace(position, removed, inserted),
                   {before, before}, {after, after});
}

QString TypingMergeTest::afterUndo()
{
    m_notebook->undoStack().undo();
    return source();
}

void TypingMergeTest::wordsAreSteps()
{
    type(u"one two  three"_s);
    QCOMPARE(m_notebook->undoStack().count(), 3);
    QCOMPARE(m_notebook->undoStack().undoText(), u"Typing"_s);
    QCOMPARE(afterUndo(), u"one two  "_s);
    QCOMPARE(afterUndo(), u"one "_s);
    QCOMPARE(afterUndo(), QString());
}

void TypingMergeTest::lineFeedBeginsAStep()
{
    type(u"if x:"_s);
    replace(5, 0, u"\n    "_s); // the editor indents
    type(u"y"_s);
    QCOMPARE(afterUndo(), u"if x:\n    "_s);
    QCOMPARE(afterUndo(), u"if x:"_s);
}

void TypingMergeTest::aPasteIsAStepOfItsOwn()
{
    type(u"ab"_s);
    replace(2, 0, u"pasted"_s);
    type(u"cd"_s);
    QCOMPARE(afterUndo(), u"abpasted"_s);
    QCOMPARE(m_notebook->undoStack().undoText(), u"Paste"_s);
    QCOMPARE(afterUndo(), u"ab"_s);
    QCOMPARE(afterUndo(), QString());
}

void TypingMergeTest::typingElsewhereBeginsAStep()
{
    type(u"abc"_s);
    replace(1, 0, u"x"_s);
    replace(2, 0, u"y"_s);
    QCOMPARE(source(), u"axybc"_s);
    QCOMPARE(afterUndo(), u"abc"_s);
}

void TypingMergeTest::anotherCellBeginsAStep()
{
    type(u"a"_s);
    NotebookEditor(*m_notebook).setSource(m_notebook->idAt(1), u"z"_s);
    type(u"b"_s);
    QCOMPARE(m_notebook->undoStack().count(), 3);
}

void TypingMergeTest::breakTypingMergeBeginsAStep()
{
    type(u"ab"_s);
    NotebookEditor(*m_notebook).breakTypingMerge();
    type(u"cd"_s);
    QCOMPARE(afterUndo(), u"ab"_s);
}

void TypingMergeTest::typingAfterUndoBeginsAStep()
{
    type(u"ab cd"_s);
    QCOMPARE(afterUndo(), u"ab "_s);
    type(u" x"_s);
    QCOMPARE(afterUndo(), u"ab  "_s);
    QCOMPARE(afterUndo(), u"ab "_s);
}

void TypingMergeTest::typingAfterASaveBeginsAStep()
{
    type(u"ab"_s);
    m_notebook->markSaved();
    type(u"c"_s);
    QVERIFY(m_notebook->isModified());
    QCOMPARE(afterUndo(), u"ab"_s);
    QVERIFY(!m_notebook->isModified());
}

void TypingMergeTest::backspacingMergesByWords()
{
    replace(0, 0, u"one two three"_s);
    while (!source().isEmpty())
        replace(source().size() - 1, 1, {});
    QCOMPARE(m_notebook->undoStack().undoText(), u"Delete Text"_s);
    QCOMPARE(afterUndo(), u"one"_s);
    QCOMPARE(afterUndo(), u"one two"_s);
    QCOMPARE(afterUndo(), u"one two three"_s);
}

void TypingMergeTest::deletingForwardsMergesByWords()
{
    replace(0, 0, u"one two three"_s);
    while (!source().isEmpty())
        replace(0, 1, {});
    QCOMPARE(afterUndo(), u"three"_s);
    QCOMPARE(afterUndo(), u"two three"_s);
    QCOMPARE(afterUndo(), u"one two three"_s);
}

void TypingMergeTest::typingAndDeletingDoNotMix()
{
    type(u"abc"_s);
    replace(2, 1, {});
    type(u"d"_s);
    QCOMPARE(afterUndo(), u"ab"_s);
    QCOMPARE(afterUndo(), u"abc"_s);
    QCOMPARE(afterUndo(), QString());
}

void TypingMergeTest::charactersBeyondTheBasicPlaneAreTypedWhole()
{
    type(u"a"_s);
    replace(1, 0, u"🙂"_s);
    replace(3, 0, u"🙃"_s);
    QCOMPARE(m_notebook->undoStack().count(), 1);
    QCOMPARE(afterUndo(), QString());
}

void TypingMergeTest::doubledLettersAreStillOneWord()
{
    replace(0, 0, u"xe"_s);
    replace(1, 0, u"e"_s); // which of both is new shows by the caret only
    replace(2, 0, u"f"_s);
    QCOMPARE(source(), u"xefe"_s);
    QCOMPARE(afterUndo(), u"xe"_s);
}

void TypingMergeTest::undoRestoresTheCaret()
{
    QSignalSpy caret(m_notebook.get(), &Notebook::placeRestored);
    type(u"abc"_s);
    NotebookEditor(*m_notebook).setSource(m_notebook->idAt(0), u"xc"_s, {0, 2}, {1, 1});
    QCOMPARE(caret.count(), 0);
    m_notebook->undoStack().undo();
    const auto position = [&caret] {
        const auto place = caret.last().first().value<EditPlace>();
        return std::pair<qlonglong, qlonglong>(place.caret->anchor, place.caret->position);
    };
    QCOMPARE(position(), (std::pair<qlonglong, qlonglong>(0, 2)));
    m_notebook->undoStack().redo();
    QCOMPARE(position(), (std::pair<qlonglong, qlonglong>(1, 1)));
    m_notebook->undoStack().undo();
    m_notebook->undoStack().undo();
    QCOMPARE(position(), (std::pair<qlonglong, qlonglong>(0, 0)));
    m_notebook->undoStack().redo();
    QCOMPARE(position(), (std::pair<qlonglong, qlonglong>(3, 3)));
    QCOMPARE(caret.last().first().value<EditPlace>().cell, m_notebook->idAt(0));
}

void TypingMergeTest::aLongTypedTextComesBackByWords()
{
    const QString text = u"def f(x):\n    return x + 1\n\nprint(f(2))"_s;
    type(text);
    QCOMPARE(source(), text);
    QStringList states;
    while (m_notebook->undoStack().canUndo())
        states += afterUndo();
    QCOMPARE(states.last(), QString());
    QVERIFY(states.contains(u"def f(x):\n    return x "_s));
    while (m_notebook->undoStack().canRedo())
        m_notebook->undoStack().redo();
    QCOMPARE(source(), text);
}

QTEST_GUILESS_MAIN(TypingMergeTest)
#include "tst_typingmerge.moc"
