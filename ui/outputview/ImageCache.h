#pragma once

#include "base/Result.h"
#include "outputs/OutputBlock.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>

namespace sessionbook {

/// Decoded pictures by content, decoded on worker threads, bounded in bytes. Lives in the GUI
/// thread; one for a window. Pictures are kept no larger than a page can show them: their own size
/// is ImageBlock::pixelSize.
class ImageCache : public QObject
{
    Q_OBJECT
public:
    static constexpr int largestSide = 4096; ///< pixels

    explicit ImageCache(QObject *parent = nullptr);
    ~ImageCache() override;

    enum class State { Decoding, Ready, Failed };
    /// Starts decoding where needed; imageReady(key) follows for Decoding, also when it fails.
    /// `image` is set for Ready.
    State request(const ImageBlock &block, QImage *image);
    /// What request() would say, without starting anything.
    [[nodiscard]] bool hasFailed(const QByteArray &key) const { return m_failed.contains(key); }

signals:
    void imageReady(const QByteArray &key);

private:
    void decode(const ImageBlock &block);
    void keep(const QByteArray &key, const Result<QImage> &decoded);

    QCache<QByteArray, QImage> m_images; // cost in KiB
    QSet<QByteArray> m_decoding;
    QSet<QByteArray> m_failed;
};

} // namespace sessionbook
