#include "outputview/ImageCache.h"

#include "base/Logging.h"
#include "outputs/ImageDecoder.h"

#include <QFutureWatcher>
#include <QtConcurrent>

namespace sessionbook {
namespace {

constexpr qsizetype budgetKiB = 384 * 1024; // six pictures of the largest side
constexpr qsizetype bytesPerKiB = 1024;

Result<QImage> decoded(const ImageBlock &block)
{
    Result<QImage> image = ImageDecoder::decode(block);
    if (image
        && (image->width() > ImageCache::largestSide || image->height() > ImageCache::largestSide))
        return image->scaled(ImageCache::largestSide, ImageCache::largestSide, Qt::KeepAspectRatio,
                             Qt::SmoothTransformation);
    return image;
}

} // namespace

ImageCache::ImageCache(QObject *parent)
    : QObject(parent)
    , m_images(budgetKiB)
{
}

ImageCache::~ImageCache() = default;

ImageCache::State ImageCache::request(const ImageBlock &block, QImage *image)
{
    if (const QImage *known = m_images.object(block.key)) {
        *image = *known;
        return State::Ready;
    }
    if (m_failed.contains(block.key))
        return State::Failed;
    if (!m_decoding.contains(block.key))
        decode(block);
    return State::Decoding;
}

void ImageCache::decode(const ImageBlock &block)
{
    m_decoding.insert(block.key);
    auto *watcher = new QFutureWatcher<Result<QImage>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, key = block.key] {
        watcher->deleteLater();
        keep(key, watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(&decoded, block));
}

void ImageCache::keep(const QByteArray &key, const Result<QImage> &image)
{
    m_decoding.remove(key);
    if (image) {
        m_images.insert(key, new QImage(*image), image->sizeInBytes() / bytesPerKiB + 1);
    } else {
        qCDebug(lcUi) << "picture not decoded:" << image.error().detail;
        m_failed.insert(key);
    }
    emit imageReady(key);
}

} // namespace sessionbook
