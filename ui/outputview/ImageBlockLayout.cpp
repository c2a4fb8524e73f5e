#include "outputview/ImageBlockLayout.h"

#include "outputview/ImageCache.h"

#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace sessionbook {
namespace {

constexpr QSize unknownSize{320, 200}; // held free for a picture whose header does not tell
constexpr int noteHeight = 24;
constexpr qreal groundRadius = 4;
constexpr qsizetype longestStandIn = 10'000; // characters
constexpr qsizetype mostStandInLines = 20;

} // namespace

ImageBlockLayout::ImageBlockLayout(ImageBlock block, const Theme &theme, ImageCache &images)
    : m_block(std::move(block))
    , m_theme(theme)
    , m_images(images)
{
}

void ImageBlockLayout::setWidth(int width)
{
    m_width = width;
}

QSize ImageBlockLayout::fitted(QSize natural, int width)
{
    if (natural.isEmpty() || natural.width() <= width || width <= 0)
        return natural;
    return {width, std::max(1, int(qint64(natural.height()) * width / natural.width()))};
}

QRect ImageBlockLayout::rect() const
{
    if (m_images.hasFailed(m_block.key))
        return {0, 0, m_width, noteHeight + int(standInLines().size()) * lineHeight()};
    if (!m_block.declaredSize.isEmpty())
        return {{}, fitted(m_block.declaredSize, m_width)};
    return {{}, fitted(m_block.pixelSize.isEmpty() ? unknownSize : m_block.pixelSize, m_width)};
}

QStringList ImageBlockLayout::standInLines() const
{
    if (m_block.alternativeText.isEmpty())
        return {};
    const QStringList lines = m_block.alternativeText.left(longestStandIn).split(u'\n');
    return lines.first(std::min(lines.size(), mostStandInLines));
}

int ImageBlockLayout::lineHeight() const
{
    return QFontMetrics(m_theme.codeFont).lineSpacing();
}

int ImageBlockLayout::height() const
{
    return rect().height();
}

void ImageBlockLayout::paint(QPainter &painter, const QRect &clip) const
{
    if (!clip.intersects(rect()))
        return;
    QImage image;
    switch (m_images.request(m_block, &image)) {
    case ImageCache::State::Ready:
        paintPicture(painter, image);
        break;
    case ImageCache::State::Failed:
        paintNote(painter);
        break;
    case ImageCache::State::Decoding:
        break; // a moment of empty paper is quieter than a frame that comes and goes
    }
}

void ImageBlockLayout::paintPicture(QPainter &painter, const QImage &image) const
{
    const QRect place = m_block.pixelSize.isEmpty() && m_block.declaredSize.isEmpty()
        ? QRect(QPoint(), image.size().scaled(rect().size(), Qt::KeepAspectRatio))
        : rect();
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QSize pixels = (QSizeF(place.size()) * ratio).toSize().expandedTo({1, 1});
    if (m_scaled.size() != pixels) {
        m_scaled = QPixmap::fromImage(
            image.size() == pixels
                ? image
                : image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        m_scaled.setDevicePixelRatio(ratio);
    }
    painter.save();
    if (image.hasAlphaChannel() || m_theme.isDark) {
        // Figures are drawn for white paper; on a dark page they stand on a ground of their own.
        QPainterPath ground;
        ground.addRoundedRect(place, groundRadius, groundRadius);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillPath(ground, m_theme.color(ColorRole::PictureGround));
        if (m_theme.isDark)
            painter.setClipPath(ground);
    }
    painter.drawPixmap(place.topLeft(), m_scaled);
    painter.restore();
}

void ImageBlockLayout::paintNote(QPainter &painter) const
{
    painter.setFont(m_theme.interfaceFont);
    painter.setPen(m_theme.color(ColorRole::MutedText));
    painter.drawText(QRect(0, 0, m_width, noteHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("This picture cannot be shown: its data is damaged or too large."));
    painter.setFont(m_theme.codeFont);
    painter.setPen(m_theme.color(ColorRole::Text));
    const QFontMetrics metrics(m_theme.codeFont);
    int top = noteHeight;
    for (const QString &line : standInLines()) {
        painter.drawText(QRect(0, top, m_width, lineHeight()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line, Qt::ElideRight, m_width));
        top += lineHeight();
    }
}

const ImageBlock *ImageBlockLayout::imageAt(QPoint point) const
{
    return rect().contains(point) && !m_images.hasFailed(m_block.key) ? &m_block : nullptr;
}

} // namespace sessionbook
