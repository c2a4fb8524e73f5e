#include "notebookview/CodeEdits.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class CodeEditsTest : public QObject
{
    Q_OBJECT

private slots:
    void newLineFollowsTheIndentation_data();
    void newLineFollowsTheIndentation();
    void togglingCommentsTwiceGivesTheLinesBack_data();
    void togglingCommentsTwiceGivesTheLinesBack();
    void commentsStandAtTheShallowestIndentation();
    void mixedLinesAreAllCommentedOut();
};

void CodeEditsTest::newLineFollowsTheIndentation_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("indent");

    QTest::newRow("plain") << u"x = 1"_s << u""_s;
    QTest::newRow("nested") << u"    x = 1"_s << u"    "_s;
    QTest::newRow("opens a block") << u"for i in x:"_s << u"    "_s;
    QTest::newRow("opens a nested block") << u"    if x:"_s << u"        "_s;
    QTest::newRow("block with a comment") << u"if x:  # why"_s << u"    "_s;
    QTest::newRow("colon in a comment") << u"x = 1  # so:"_s << u""_s;
    QTest::newRow("hash in a string") << u"print('#'):"_s << u"    "_s;
    QTest::newRow("ends a block") << u"    return x"_s << u""_s;
    QTest::newRow("ends a nested block") << u"        break"_s << u"    "_s;
    QTest::newRow("a name that begins alike") << u"    returned = 1"_s << u"    "_s;
    QTest::newRow("empty") << u""_s << u""_s;
}

void CodeEditsTest::newLineFollowsTheIndentation()
{
    QFETCH(QString, before);
    QFETCH(QString, indent);

    QCOMPARE(CodeEdits::indentAfter(before), indent);
}

void CodeEditsTest::togglingCommentsTwiceGivesTheLinesBack_data()
{
    QTest::addColumn<QStringList>("lines");

    QTest::newRow("one") << QStringList{u"x = 1"_s};
    QTest::newRow("nested") << QStringList{u"if x:"_s, u"    y()"_s};
    QTest::newRow("with a blank line") << QStringList{u"x"_s, u""_s, u"y"_s};
}

void CodeEditsTest::togglingCommentsTwiceGivesTheLinesBack()
{
    QFETCH(QStringList, lines);

    QCOMPARE(CodeEdits::withCommentsToggled(CodeEdits::withCommentsToggled(lines)), lines);
}

void CodeEditsTest::commentsStandAtTheShallowestIndentation()
{
    const QStringList lines{u"    if x:"_s, u"        y()"_s};

    QCOMPARE(CodeEdits::withCommentsToggled(lines),
             (QStringList{u"    # if x:"_s, u"    #     y()"_s}));
}

void CodeEditsTest::mixedLinesAreAllCommentedOut()
{
    const QStringList lines{u"# why"_s, u"x"_s};

    QCOMPARE(CodeEdits::withCommentsToggled(lines), (QStringList{u"# # why"_s, u"# x"_s}));
}

QTEST_APPLESS_MAIN(CodeEditsTest)
#include "tst_codeedits.moc"
