#pragma once

#include "outputs/OutputBlock.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>

namespace sessionbook {

/// Decoded pictures by content, decoded on worker threads, bounded in bytes. Lives in the GUI thread; one for a window.
class ImageCache : public QObject
{
    Q_OBJECT
public:
    explicit ImageCache(QObject *parent = nullptr);
    ~ImageCache() override;

    enum class State { Decoding, Ready, Failed };
    /// Starts decoding where needed; imageReady(key) follows for Decoding. `image` is set for Ready.
    State request(const ImageBlock &block, QImage *image);

signals:
    void imageReady(const QByteArray &key);

private:
    QCache<QByteArray, QImage> m_images; // cost in KiB
    QSet<QByteArray> m_decoding;
    QSet<QByteArray> m_failed;
};

} // namespace sessionbook
