#include "outputs/ImageDecoder.h"

#include "outputs/SvgSanitizer.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QImageReader>
#include <QPainter>
#include <QSvgRenderer>
#include <QXmlStreamReader>
#include <QtEndian>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr qsizetype headerLength
    = 96 * 1024; // a JPEG's size may come after its colour profile and thumbnail
constexpr int largestSvgSide = 4096;
constexpr qreal svgSharpness = 2.0; // pixels for a unit: sharp on a screen of that ratio

bool isSvg(const QString &mimeType)
{
    return mimeType.startsWith("image/svg"_L1);
}

bool isTooLarge(QSize size)
{
    return qint64(size.width()) * size.height() > ImageDecoder::maximumPixels;
}

Error tooLarge(QSize size)
{
    return {ErrorKind::TooLarge, u"%1 × %2"_s.arg(size.width()).arg(size.height())};
}

/// "640px", "460.8pt", "100%": the number in CSS pixels; 0 where it is none.
qreal cssLength(QStringView text)
{
    text = text.trimmed();
    qsizetype digits = 0;
    while (digits < text.size() && (text[digits].isDigit() || text[digits] == u'.'))
        ++digits;
    const qreal number = text.first(digits).toDouble();
    const QStringView unit = text.sliced(digits).trimmed();
    if (unit == u"pt")
        return number * 96 / 72;
    if (unit == u"in")
        return number * 96;
    if (unit == u"cm")
        return number * 96 / 2.54;
    if (unit == u"mm")
        return number * 96 / 25.4;
    return unit.isEmpty() || unit == u"px" ? number : 0;
}

QSize boundedSize(qreal width, qreal height)
{
    if (!(width >= 1) || !(height >= 1) || width > 1e6 || height > 1e6)
        return {};
    const QSizeF size(width, height);
    if (width <= largestSvgSide && height <= largestSvgSide)
        return size.toSize();
    return size.scaled(largestSvgSide, largestSvgSide, Qt::KeepAspectRatio)
        .toSize()
        .expandedTo({1, 1});
}

QSize svgSize(const QByteArray &text)
{
    QXmlStreamReader reader(text.first(std::min(text.size(), headerLength)));
    while (!reader.atEnd() && reader.readNext() != QXmlStreamReader::StartElement) { }
    if (reader.name() != u"svg")
        return {};
    const QXmlStreamAttributes attributes = reader.attributes();
    const qreal width = cssLength(attributes.value("width"_L1));
    const qreal height = cssLength(attributes.value("height"_L1));
    const QString viewBox
        = attributes.value("viewBox"_L1).toString().replace(u',', u' ').simplified();
    const qreal boxWidth = viewBox.section(u' ', 2, 2).toDouble();
    const qreal boxHeight = viewBox.section(u' ', 3, 3).toDouble();
    if (width > 0 && height > 0)
        return boundedSize(width, height);
    if (width > 0 && boxWidth > 0)
        return boundedSize(width, boxHeight * width / boxWidth);
    if (height > 0 && boxHeight > 0)
        return boundedSize(boxWidth * height / boxHeight, height);
    return boundedSize(boxWidth, boxHeight);
}

/// PNG, which nearly every figure is, has its size at a fixed place; 32 characters of base64 hold
/// it.
QSize pngSize(const QByteArray &data)
{
    const QByteArray head
        = QByteArray::fromBase64(data.first(std::min<qsizetype>(data.size(), 40)));
    if (head.size() < 24 || !head.startsWith("\x89PNG")
        || QByteArrayView(head).sliced(12, 4) != "IHDR")
        return {};
    const auto width = qFromBigEndian<qint32>(head.constData() + 16);
    const auto height = qFromBigEndian<qint32>(head.constData() + 20);
    return width > 0 && height > 0 ? QSize(width, height) : QSize();
}

QSize rasterSize(QByteArray bytes)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    const bool isTurned = reader.transformation() & QImageIOHandler::TransformationRotate90;
    return isTurned ? size.transposed() : size;
}

Result<QImage> decodeSvg(const ImageBlock &block)
{
    const Result<QByteArray> safe = SvgSanitizer::sanitized(block.data);
    if (!safe)
        return safe.error();
    QSvgRenderer renderer(*safe);
    if (!renderer.isValid())
        return Error{ErrorKind::InvalidArgument, u"SVG"_s};
    const QSize size = block.pixelSize.isValid()
        ? block.pixelSize
        : boundedSize(renderer.defaultSize().width(), renderer.defaultSize().height());
    if (size.isEmpty())
        return Error{ErrorKind::InvalidArgument, u"SVG"_s};
    const QSize pixels
        = (QSizeF(size) * svgSharpness).toSize().boundedTo({largestSvgSide, largestSvgSide});
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(QPointF(), QSizeF(pixels)));
    return image;
}

Result<QImage> decodeRaster(const ImageBlock &block)
{
    QByteArray bytes = ImageDecoder::fileBytes(block);
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    reader.setAutoTransform(true);
    if (isTooLarge(reader.size()))
        return tooLarge(reader.size());
    // Never by what the bytes say they are: a raster output that turns out as SVG would be read
    // without its safeguards.
    if (reader.format().startsWith("svg"))
        return Error{ErrorKind::InvalidArgument, u"SVG as %1"_s.arg(block.mimeType)};
    QImage image = reader.read();
    if (image.isNull())
        return Error{ErrorKind::InvalidArgument, reader.errorString()};
    image.convertTo(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                            : QImage::Format_RGB32);
    return image;
}

} // namespace

Result<QImage> ImageDecoder::decode(const ImageBlock &block)
{
    if (block.data.size() > maximumBytes)
        return Error{ErrorKind::TooLarge, u"%1 bytes"_s.arg(block.data.size())};
    if (isTooLarge(block.pixelSize))
        return tooLarge(block.pixelSize);
    return isSvg(block.mimeType) ? decodeSvg(block) : decodeRaster(block);
}

QSize ImageDecoder::sizeByHeader(const QString &mimeType, const QByteArray &data)
{
    if (isSvg(mimeType))
        return svgSize(data);
    if (const QSize size = pngSize(data); size.isValid())
        return size;
    return rasterSize(QByteArray::fromBase64(data.first(std::min(data.size(), headerLength))));
}

QByteArray ImageDecoder::keyOf(const QByteArray &data)
{
    return QCryptographicHash::hash(data, QCryptographicHash::Sha1);
}

QByteArray ImageDecoder::fileBytes(const ImageBlock &block)
{
    return isSvg(block.mimeType) ? block.data : QByteArray::fromBase64(block.data);
}

} // namespace sessionbook
