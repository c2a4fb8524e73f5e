#include "outputview/OutputLayout.h"

#include "outputs/Markdown.h"
#include "outputview/ErrorBlockLayout.h"
#include "outputview/ImageBlockLayout.h"
#include "outputview/RichBlockLayout.h"
#include "outputview/TextBlockLayout.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int blockSpacing = 8;
constexpr auto actionPrefix = "sessionbook:expand/"_L1;

/// A place in the text of all blocks.
struct TextPlace
{
    qsizetype block = 0;
    qsizetype position = 0;

    auto operator<=>(const TextPlace &) const = default;
};

} // namespace

struct OutputLayout::Impl
{
    Theme theme; // a copy: blocks refer to it
    std::vector<std::unique_ptr<BlockLayout>> blocks;
    int width = 0;
    TextPlace anchor;
    TextPlace caret;

    Impl(OutputDocument document, const Theme &look, ImageCache &images)
        : theme(look)
    {
        for (OutputBlock &block : document.blocks) {
            const QString action = actionPrefix + QString::number(blocks.size());
            std::visit(
                [&](auto &content) {
                    blocks.push_back(layoutOf(std::move(content), action, images));
                },
                block);
        }
    }

    std::unique_ptr<BlockLayout> layoutOf(const TextBlock &block, const QString &action,
                                          ImageCache &)
    {
        return std::make_unique<TextBlockLayout>(block, theme, action);
    }
    std::unique_ptr<BlockLayout> layoutOf(ImageBlock block, const QString &, ImageCache &images)
    {
        return std::make_unique<ImageBlockLayout>(std::move(block), theme, images);
    }
    std::unique_ptr<BlockLayout> layoutOf(HtmlBlock block, const QString &, ImageCache &images)
    {
        return std::make_unique<RichBlockLayout>(std::move(block), theme, images);
    }
    std::unique_ptr<BlockLayout> layoutOf(ErrorBlock block, const QString &action, ImageCache &)
    {
        return std::make_unique<ErrorBlockLayout>(std::move(block), theme, action);
    }

    /// Calls `visit(block, top)` from top to bottom until it returns false.
    template<typename Visit> void forEach(Visit visit) const
    {
        int top = 0;
        for (const auto &block : blocks) {
            if (!visit(*block, top))
                return;
            top += block->height() + blockSpacing;
        }
    }

    struct Hit
    {
        qsizetype index = -1;
        QPoint point; // in the block's coordinates
    };
    /// The block at the point's height; index -1 between blocks and outside.
    Hit hit(QPoint point) const
    {
        Hit found;
        qsizetype index = 0;
        forEach([&](const BlockLayout &block, int top) {
            if (point.y() >= top && point.y() < top + block.height())
                found = {index, point - QPoint(0, top)};
            ++index;
            return point.y() >= top + block.height();
        });
        return found;
    }
    BlockLayout *blockAt(const Hit &found) const
    {
        return found.index >= 0 ? blocks[static_cast<size_t>(found.index)].get() : nullptr;
    }

    /// The place nearest to the point: above a block its beginning, below the last its end.
    TextPlace placeAt(QPoint point) const
    {
        TextPlace place;
        qsizetype index = 0;
        forEach([&](const BlockLayout &block, int top) {
            if (index > 0 && point.y() < top)
                return false;
            place = {index, block.positionAt(point - QPoint(0, top))};
            ++index;
            return true;
        });
        return place;
    }

    void select(TextPlace from, TextPlace to)
    {
        anchor = from;
        caret = to;
        const auto [first, last] = std::minmax(from, to);
        for (qsizetype i = 0; i < std::ssize(blocks); ++i) {
            BlockLayout &block = *blocks[static_cast<size_t>(i)];
            if (i < first.block || i > last.block) {
                block.setSelection({});
                continue;
            }
            block.setSelection({i == first.block ? first.position : 0,
                                i == last.block ? last.position : block.textLength()});
        }
    }
};

OutputLayout::OutputLayout(OutputDocument document, const Theme &theme, ImageCache &images)
    : m_impl(std::make_unique<Impl>(std::move(document), theme, images))
{
}

std::unique_ptr<OutputLayout> OutputLayout::forMarkdown(const QString &markdown, const Theme &theme,
                                                        ImageCache &images)
{
    OutputDocument document;
    document.blocks.append(
        HtmlBlock{.html = Markdown::toHtml(markdown), .plainText = markdown, .isMarkdown = true});
    return std::make_unique<OutputLayout>(std::move(document), theme, images);
}

