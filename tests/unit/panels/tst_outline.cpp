#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "panels/Outline.h"
#include "panels/OutlinePanel.h"

#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class OutlineTest : public QObject
{
    Q_OBJECT
private slots:
    void headingsOutsideOfCodeAreFound();
    void marksAreTakenOutOfTitles_data();
    void marksAreTakenOutOfTitles();
    void onlyTextCellsCount();
    void panelFollowsTheNotebookAndTellsTheCell();
};

void OutlineTest::headingsOutsideOfCodeAreFound()
{
    const CellId cell(1);
    const auto entries = Outline::ofText(
        cell, u"# One\ntext\n```\n# not this\n```\n### Three\n#none\n####### seven"_s);
    QCOMPARE(entries, (QList<OutlineEntry>{{cell, 1, u"One"_s}, {cell, 3, u"Three"_s}}));
}

void OutlineTest::marksAreTakenOutOfTitles_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("title");
    QTest::newRow("emphasis") << u"# A **bold** `code` _word_"_s << u"A bold code word"_s;
    QTest::newRow("snake case stays") << u"# read_csv"_s << u"read_csv"_s;
    QTest::newRow("link") << u"# See [here](https://example.org)"_s << u"See here"_s;
    QTest::newRow("closing marks") << u"## Title ##"_s << u"Title"_s;
    QTest::newRow("anchor") << u"# <a id='x'></a>Title"_s << u"Title"_s;
}

void OutlineTest::marksAreTakenOutOfTitles()
{
    QFETCH(QString, markdown);
    QFETCH(QString, title);
    QCOMPARE(Outline::ofText(CellId(1), markdown).value(0).title, title);
}

void OutlineTest::onlyTextCellsCount()
{
    Notebook notebook;
    NotebookEditor(notebook).insertCells(0,
                                         {Cell::markdown(u"# Text"_s), Cell::code(u"# comment"_s)});
    const auto entries = Outline::of(notebook);
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().cell, notebook.idAt(0));
}

void OutlineTest::panelFollowsTheNotebookAndTellsTheCell()
{
    Notebook notebook;
    OutlinePanel panel;
    panel.setNotebook(&notebook);
    auto *tree = panel.findChild<QTreeWidget *>(u"outlineTree"_s);
    QCOMPARE(tree->topLevelItemCount(), 0);

    NotebookEditor(notebook).insertCells(0, {Cell::markdown(u"# A\n## B\n# C"_s)});

    QTRY_COMPARE(tree->topLevelItemCount(), 2);
    QCOMPARE(tree->topLevelItem(0)->child(0)->text(0), u"B"_s);
    QSignalSpy activated(&panel, &OutlinePanel::cellActivated);
    emit tree->itemClicked(tree->topLevelItem(1), 0);
    QCOMPARE(activated.value(0).value(0).value<CellId>(), notebook.idAt(0));
}

QTEST_MAIN(OutlineTest)
#include "tst_outline.moc"
