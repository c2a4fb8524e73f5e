#include "outputs/ImageDecoder.h"

#include <QBuffer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

QByteArray encoded(const char *format, QSize size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes.toBase64();
}

ImageBlock block(const QString &type, const QByteArray &data)
{
    return {.mimeType = type,
            .data = data,
            .key = ImageDecoder::keyOf(data),
            .pixelSize = ImageDecoder::sizeByHeader(type, data),
            .declaredSize = {},
            .alternativeText = {}};
}

} // namespace

class ImageDecoderTest : public QObject
{
    Q_OBJECT
private slots:
    void rasterPicturesAreDecoded_data();
    void rasterPicturesAreDecoded();
    void lineFeedsInBase64AreNoMatter();
    void sizeIsKnownFromTheHeaderAlone();
    void svgSizes_data();
    void svgSizes();
    void svgIsPaintedSharp();
    void hugePicturesAreRefusedByTheirHeader();
    void whatIsNoPictureIsRefused_data();
    void whatIsNoPictureIsRefused();
};

void ImageDecoderTest::rasterPicturesAreDecoded_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("png") << u"image/png"_s << encoded("PNG", {30, 20});
    QTest::newRow("jpeg") << u"image/jpeg"_s << encoded("JPEG", {30, 20});
}

void ImageDecoderTest::rasterPicturesAreDecoded()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, data);

    const auto image = ImageDecoder::decode(block(type, data));

    QVERIFY(image);
    QCOMPARE(image->size(), QSize(30, 20));
    QCOMPARE_GE(image->pixelColor(15, 10).red(), 250);
}

void ImageDecoderTest::lineFeedsInBase64AreNoMatter()
{
    QByteArray data = encoded("PNG", {30, 20});
    for (qsizetype at = 60; at < data.size(); at += 61)
        data.insert(at, '\n');

    QVERIFY(ImageDecoder::decode(block(u"image/png"_s, data)));
}

void ImageDecoderTest::sizeIsKnownFromTheHeaderAlone()
{
    QCOMPARE(ImageDecoder::sizeByHeader(u"image/png"_s, encoded("PNG", {300, 200}).first(64)),
             QSize(300, 200));
    QVERIFY(!ImageDecoder::sizeByHeader(u"image/png"_s, "AAAA").isValid());
}

void ImageDecoderTest::svgSizes_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<QSize>("size");
    QTest::newRow("pixels") << QByteArray("width='40' height='30px'") << QSize(40, 30);
    QTest::newRow("points") << QByteArray("width='36pt' height='72pt' viewBox='0 0 36 72'")
                            << QSize(48, 96);
    QTest::newRow("view box") << QByteArray("viewBox='0,0 40 20'") << QSize(40, 20);
    QTest::newRow("width alone") << QByteArray("width='80' viewBox='0 0 40 20'") << QSize(80, 40);
    QTest::newRow("per cent") << QByteArray("width='100%' height='100%' viewBox='0 0 40 20'")
                              << QSize(40, 20);
    QTest::newRow("huge") << QByteArray("width='100000' height='50000'") << QSize(4096, 2048);
    QTest::newRow("nothing") << QByteArray() << QSize();
    QTest::newRow("nonsense") << QByteArray("width='-5' height='nan'") << QSize();
}

void ImageDecoderTest::svgSizes()
{
    QFETCH(QByteArray, attributes);
    QFETCH(QSize, size);

    QCOMPARE(ImageDecoder::sizeByHeader(u"image/svg+xml"_s,
                                        "<?xml version='1.0'?><svg " + attributes + "/>"),
             size);
}

void ImageDecoderTest::svgIsPaintedSharp()
{
    const QByteArray svg = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'>"
                           "<rect width='20' height='10' fill='#f00'/></svg>";

    const auto image = ImageDecoder::decode(block(u"image/svg+xml"_s, svg));

    QVERIFY(image);
    QCOMPARE(image->size(), QSize(40, 20));
    QCOMPARE(image->pixelColor(20, 10), QColor(Qt::red));
}

void ImageDecoderTest::hugePicturesAreRefusedByTheirHeader()
{
    QByteArray png = QByteArray::fromBase64(encoded("PNG", {1, 1}));
    png.replace(16, 8, QByteArray::fromHex("0000ffff0000ffff")); // width and height
    const QByteArray data = png.toBase64();

    const auto image = ImageDecoder::decode(block(u"image/png"_s, data));

    QVERIFY(!image);
}

void ImageDecoderTest::whatIsNoPictureIsRefused_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("empty") << u"image/png"_s << QByteArray();
    QTest::newRow("no base64") << u"image/png"_s << QByteArray("\xff\xfe§§§");
    QTest::newRow("cut off") << u"image/jpeg"_s << encoded("JPEG", {300, 200}).first(100);
    QTest::newRow("svg as png")
        << u"image/png"_s
        << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>").toBase64();
    QTest::newRow("svg without end")
        << u"image/svg+xml"_s << QByteArray("<svg width='9' height='9'><g>");
}

void ImageDecoderTest::whatIsNoPictureIsRefused()
{
    QFETCH(QString, type);
    QFETCH(QByteArray, data);

    const auto image = ImageDecoder::decode(block(type, data));

    QVERIFY(!image);
    QCOMPARE(image.error().kind, ErrorKind::InvalidArgument);
}

QTEST_MAIN(ImageDecoderTest)
#include "tst_imagedecoder.moc"
