#include "outputview/RichDocument.h"

#include "outputview/ImageCache.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace sessionbook {

RichDocument::RichDocument(QList<ImageBlock> pictures, ImageCache &images)
    : m_pictures(std::move(pictures))
    , m_images(images)
{
    setUndoRedoEnabled(false);
    setDocumentMargin(0);
    setIndentWidth(24);
}

const ImageBlock *RichDocument::picture(const QString &name) const
{
    if (!name.startsWith("picture:"_L1))
        return nullptr;
    bool isNumber = false;
    const qsizetype index = QStringView(name).sliced(8).toLongLong(&isNumber);
    return isNumber && index >= 0 && index < m_pictures.size() ? &m_pictures[index] : nullptr;
}

QVariant RichDocument::loadResource(int type, const QUrl &name)
{
    const ImageBlock *block
        = type == QTextDocument::ImageResource ? picture(name.toString()) : nullptr;
    if (!block)
        return {};
    QImage image;
    if (m_images.request(*block, &image) == ImageCache::State::Ready) {
        addResource(type, name, image);
        return image;
    }
    // Something must be there, or Qt paints its sign for a missing file: a clear pixel, until the
    // picture is decoded.
    QImage empty(1, 1, QImage::Format_ARGB32_Premultiplied);
    empty.fill(Qt::transparent);
    return empty;
}

} // namespace sessionbook
