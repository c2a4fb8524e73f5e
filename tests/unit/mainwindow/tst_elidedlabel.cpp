#include "mainwindow/ElidedLabel.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class ElidedLabelTest : public QObject
{
    Q_OBJECT

private slots:
    void textThatFitsIsShownWhole();
    void textThatDoesNotFitEndsWithAnEllipsis();
    void wholeTextIsReadOut();
    void wholeTextIsTheTipEvenIfItLooksLikeMarkup();
};

namespace {

const QString sentence = u"ends in 4 minutes without a run · Python 3.11 · network off"_s;

} // namespace

void ElidedLabelTest::textThatFitsIsShownWhole()
{
    ElidedLabel label;
    label.setText(sentence);
    label.resize(label.sizeHint());
    QCOMPARE(label.shownText(), sentence);
}

void ElidedLabelTest::textThatDoesNotFitEndsWithAnEllipsis()
{
    ElidedLabel label;
    label.setText(sentence);
    label.resize(label.sizeHint().width() / 2, label.sizeHint().height());
    QVERIFY(label.shownText().endsWith(u'…'));
    QVERIFY(label.fontMetrics().horizontalAdvance(label.shownText()) <= label.width());
    // What is painted ends before the edge, where the whole sentence would be cut off.
    const QImage image = label.grab().toImage();
    const QColor background = image.pixelColor(image.width() - 1, 0);
    for (int y = 0; y < image.height(); ++y)
        QCOMPARE(image.pixelColor(image.width() - 1, y), background);
}

void ElidedLabelTest::wholeTextIsReadOut()
{
    ElidedLabel label;
    label.setText(sentence);
    label.resize(20, 20);
    QCOMPARE(QAccessible::queryAccessibleInterface(&label)->text(QAccessible::Name), sentence);
}

void ElidedLabelTest::wholeTextIsTheTipEvenIfItLooksLikeMarkup()
{
    ElidedLabel label;
    label.setText(u"<b>bold</b> & "_s + sentence);
    label.resize(40, 20);
    label.show();
    QHelpEvent help(QEvent::ToolTip, {1, 1}, label.mapToGlobal(QPoint(1, 1)));
    QCoreApplication::sendEvent(&label, &help);
    QTextDocument shown;
    shown.setHtml(QToolTip::text());
    QCOMPARE(shown.toPlainText(), label.text());
}

QTEST_MAIN(ElidedLabelTest)
#include "tst_elidedlabel.moc"
