#include "dialogs/MergeDialog.h"
#include "dialogs/MergeRows.h"
#include "dialogs/QtDialogs.h"
#include "notebook/merge/NotebookMerge.h"
#include "theme/ThemeController.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>
#include <QTextEdit>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

NotebookData notebookOf(const QStringList &texts)
{
    NotebookData data;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        if (texts.at(i).isEmpty())
            continue; // deleted
        data.cells += Cell::code(texts.at(i));
        data.cells.last().fileId = u"id-%1"_s.arg(i);
    }
    return data;
}

/// Three conflicts: two in text, one cell that ours deleted. Between them a settled cell.
MergeQuestion threeConflicts()
{
    return {.documentName = u"analysis"_s,
            .merged = NotebookMerge::merge(notebookOf({u"a"_s, u"same"_s, u"b"_s, u"c"_s}),
                                           notebookOf({u"a1"_s, u"same"_s, u"b1"_s, {}}),
                                           notebookOf({u"a2"_s, u"same"_s, u"b2"_s, u"c2"_s})),
            .oursName = u"HEAD"_s,
            .theirsName = u"feature"_s};
}

struct Shown
{
    explicit Shown(const MergeQuestion &question)
        : dialog(question, controller.theme())
    {
        dialog.show();
    }

    [[nodiscard]] QPushButton *button(const QString &name) const
    {
        return dialog.findChild<QPushButton *>(name);
    }
    void decideAll(const QString &name) const
    {
        dialog.findChild<QCheckBox *>(u"mergeForAll"_s)->setChecked(true);
        button(name)->click();
    }
    [[nodiscard]] QString text(const QString &name) const
    {
        return dialog.findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] QStringList sides() const
    {
        QStringList texts;
        for (const auto *text : dialog.findChildren<QTextEdit *>(u"mergeText"_s))
            texts += text->toPlainText();
        return texts;
    }

    ThemeController controller;
    MergeDialog dialog;
};

QString outline(const QList<MergeRow> &rows)
{
    QStringList lines;
    for (const MergeRow &row : rows) {
        if (row.folded > 0)
            lines += u"[%1]"_s.arg(row.folded);
        else if (row.isChanged)
            lines += u"%1<%2>"_s.arg(row.text,
                                     row.text.mid(row.markBegin, row.markEnd - row.markBegin));
        else
            lines += row.text;
    }
    return lines.join(u' ');
}

} // namespace

class MergeDialogTest : public QObject
{
    Q_OBJECT
private slots:
    void rowsShowWhatDiffers_data();
    void rowsShowWhatDiffers();
    void sidesStandBesideEachOther();
    void choosingLeadsToTheNextOpenCell();
    void keysChoose();
    void decidedCellCanBeDecidedAnew();
    void bothIsOfferedWhereThereAreTwo();
    void oneChoiceDecidesAllThatAreLeft();
    void narrowWindowPutsTheSidesBelowEachOther();
    void outputsAreShownWhereTheyDiffer();
    void longTextsBeginAtTheFirstChange();
    void metadataIsShownWhereOnlyItDiffers();
    void everythingHasANameToReadAloud();
    void answersWithTheChoices();
    void escapeAnswersWithNothing();
};

void MergeDialogTest::rowsShowWhatDiffers_data()
{
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<QString>("oursRows");
    QTest::addColumn<QString>("theirsRows");
    QTest::newRow("part of a line")
        << u"x = 1\ny"_s << u"x = 23\ny"_s << u"x = 1<1> y"_s << u"x = 23<23> y"_s;
    QTest::newRow("more lines") << u"a\nb"_s << u"a\nx\ny\nb"_s << u"a b"_s << u"a x<> y<> b"_s;
    QTest::newRow("nothing") << u"a"_s << u"a"_s << u"a"_s << u"a"_s;
    QStringList many;
    for (int i = 0; i < 20; ++i)
        many += QString::number(i);
    QStringList changed = many;
    changed[10] = u"ten"_s;
    QTest::newRow("far lines are folded")
        << many.join(u'\n') << changed.join(u'\n') << u"[7] 7 8 9 10<10> 11 12 13 [6]"_s
        << u"[7] 7 8 9 ten<ten> 11 12 13 [6]"_s;
}

void MergeDialogTest::rowsShowWhatDiffers()
{
    QFETCH(const QString, ours);
    QFETCH(const QString, theirs);
    QFETCH(const QString, oursRows);
    QFETCH(const QString, theirsRows);

    const MergeRows rows = MergeRows::of(ours, theirs);
    QCOMPARE(outline(rows.ours), oursRows);
    QCOMPARE(outline(rows.theirs), theirsRows);
}

