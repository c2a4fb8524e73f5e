#pragma once

#include "outputs/OutputBlock.h"
#include "outputview/BlockLayout.h"
#include "outputview/RichDocument.h"
#include "theme/Theme.h"

#include <memory>

namespace sessionbook {

/// Markup: a value's table or note, or rendered Markdown. What is wider than the page (a table of
/// many columns) is cut off at its edge and can be moved sideways.
class RichBlockLayout final : public BlockLayout
{
public:
    RichBlockLayout(HtmlBlock block, const Theme &theme, ImageCache &images);

    void setWidth(int width) override;
    [[nodiscard]] int height() const override;
    void paint(QPainter &painter, const QRect &clip) const override;
    [[nodiscard]] QString anchorAt(QPoint point) const override;
    [[nodiscard]] const ImageBlock *imageAt(QPoint point) const override;
    [[nodiscard]] bool shows(const QByteArray &imageKey) const override;
    [[nodiscard]] int overflow() const override;
    void setScrollX(int x) override;
    [[nodiscard]] int scrollX() const override { return m_scrollX; }
    [[nodiscard]] bool isTextAt(QPoint point) const override;
    [[nodiscard]] qsizetype textLength() const override;
    [[nodiscard]] qsizetype positionAt(QPoint point) const override;
    [[nodiscard]] TextSpan wordAt(qsizetype position) const override;
    [[nodiscard]] QString textIn(TextSpan span) const override;
    [[nodiscard]] QString plainText() const override { return m_block.plainText; }

private:
    void fitPictures(int width);
    [[nodiscard]] QPointF inDocument(QPoint point) const
    {
        return QPointF(point) + QPointF(m_scrollX, 0);
    }
    void paintMoreEdge(QPainter &painter, const QRect &clip) const;

    HtmlBlock m_block;
    const Theme &m_theme;
    std::unique_ptr<RichDocument> m_document;
    int m_width = -1;
    int m_height = 0;
    int m_scrollX = 0;
};

} // namespace sessionbook