OutputLayout::~OutputLayout() = default;

void OutputLayout::setWidth(int width)
{
    if (width == m_impl->width)
        return;
    m_impl->width = width;
    for (const auto &block : m_impl->blocks)
        block->setWidth(width);
}

int OutputLayout::height() const
{
    int height = 0;
    m_impl->forEach([&](const BlockLayout &block, int top) {
        height = top + block.height();
        return true;
    });
    return height;
}

void OutputLayout::paint(QPainter &painter, const QRect &clip) const
{
    m_impl->forEach([&](const BlockLayout &block, int top) {
        if (top > clip.bottom())
            return false;
        const QRect inBlock = clip.translated(0, -top).intersected(
            QRect(clip.x(), 0, clip.width(), block.height()));
        if (!inBlock.isEmpty()) {
            painter.translate(0, top);
            block.paint(painter, inBlock);
            painter.translate(0, -top);
        }
        return true;
    });
}

QString OutputLayout::anchorAt(QPoint point) const
{
    const Impl::Hit hit = m_impl->hit(point);
    const BlockLayout *block = m_impl->blockAt(hit);
    return block ? block->anchorAt(hit.point) : QString();
}

bool OutputLayout::activate(const QString &anchor)
{
    if (!anchor.startsWith(actionPrefix))
        return false;
    bool isNumber = false;
    const qsizetype index = QStringView(anchor).sliced(actionPrefix.size()).toLongLong(&isNumber);
    if (!isNumber || index < 0 || index >= std::ssize(m_impl->blocks))
        return false;
    clearSelection(); // its positions mean other text once a block unfolds
    return m_impl->blocks[static_cast<size_t>(index)]->activate();
}

const ImageBlock *OutputLayout::imageAt(QPoint point) const
{
    const Impl::Hit hit = m_impl->hit(point);
    const BlockLayout *block = m_impl->blockAt(hit);
    return block ? block->imageAt(hit.point) : nullptr;
}

bool OutputLayout::isTextAt(QPoint point) const
{
    const Impl::Hit hit = m_impl->hit(point);
    const BlockLayout *block = m_impl->blockAt(hit);
    return block && block->isTextAt(hit.point);
}

bool OutputLayout::scrollSideways(QPoint point, int pixels)
{
    BlockLayout *block = m_impl->blockAt(m_impl->hit(point));
    if (!block)
        return false;
    const int before = block->scrollX();
    block->setScrollX(before + pixels);
    return block->scrollX() != before;
}

void OutputLayout::beginSelection(QPoint point)
{
    const TextPlace place = m_impl->placeAt(point);
    m_impl->select(place, place);
}

void OutputLayout::extendSelection(QPoint point)
{
    m_impl->select(m_impl->anchor, m_impl->placeAt(point));
}

void OutputLayout::selectWordAt(QPoint point)
{
    const TextPlace place = m_impl->placeAt(point);
    if (m_impl->blocks.empty())
        return;
    const TextSpan word = m_impl->blocks[static_cast<size_t>(place.block)]->wordAt(place.position);
    m_impl->select({place.block, word.start}, {place.block, word.end});
}

void OutputLayout::selectAll()
{
    if (m_impl->blocks.empty())
        return;
    m_impl->select({}, {std::ssize(m_impl->blocks) - 1, m_impl->blocks.back()->textLength()});
}

void OutputLayout::clearSelection()
{
    m_impl->select({}, {});
}

bool OutputLayout::hasSelection() const
{
    return std::ranges::any_of(m_impl->blocks,
                               [](const auto &block) { return !block->selection().isEmpty(); });
}

QString OutputLayout::selectedText() const
{
    QStringList texts;
    for (const auto &block : m_impl->blocks) {
        if (!block->selection().isEmpty())
            texts += block->textIn(block->selection());
    }
    return texts.join(u'\n');
}

QString OutputLayout::plainText() const
{
    QStringList texts;
    for (const auto &block : m_impl->blocks)
        texts += block->plainText();
    return texts.join(u'\n');
}

bool OutputLayout::shows(const QByteArray &imageKey) const
{
    return std::ranges::any_of(m_impl->blocks,
                               [&](const auto &block) { return block->shows(imageKey); });
}

} // namespace sessionbook
