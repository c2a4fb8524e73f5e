#include "mainwindow/MessageBar.h"
#include "support/ui/TestTheme.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class MessageBarTest : public QObject
{
    Q_OBJECT
private slots:
    void hidesWhileThereIsNothingToSay();
    void laterMessageOfTheSameKeyReplacesTheEarlier();
    void actionRunsOnceAndDismisses();
    void oldestGoesWhenTooManyCome();
    void markupInAMessageIsShownAsText();
};

void MessageBarTest::hidesWhileThereIsNothingToSay()
{
    MessageBar bar(testTheme());
    QVERIFY(bar.isHidden());
    bar.show({.key = u"a"_s, .text = u"Something"_s});
    QVERIFY(!bar.isHidden());
    bar.findChild<QToolButton *>(u"dismissMessage"_s)->click();
    QVERIFY(bar.isHidden());
}

void MessageBarTest::laterMessageOfTheSameKeyReplacesTheEarlier()
{
    MessageBar bar(testTheme());
    bar.show({.key = u"save"_s, .text = u"first"_s});
    bar.show({.key = u"run"_s, .text = u"other"_s});
    bar.show({.key = u"save"_s, .text = u"second"_s});
    QCOMPARE(bar.keys(), (QStringList{u"save"_s, u"run"_s}));
    QCOMPARE(bar.textOf(u"save"_s), u"second"_s);
}

void MessageBarTest::actionRunsOnceAndDismisses()
{
    MessageBar bar(testTheme());
    int runs = 0;
    bar.show({.key = u"a"_s, .text = u"x"_s, .actions = {{u"go"_s, u"Go"_s, [&runs] { ++runs; }}}});
    bar.findChild<QPushButton *>(u"go"_s)->click();
    QCOMPARE(runs, 1);
    QVERIFY(bar.keys().isEmpty());
}

void MessageBarTest::oldestGoesWhenTooManyCome()
{
    MessageBar bar(testTheme());
    for (int i = 0; i < MessageBar::maximumShown + 2; ++i)
        bar.show({.key = QString::number(i), .text = u"x"_s});
    QCOMPARE(bar.keys().size(), MessageBar::maximumShown);
    QVERIFY(!bar.keys().contains(u"0"_s));
}

void MessageBarTest::markupInAMessageIsShownAsText()
{
    MessageBar bar(testTheme());
    bar.show({.key = u"a"_s, .text = u"<img src=x>"_s});
    QCOMPARE(bar.findChild<QLabel *>(u"messageText"_s)->textFormat(), Qt::PlainText);
}

QTEST_MAIN(MessageBarTest)
#include "tst_messagebar.moc"