void MergeDialogTest::sidesStandBesideEachOther()
{
    const Shown shown(threeConflicts());
    QCOMPARE(shown.sides(), (QStringList{u"a1"_s, u"a2"_s}));
    QCOMPARE(shown.text(u"mergeTitle"_s), u"Cell 1"_s);
    QVERIFY(shown.text(u"mergeReason"_s).contains(u"HEAD"_s));
    QVERIFY(shown.text(u"mergeLeft"_s).contains(u"3"_s));
    QVERIFY(!shown.button(u"mergeApply"_s)->isEnabled());
}

void MergeDialogTest::choosingLeadsToTheNextOpenCell()
{
    const Shown shown(threeConflicts());
    shown.button(u"mergeTheirs"_s)->click();
    QCOMPARE(shown.sides(), (QStringList{u"b1"_s, u"b2"_s}));
    QCOMPARE(shown.text(u"mergeTitle"_s), u"Cell 3"_s);
    shown.button(u"mergeBoth"_s)->click();
    QCOMPARE(shown.sides().last(), u"c2"_s);
    shown.button(u"mergeOurs"_s)->click();

    QVERIFY(shown.button(u"mergeApply"_s)->isEnabled());
    QCOMPARE(shown.dialog.choices(),
             (QList<MergeChoice>{MergeChoice::Theirs, MergeChoice::Both, MergeChoice::Ours}));
}

