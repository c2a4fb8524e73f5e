#include "dialogs/MetadataDialog.h"
#include "dialogs/QtDialogs.h"
#include "dialogs/TagsDialog.h"
#include "theme/ThemeController.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

class MetadataDialogsTest : public QObject
{
    Q_OBJECT
private slots:
    void metadataIsShownOverLines();
    void everyCharacterComesBack();
    void mistakeIsNamedWithItsPlaceAndCannotBeApplied();
    void metadataIsAnsweredOnlyWhenApplied();
    void tagsAreTickedAndAdded();
    void tagThatWasTypedAndNotAddedCounts();
    void halfTickedTagStaysHalfTicked();
};

void MetadataDialogsTest::metadataIsShownOverLines()
{
    const MetadataDialog dialog({.title = u"Metadata of Cell 1"_s, .json = R"({"b":1.0,"a":[]})"});
    QCOMPARE(dialog.windowTitle(), u"Metadata of Cell 1"_s);
    QCOMPARE(dialog.json(), QByteArray("{\n  \"b\": 1.0,\n  \"a\": []\n}"));
    QVERIFY(dialog.findChild<QPushButton *>(u"metadataApply"_s)->isEnabled());
    QCOMPARE(MetadataDialog({.title = {}, .json = {}}).json(), QByteArray("{}"));
}

void MetadataDialogsTest::everyCharacterComesBack()
{
    const MetadataDialog dialog(
        {.title = {}, .json = "{\"a\": \"\xc2\xa0|\xe2\x80\xa8|\xe2\x80\xa9\"}"});
    QVERIFY(dialog.findChild<QPushButton *>(u"metadataApply"_s)->isEnabled());
    QCOMPARE(dialog.json(), QByteArray("{\n  \"a\": \"\xc2\xa0|\xe2\x80\xa8|\\u2029\"\n}"));
}

void MetadataDialogsTest::mistakeIsNamedWithItsPlaceAndCannotBeApplied()
{
    MetadataDialog dialog({.title = {}, .json = {}});
    auto *text = dialog.findChild<QPlainTextEdit *>(u"metadataText"_s);
    auto *hint = dialog.findChild<QLabel *>(u"metadataHint"_s);
    auto *apply = dialog.findChild<QPushButton *>(u"metadataApply"_s);

    text->setPlainText(u"{\n  \"a\": 1,\n}"_s);
    QVERIFY(!apply->isEnabled());
    QVERIFY2(hint->text().contains(u"line 3, column 1"_s), qPrintable(hint->text()));
    QCOMPARE(text->extraSelections().size(), 1);
    QCOMPARE(text->extraSelections().first().cursor.blockNumber(), 2);

    text->setPlainText(u"{\"a\": 1}"_s);
    QVERIFY(apply->isEnabled());
    QVERIFY(hint->text().isEmpty());
    QVERIFY(text->extraSelections().isEmpty());
}

void MetadataDialogsTest::metadataIsAnsweredOnlyWhenApplied()
{
    QWidget window;
    const ThemeController theme;
    QtDialogs dialogs(theme);
    QByteArrayList answers;
    for (const bool applies : {false, true}) {
        dialogs.askForMetadata(&window, {.title = {}, .json = R"({"a": 1})"},
                               [&answers](const QByteArray &json) { answers += json; });
        auto *dialog = window.findChild<MetadataDialog *>();
        applies ? dialog->findChild<QPushButton *>(u"metadataApply"_s)->click() : dialog->reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    QCOMPARE(answers, QByteArrayList{"{\n  \"a\": 1\n}"});
}

void MetadataDialogsTest::tagsAreTickedAndAdded()
{
    TagsDialog dialog({{u"a"_s, Qt::Unchecked}, {u"b"_s, Qt::Checked}});
    auto *typed = dialog.findChild<QLineEdit *>(u"tagTyped"_s);
    auto *add = dialog.findChild<QPushButton *>(u"tagAdd"_s);
    QVERIFY(!add->isEnabled());
    typed->setText(u" , "_s);
    QVERIFY(!add->isEnabled());
    typed->setText(u" new one , a,"_s);
    add->click();
    QCOMPARE(dialog.tags(),
             (QList<CellTag>{
                 {u"a"_s, Qt::Checked}, {u"b"_s, Qt::Checked}, {u"new one"_s, Qt::Checked}}));
    dialog.findChild<QListWidget *>(u"tagsList"_s)->item(1)->setCheckState(Qt::Unchecked);
    QCOMPARE(dialog.tags().at(1), (CellTag{u"b"_s, Qt::Unchecked}));
}

void MetadataDialogsTest::tagThatWasTypedAndNotAddedCounts()
{
    TagsDialog dialog({{u"a"_s, Qt::Unchecked}});
    dialog.findChild<QLineEdit *>(u"tagTyped"_s)->setText(u"a, new, new"_s);
    QCOMPARE(dialog.tags(), (QList<CellTag>{{u"a"_s, Qt::Checked}, {u"new"_s, Qt::Checked}}));
}

void MetadataDialogsTest::halfTickedTagStaysHalfTicked()
{
    const TagsDialog dialog({{u"a"_s, Qt::PartiallyChecked}});
    QCOMPARE(dialog.tags(), (QList<CellTag>{{u"a"_s, Qt::PartiallyChecked}}));
}

QTEST_MAIN(MetadataDialogsTest)
#include "tst_metadatadialogs.moc"
