#pragma once

#include "base/Result.h"
#include "outputs/OutputBlock.h"

#include <QImage>

namespace sessionbook {

/// Decodes a picture of an output. Blocks for milliseconds: call it on a worker thread. Pure and thread-safe.
class ImageDecoder
{
public:
    static constexpr qint64 maximumPixels = 100'000'000;

    /// Errors: TooLarge by the header before memory is taken, InvalidArgument for what is not a picture.
    [[nodiscard]] static Result<QImage> decode(const ImageBlock &block);
    /// The size by the header of a PNG, JPEG, GIF, WebP or SVG, from the first bytes; invalid where it cannot be told.
    [[nodiscard]] static QSize sizeByHeader(const QString &mimeType, const QByteArray &data);
};

} // namespace sessionbook
