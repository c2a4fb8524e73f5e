#pragma once

#include "outputs/OutputBlock.h"
#include "outputview/BlockLayout.h"
#include "theme/Theme.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QStringList>

namespace sessionbook {

class ImageCache;

/// A picture at its declared size, else a device-independent pixel for each of its own; made
/// smaller to fit the width, never larger. While it is decoded its place is held; where it cannot
/// be decoded, a line says so, and its plain text stands below.
class ImageBlockLayout final : public BlockLayout
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::ImageBlockLayout)
public:
    ImageBlockLayout(ImageBlock block, const Theme &theme, ImageCache &images);

    void setWidth(int width) override;
    [[nodiscard]] int height() const override;
    void paint(QPainter &painter, const QRect &clip) const override;
    [[nodiscard]] const ImageBlock *imageAt(QPoint point) const override;
    [[nodiscard]] bool shows(const QByteArray &imageKey) const override
    {
        return imageKey == m_block.key;
    }
    [[nodiscard]] QString plainText() const override { return m_block.alternativeText; }

    /// A picture of `natural` size within `width`: smaller where it must be, in its own
    /// proportions.
    [[nodiscard]] static QSize fitted(QSize natural, int width);

private:
    [[nodiscard]] QRect rect() const;
    [[nodiscard]] QStringList standInLines() const;
    [[nodiscard]] int lineHeight() const;
    void paintPicture(QPainter &painter, const QImage &image) const;
    void paintNote(QPainter &painter) const;

    ImageBlock m_block;
    const Theme &m_theme;
    ImageCache &m_images;
    int m_width = 0;
    mutable QPixmap m_scaled; // for the size and ratio it was last painted at
};

} // namespace sessionbook
