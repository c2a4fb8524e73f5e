#pragma once

#include "base/Result.h"
#include "outputs/OutputBlock.h"

#include <QImage>

namespace sessionbook {

/// Decodes a picture of an output. Blocks for milliseconds: call it on a worker thread. Pure and
/// thread-safe.
class ImageDecoder
{
public:
    static constexpr qint64 maximumPixels
        = 64'000'000; ///< what Qt itself allows for one picture (256 MiB)
    static constexpr qsizetype maximumBytes = 100'000'000;

    /// Errors: TooLarge by the header before memory is taken, InvalidArgument for what is not a
    /// picture.
    [[nodiscard]] static Result<QImage> decode(const ImageBlock &block);
    /// The size by the header of a PNG, JPEG, GIF, WebP, BMP or SVG, from the first bytes; invalid
    /// where it cannot be told. `data` is base64 text, for SVG the text itself.
    [[nodiscard]] static QSize sizeByHeader(const QString &mimeType, const QByteArray &data);
    /// What ImageBlock::key is: equal for equal content.
    [[nodiscard]] static QByteArray keyOf(const QByteArray &data);
    /// The picture's own bytes, for saving it as a file.
    [[nodiscard]] static QByteArray fileBytes(const ImageBlock &block);
};

} // namespace sessionbook
