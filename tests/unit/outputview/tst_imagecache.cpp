#include "LayoutFixtures.h"
#include "outputs/ImageDecoder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace sessionbook;

namespace {

ImageBlock block(const QByteArray &data)
{
    ImageBlock image;
    image.mimeType = u"image/png"_s;
    image.data = data;
    image.key = ImageDecoder::keyOf(data);
    return image;
}

} // namespace

class ImageCacheTest : public QObject
{
    Q_OBJECT
private slots:
    void decodesOnceAndSaysSo();
    void failureIsRememberedAndSaid();
    void equalPicturesAreDecodedOnce();
    void largePicturesAreKeptSmaller();
    void goesWhileDecoding();
};

void ImageCacheTest::decodesOnceAndSaysSo()
{
    ImageCache cache;
    const QSignalSpy ready(&cache, &ImageCache::imageReady);
    const ImageBlock picture = block(pngBase64({4, 3}, Qt::red));
    QImage image;

    QCOMPARE(cache.request(picture, &image), ImageCache::State::Decoding);
    QTRY_COMPARE(ready.size(), 1);

    QCOMPARE(ready.first().first().toByteArray(), picture.key);
    QCOMPARE(cache.request(picture, &image), ImageCache::State::Ready);
    QCOMPARE(image.pixelColor(1, 1), QColor(Qt::red));
}

void ImageCacheTest::failureIsRememberedAndSaid()
{
    ImageCache cache;
    const QSignalSpy ready(&cache, &ImageCache::imageReady);
    const ImageBlock picture = block("AAAA");
    QImage image;

    cache.request(picture, &image);
    QTRY_COMPARE(ready.size(), 1);

    QVERIFY(cache.hasFailed(picture.key));
    QCOMPARE(cache.request(picture, &image), ImageCache::State::Failed);
    QCOMPARE(ready.size(), 1);
}

void ImageCacheTest::equalPicturesAreDecodedOnce()
{
    ImageCache cache;
    const QSignalSpy ready(&cache, &ImageCache::imageReady);
    const ImageBlock picture = block(pngBase64({4, 3}, Qt::red));
    QImage image;

    cache.request(picture, &image);
    cache.request(picture, &image);
    QTRY_COMPARE(ready.size(), 1);
    QTest::qWait(20);

    QCOMPARE(ready.size(), 1);
}

void ImageCacheTest::largePicturesAreKeptSmaller()
{
    ImageCache cache;
    const ImageBlock picture = block(pngBase64({2 * ImageCache::largestSide, 10}, Qt::red));
    QImage image;

    cache.request(picture, &image);
    QTRY_COMPARE(cache.request(picture, &image), ImageCache::State::Ready);

    QCOMPARE(image.size(), QSize(ImageCache::largestSide, 5));
}

void ImageCacheTest::goesWhileDecoding()
{
    QImage image;
    for (int i = 0; i < 20; ++i) {
        ImageCache cache;
        cache.request(block(pngBase64({400, 300}, QColor(i, 0, 0))), &image);
    }
    QTest::qWait(20);
}

QTEST_MAIN(ImageCacheTest)
#include "tst_imagecache.moc"
