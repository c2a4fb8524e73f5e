#pragma once

#include "outputview/ImageCache.h"
#include "outputview/OutputLayout.h"
#include "theme/ThemeFile.h"

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>

namespace sessionbook {

inline Theme themeNamed(const QString &name)
{
    return *ThemeFile::builtIn(name);
}

inline QByteArray pngBase64(QSize size, const QColor &color)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(color);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes.toBase64();
}

/// The layout painted whole, `margin` pixels of page around it.
inline QImage painted(const OutputLayout &layout, const Theme &theme, int width, int margin = 20,
                      qreal ratio = 1)
{
    QImage image(QSize(width + 2 * margin, layout.height() + 2 * margin) * ratio,
                 QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(theme.color(ColorRole::Page));
    QPainter painter(&image);
    painter.translate(margin, margin);
    layout.paint(painter, QRect(-margin, 0, width + 2 * margin, layout.height()));
    return image;
}

inline bool holdsColor(const QImage &image, const QRect &area, const QColor &color)
{
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            if (image.valid(x, y) && image.pixelColor(x, y) == color)
                return true;
        }
    }
    return false;
}

} // namespace sessionbook
