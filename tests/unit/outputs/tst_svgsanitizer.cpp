#include "outputs/SvgSanitizer.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

QByteArray svg(const QByteArray &content)
{
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">"
        + content + "</svg>";
}

} // namespace

class SvgSanitizerTest : public QObject
{
    Q_OBJECT
private slots:
    void whatNamesAFileGoes_data();
    void whatNamesAFileGoes();
    void drawingsStay();
    void laughsWithoutEndAreRefused();
    void circlesAreRefused();
    void brokenTextIsRefused();
};

void SvgSanitizerTest::whatNamesAFileGoes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("picture") << QByteArray("<image xlink:href=\"file:///etc/passwd\"/>");
    QTest::newRow("picture by plain name") << QByteArray("<image href=\"passwd\"/>");
    QTest::newRow("script") << QByteArray("<script>passwd</script>");
    QTest::newRow("foreign object") << QByteArray("<foreignObject><p>passwd</p></foreignObject>");
    QTest::newRow("use of another file") << QByteArray("<use xlink:href=\"passwd.svg#a\"/>");
    QTest::newRow("event") << QByteArray("<rect onclick=\"passwd()\"/>");
    QTest::newRow("animation") << QByteArray("<animate attributeName=\"passwd\"/>");
}

void SvgSanitizerTest::whatNamesAFileGoes()
{
    QFETCH(QByteArray, content);

    const auto safe = SvgSanitizer::sanitized(svg(content));

    QVERIFY(safe);
    QVERIFY2(!safe->contains("passwd"), safe->constData());
}

void SvgSanitizerTest::drawingsStay()
{
    const auto safe
        = SvgSanitizer::sanitized(svg("<defs><path id=\"a\" d=\"M0 0\"/></defs><use "
                                      "xlink:href=\"#a\" x=\"1\"/><text>a &lt; b</text>"));

    QVERIFY(safe);
    QVERIFY2(safe->contains("<use xlink:href=\"#a\" x=\"1\""), safe->constData());
    QVERIFY(safe->contains("a &lt; b"));
}

void SvgSanitizerTest::laughsWithoutEndAreRefused()
{
    QByteArray content = "<g id=\"a0\"><path d=\"M0 0\"/></g>";
    for (int i = 1; i < 12; ++i) {
        const QByteArray use = "<use xlink:href=\"#a" + QByteArray::number(i - 1) + "\"/>";
        content += "<g id=\"a" + QByteArray::number(i) + "\">" + use.repeated(10) + "</g>";
    }

    const auto safe = SvgSanitizer::sanitized(svg(content));

    QVERIFY(!safe);
    QCOMPARE(safe.error().kind, ErrorKind::TooLarge);
}

void SvgSanitizerTest::circlesAreRefused()
{
    QVERIFY(!SvgSanitizer::sanitized(svg("<g id=\"a\"><use xlink:href=\"#a\"/></g>")));
}

void SvgSanitizerTest::brokenTextIsRefused()
{
    QCOMPARE(SvgSanitizer::sanitized("<svg><g>").error().kind, ErrorKind::InvalidArgument);
    QCOMPARE(SvgSanitizer::sanitized(QByteArray("<g>").repeated(1000)).error().kind,
             ErrorKind::TooLarge);
}

QTEST_GUILESS_MAIN(SvgSanitizerTest)
#include "tst_svgsanitizer.moc"
