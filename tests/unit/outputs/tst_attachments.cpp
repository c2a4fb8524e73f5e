#include "notebook/Cell.h"
#include "outputs/Attachments.h"
#include "outputs/DataAddress.h"

#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

Attachments attachmentsOf(const QByteArray &json)
{
    Cell cell = Cell::markdown({});
    cell.otherFields = {ByteSlice("\"other\": 1"), ByteSlice("\"attachments\": " + json)};
    return Attachments::of(cell);
}

} // namespace

class AttachmentsTest : public QObject
{
    Q_OBJECT
private slots:
    void areFoundByTheirNames();
    void whatIsNoPictureIsLeftOut_data();
    void whatIsNoPictureIsLeftOut();
    void addressesHoldNothingButTheAlphabet_data();
    void addressesHoldNothingButTheAlphabet();
    void svgIsMadeSafe();
};

void AttachmentsTest::areFoundByTheirNames()
{
    const Attachments attachments = attachmentsOf(
        R"({"a b.png": {"image/png": ["QU\nI", "="]}, "c": {"text/plain": "x", "image/gif": "R0lG"}})");
    QCOMPARE(attachments.dataAddress(u"attachment:a b.png"_s), u"data:image/png;base64,QUI="_s);
    QCOMPARE(attachments.dataAddress(u"attachment:a%20b.png"_s), u"data:image/png;base64,QUI="_s);
    QCOMPARE(attachments.dataAddress(u"attachment:c"_s), u"data:image/gif;base64,R0lG"_s);
    QCOMPARE(attachments.dataAddress(u"attachment:d"_s), QString());
    QCOMPARE(attachments.dataAddress(u"c"_s), QString());
}

void AttachmentsTest::whatIsNoPictureIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("no object") << QByteArray("[1]");
    QTest::newRow("no bundle") << QByteArray(R"({"a": "x"})");
    QTest::newRow("no picture") << QByteArray(R"({"a": {"text/html": "<b>"}})");
    QTest::newRow("no text") << QByteArray(R"({"a": {"image/png": {"b": 1}}})");
    QTest::newRow("nothing") << QByteArray(R"({"a": {"image/png": "\" "}})");
    QTest::newRow("torn SVG") << QByteArray(R"({"a": {"image/svg+xml": "<svg>"}})");
}

void AttachmentsTest::whatIsNoPictureIsLeftOut()
{
    QFETCH(const QByteArray, json);
    QVERIFY(attachmentsOf(json).dataAddresses().isEmpty());
}

void AttachmentsTest::addressesHoldNothingButTheAlphabet_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("png") << u"image/png"_s << QByteArray("ab\r\n +/=")
                         << QByteArray("data:image/png;base64,ab+/=");
    QTest::newRow("broken out") << u"image/jpeg"_s << QByteArray("a\" onload=\"x")
                                << QByteArray("data:image/jpeg;base64,aonload=x");
    QTest::newRow("type of no picture") << u"text/html"_s << QByteArray("PGI+") << QByteArray();
    QTest::newRow("hostile type") << u"image/png\" x=\""_s << QByteArray("AA") << QByteArray();
    QTest::newRow("empty") << u"image/png"_s << QByteArray() << QByteArray();
}

void AttachmentsTest::addressesHoldNothingButTheAlphabet()
{
    QFETCH(const QString, type);
    QFETCH(const QByteArray, data);
    QFETCH(const QByteArray, address);
    QCOMPARE(DataAddress::ofPicture(type, data), address);
}

void AttachmentsTest::svgIsMadeSafe()
{
    const QByteArray svg = "<?xml version='1.0'?><svg width='1'><script>x</script>"
                           "<image xlink:href='http://evil.example/a.png'/>"
                           "<use xlink:href='#a'/></svg>";
    for (const QByteArray &data : {svg, svg.toBase64()}) {
        const QByteArray address = DataAddress::ofPicture(u"image/svg+xml", data);
        const QByteArray text = QByteArray::fromBase64(address.sliced(address.indexOf(',') + 1));
        QCOMPARE(text,
                 QByteArray("<svg xmlns=\"http://www.w3.org/2000/svg\" "
                            "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"1\">"
                            "<use xlink:href=\"#a\"/></svg>"));
    }
}

QTEST_GUILESS_MAIN(AttachmentsTest)
#include "tst_attachments.moc"
