#include "theme/ChromeStyle.h"
#include "theme/Icons.h"
#include "theme/ThemeController.h"
#include "theme/ThemeFile.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

/// WCAG 2's contrast ratio, 1 to 21.
double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

QByteArray lightJson()
{
    QFile file(u":/themes/light.json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void verifyContrast(const Theme &theme, ColorRole front, ColorRole ground, double least)
{
    const double found = contrast(theme.color(front), theme.color(ground));
    QVERIFY2(
        found >= least,
        qPrintable(u"%1 on %2: %3"_s.arg(ThemeFile::roleName(front), ThemeFile::roleName(ground))
                       .arg(found)));
}

} // namespace

class ThemeTest : public QObject
{
    Q_OBJECT
private slots:
    void everyThemeLoads_data();
    void everyThemeLoads();
    void textHasContrast_data() { everyThemeLoads_data(); }
    void textHasContrast();
    void marksHaveContrast_data() { everyThemeLoads_data(); }
    void marksHaveContrast();
    void terminalColoursAreReadable_data() { everyThemeLoads_data(); }
    void terminalColoursAreReadable();
    void brokenThemeIsRefusedByName_data();
    void brokenThemeIsRefusedByName();
    void styleSheetLeavesNoPlaceholder_data() { everyThemeLoads_data(); }
    void styleSheetLeavesNoPlaceholder();
    void iconIsDrawnInTheRolesColourAndSharp();
    void missingIconIsNull();
    void choiceAppliesToTheApplication();
};

void ThemeTest::everyThemeLoads_data()
{
    QTest::addColumn<QString>("name");
    for (const auto &name : {u"light"_s, u"dark"_s, u"contrast"_s})
        QTest::newRow(qPrintable(name)) << name;
}

void ThemeTest::everyThemeLoads()
{
    QFETCH(QString, name);
    const auto theme = ThemeFile::builtIn(name);
    QVERIFY2(theme, theme ? "" : qPrintable(theme.error().detail));
    QCOMPARE(theme->name, name);
    QCOMPARE(theme->isDark, name != u"light"_s);
}

void ThemeTest::textHasContrast()
{
    QFETCH(QString, name);
    const Theme theme = ThemeFile::builtIn(name).value();
    using R = ColorRole;
    for (const R ground : {R::Page, R::Panel, R::CodeField, R::AccentSoft, R::HoverField})
        for (const R front : {R::Text, R::MutedText})
            verifyContrast(theme, front, ground, 4.5);
    for (const R front : {R::Keyword, R::String, R::Number, R::Comment, R::Function})
        for (const R ground : {R::Page, R::CodeField, R::CurrentLine})
            verifyContrast(theme, front, ground, 4.5);
    for (const R ground : {R::ErrorField, R::WarningField, R::Selection, R::TableZebra})
        verifyContrast(theme, R::Text, ground, 4.5);
    for (const R ground : {R::ErrorField, R::CodeField, R::Page})
        verifyContrast(theme, R::Error, ground, 4.5);
    verifyContrast(theme, R::Warning, R::WarningField, 4.5);
    verifyContrast(theme, R::Page, R::Accent, 4.5); // the default button's words
    verifyContrast(theme, R::MutedText, R::ErrorField, 4.5);
    verifyContrast(theme, R::Ok, R::CodeField, 4.5);
}

void ThemeTest::marksHaveContrast()
{
    QFETCH(QString, name);
    const Theme theme = ThemeFile::builtIn(name).value();
    using R = ColorRole;
    for (const R front : {R::Accent, R::Ok, R::Error, R::Warning})
        for (const R ground : {R::Page, R::Panel, R::CodeField})
            verifyContrast(theme, front, ground, 3.0);
}

void ThemeTest::terminalColoursAreReadable()
{
    QFETCH(QString, name);
    const Theme theme = ThemeFile::builtIn(name).value();
    for (const ColorRole ground : {ColorRole::Page, ColorRole::ErrorField})
        for (size_t i = 0; i < theme.ansi.size(); ++i) {
            const double found = contrast(theme.ansi[i], theme.color(ground));
            QVERIFY2(found >= 4.5, qPrintable(u"ansi %1: %2"_s.arg(i).arg(found)));
        }
}

void ThemeTest::brokenThemeIsRefusedByName_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("named");
    const QByteArray whole = lightJson();
    QTest::newRow("no JSON") << whole.left(100) << QString();
    QTest::newRow("another shape") << QByteArray("[1]") << u"name"_s;
    QTest::newRow("role missing") << QByteArray(whole).replace("\"accent\"", "\"axcent\"")
                                  << u"accent"_s;
    QTest::newRow("no colour") << QByteArray(whole).replace("#0f6cbd", "blueish") << u"accent"_s;
    QTest::newRow("too few terminal colours")
        << QByteArray(whole).replace("\"#1d2125\", \"#b3261e\",", "") << u"ansi"_s;
}

void ThemeTest::brokenThemeIsRefusedByName()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, named);
    const auto theme = ThemeFile::parse(json);
    QVERIFY(!theme);
    QVERIFY2(theme.error().detail.contains(named), qPrintable(theme.error().detail));
}

void ThemeTest::styleSheetLeavesNoPlaceholder()
{
    QFETCH(QString, name);
    const Theme theme = ThemeFile::builtIn(name).value();
    const QString sheet = ChromeStyle::styleSheet(theme);
    QVERIFY(sheet.contains(theme.color(ColorRole::Accent).name()));
    const qsizetype bodyStart = sheet.indexOf(u"*/"_s); // the opening comment speaks of @role
    QVERIFY(!QStringView(sheet).sliced(bodyStart).contains(u'@'));
}

void ThemeTest::iconIsDrawnInTheRolesColourAndSharp()
{
    const Theme theme = ThemeFile::builtIn(u"light"_s).value();
    const QIcon icon = Icons::icon(u"play"_s, theme, ColorRole::Accent);
    const QImage image = icon.pixmap(QSize(16, 16), 2.0).toImage();
    QCOMPARE(image.size(), QSize(32, 32));
    bool found = false;
    for (int y = 0; y < image.height() && !found; ++y)
        for (int x = 0; x < image.width() && !found; ++x)
            found = image.pixelColor(x, y) == theme.color(ColorRole::Accent);
    QVERIFY(found);
}

void ThemeTest::missingIconIsNull()
{
    const Theme theme = ThemeFile::builtIn(u"light"_s).value();
    QVERIFY(Icons::icon(u"no-such-icon"_s, theme).isNull());
}

void ThemeTest::choiceAppliesToTheApplication()
{
    ThemeController controller;
    QCOMPARE(controller.choice(), ThemeChoice::System);
    QSignalSpy changed(&controller, &ThemeController::themeChanged);

    controller.setChoice(ThemeChoice::Dark);

    QCOMPARE(changed.count(), 1);
    QCOMPARE(controller.theme().name, u"dark"_s);
    QCOMPARE(QApplication::palette().color(QPalette::Base),
             controller.theme().color(ColorRole::Page));
    controller.setChoice(ThemeChoice::System); // the offscreen desktop is light
    QCOMPARE(controller.theme().name, u"light"_s);
}

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
