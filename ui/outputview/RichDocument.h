#pragma once

#include "outputs/OutputBlock.h"

#include <QTextDocument>

namespace sessionbook {

class ImageCache;

/// A QTextDocument that never reads a file nor fetches an address, whatever its text names: it
/// knows the pictures it was given and nothing else.
class RichDocument final : public QTextDocument
{
    Q_OBJECT
public:
    RichDocument(QList<ImageBlock> pictures, ImageCache &images);

    [[nodiscard]] const QList<ImageBlock> &pictures() const { return m_pictures; }
    /// The picture that stands as `name` ("picture:3") in the text; nullptr where it is none of
    /// ours.
    [[nodiscard]] const ImageBlock *picture(const QString &name) const;

protected:
    QVariant loadResource(int type, const QUrl &name) override;

private:
    QList<ImageBlock> m_pictures;
    ImageCache &m_images;
};

} // namespace sessionbook