void MergeDialogTest::keysChoose()
{
    Shown shown(threeConflicts());
    QVERIFY(QTest::qWaitForWindowActive(&shown.dialog));
    QTest::keyClick(&shown.dialog, Qt::Key_2);
    QTest::keyClick(&shown.dialog, Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(shown.text(u"mergeTitle"_s), u"Cell 1"_s);
    QTest::keyClick(&shown.dialog, Qt::Key_3);
    QTest::keyClick(&shown.dialog, Qt::Key_1);
    QTest::keyClick(&shown.dialog, Qt::Key_2);

    QCOMPARE(shown.dialog.choices(),
             (QList<MergeChoice>{MergeChoice::Both, MergeChoice::Ours, MergeChoice::Theirs}));
    QVERIFY(shown.button(u"mergeApply"_s)->hasFocus());
    QTest::keyClick(&shown.dialog, Qt::Key_Return);
    QCOMPARE(shown.dialog.result(), int(QDialog::Accepted));
}

void MergeDialogTest::decidedCellCanBeDecidedAnew()
{
    const Shown shown(threeConflicts());
    shown.decideAll(u"mergeOurs"_s);
    shown.dialog.findChild<QAbstractButton *>(u"mergeNext"_s)->click();
    QVERIFY(shown.button(u"mergeOurs"_s)->isChecked());
    shown.button(u"mergeTheirs"_s)->click();
    QCOMPARE(shown.dialog.choices(),
             (QList<MergeChoice>{MergeChoice::Ours, MergeChoice::Theirs, MergeChoice::Ours}));
}

void MergeDialogTest::bothIsOfferedWhereThereAreTwo()
{
    const Shown shown(threeConflicts());
    QVERIFY(shown.button(u"mergeBoth"_s)->isVisible());
    shown.button(u"mergeOurs"_s)->click();
    shown.button(u"mergeOurs"_s)->click();
    QVERIFY(!shown.button(u"mergeBoth"_s)->isVisible());
    QVERIFY(shown.button(u"mergeOurs"_s)->text().contains(u"Leave the cell out"_s));
}

void MergeDialogTest::oneChoiceDecidesAllThatAreLeft()
{
    const Shown shown(threeConflicts());
    shown.button(u"mergeOurs"_s)->click();
    shown.decideAll(u"mergeTheirs"_s);
    QVERIFY(shown.button(u"mergeApply"_s)->isEnabled());
    QCOMPARE(shown.dialog.choices(),
             (QList<MergeChoice>{MergeChoice::Ours, MergeChoice::Theirs, MergeChoice::Theirs}));
}

void MergeDialogTest::narrowWindowPutsTheSidesBelowEachOther()
{
    Shown shown(threeConflicts());
    const auto sides = shown.dialog.findChildren<QTextEdit *>(u"mergeText"_s);
    const auto top
        = [&](qsizetype side) { return sides.at(side)->mapTo(&shown.dialog, QPoint()).y(); };
    shown.dialog.resize(900, 700);
    QTRY_COMPARE(top(0), top(1));
    shown.dialog.resize(400, 700);
    QTRY_VERIFY(top(0) < top(1));
    QVERIFY2(shown.dialog.width() <= 400, qPrintable(QString::number(shown.dialog.width())));
}

void MergeDialogTest::outputsAreShownWhereTheyDiffer()
{
    MergeQuestion question = threeConflicts();
    NotebookData ours = notebookOf({u"a1"_s});
    NotebookData theirs = notebookOf({u"a2"_s});
    ours.cells[0].outputs = {Output::stream(u"stdout"_s, u"1"_s)};
    question.merged = NotebookMerge::merge(notebookOf({u"a"_s}), ours, theirs);
    const Shown shown(question);
    const auto outputs = shown.dialog.findChildren<QScrollArea *>(u"mergeOutputs"_s);
    QVERIFY(outputs.at(0)->isVisible());
    QVERIFY(!outputs.at(1)->isVisible());
    QCOMPARE(outputs.at(0)->widget()->accessibleDescription(), u"1"_s);

    theirs.cells[0].outputs = ours.cells.at(0).outputs;
    question.merged = NotebookMerge::merge(notebookOf({u"a"_s}), ours, theirs);
    const Shown same(question);
    QVERIFY(!same.dialog.findChildren<QScrollArea *>(u"mergeOutputs"_s).at(0)->isVisible());
}

void MergeDialogTest::longTextsBeginAtTheFirstChange()
{
    const QString longLine = QString(400, u'x') + u'\n';
    MergeQuestion question = threeConflicts();
    question.merged = NotebookMerge::merge(notebookOf({longLine.repeated(8) + u"a"_s}),
                                           notebookOf({longLine.repeated(8) + u"a1"_s}),
                                           notebookOf({longLine.repeated(8) + u"a2"_s}));
    Shown shown(question);
    shown.dialog.resize(400, 600);
    const auto *text = shown.dialog.findChild<QTextEdit *>(u"mergeText"_s);
    const auto isLastLineVisible = [text] {
        QTextCursor cursor(text->document());
        cursor.movePosition(QTextCursor::End);
        return text->viewport()->rect().contains(text->cursorRect(cursor));
    };
    QTRY_VERIFY(isLastLineVisible());
}

void MergeDialogTest::metadataIsShownWhereOnlyItDiffers()
{
    MergeQuestion question = threeConflicts();
    NotebookData ours = notebookOf({u"a"_s});
    NotebookData theirs = ours;
    ours.cells[0].metadata = R"({"tags": ["mine"]})";
    theirs.cells[0].metadata = R"({"tags": ["yours"]})";
    question.merged = NotebookMerge::merge(notebookOf({u"a"_s}), ours, theirs);
    const Shown shown(question);
    QVERIFY(shown.sides().first().contains(u"\"mine\""_s));
    QVERIFY(shown.sides().last().contains(u"\"yours\""_s));
}

void MergeDialogTest::everythingHasANameToReadAloud()
{
    const Shown shown(threeConflicts());
    for (const auto *button : shown.dialog.findChildren<QAbstractButton *>()) {
        const bool isNamed = !button->text().isEmpty() || !button->accessibleName().isEmpty();
        QVERIFY2(isNamed, qPrintable(button->objectName()));
    }
    for (const auto *text : shown.dialog.findChildren<QTextEdit *>())
        QVERIFY(!text->accessibleName().isEmpty());
}

void MergeDialogTest::answersWithTheChoices()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    std::optional<QList<MergeChoice>> answer;
    dialogs.askToMerge(&window, threeConflicts(),
                       [&](const QList<MergeChoice> &given) { answer = given; });
    QVERIFY(!answer);
    window.findChild<QCheckBox *>(u"mergeForAll"_s)->setChecked(true);
    window.findChild<QPushButton *>(u"mergeTheirs"_s)->click();
    window.findChild<QPushButton *>(u"mergeApply"_s)->click();
    QCOMPARE(answer, QList<MergeChoice>(3, MergeChoice::Theirs));
}

void MergeDialogTest::escapeAnswersWithNothing()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    std::optional<QList<MergeChoice>> answer;
    dialogs.askToMerge(&window, threeConflicts(),
                       [&](const QList<MergeChoice> &given) { answer = given; });
    window.findChild<QCheckBox *>(u"mergeForAll"_s)->setChecked(true);
    window.findChild<QPushButton *>(u"mergeTheirs"_s)->click();
    QTest::keyClick(window.findChild<MergeDialog *>(), Qt::Key_Escape);
    QCOMPARE(answer, QList<MergeChoice>());
}

QTEST_MAIN(MergeDialogTest)
#include "tst_mergedialog.moc"
