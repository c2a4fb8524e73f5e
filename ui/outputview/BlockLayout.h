#pragma once

#include <QPoint>
#include <QRect>
#include <QString>

#include <algorithm>

class QPainter;

namespace sessionbook {

struct ImageBlock;

/// A stretch of a block's text: positions as the block counts them.
struct TextSpan
{
    qsizetype start = 0;
    qsizetype end = 0;

    [[nodiscard]] bool isEmpty() const { return start >= end; }
    bool operator==(const TextSpan &) const = default;
};

/// One block of a cell's outputs, laid out for a width. OutputLayout stacks them and holds the
/// selection that spans them.
///
/// Coordinates are the block's own; a field that hangs out to the left and right (an error's) has
/// negative x. Owned by an OutputLayout, which outlives it together with theme and pictures.
class BlockLayout
{
public:
    BlockLayout() = default;
    BlockLayout(const BlockLayout &) = delete;
    BlockLayout &operator=(const BlockLayout &) = delete;
    virtual ~BlockLayout() = default;

    virtual void setWidth(int width) = 0;
    [[nodiscard]] virtual int height() const = 0;
    virtual void paint(QPainter &painter, const QRect &clip) const = 0;

    /// A link's address or one of our own actions; empty where there is nothing to click.
    [[nodiscard]] virtual QString anchorAt(QPoint) const { return {}; }
    /// Carries out the block's own action, folding out or in; true when the height may have
    /// changed.
    virtual bool activate() { return false; }
    [[nodiscard]] virtual const ImageBlock *imageAt(QPoint) const { return nullptr; }
    [[nodiscard]] virtual bool shows(const QByteArray & /*imageKey*/) const { return false; }
    /// How far the block can be moved sideways, because it is wider than its width; 0 for most.
    [[nodiscard]] virtual int overflow() const { return 0; }
    virtual void setScrollX(int) { }
    [[nodiscard]] virtual int scrollX() const { return 0; }

    [[nodiscard]] virtual bool isTextAt(QPoint) const { return false; }
    [[nodiscard]] virtual qsizetype textLength() const { return 0; }
    /// The nearest position in the text.
    [[nodiscard]] virtual qsizetype positionAt(QPoint) const { return 0; }
    [[nodiscard]] virtual TextSpan wordAt(qsizetype position) const { return {position, position}; }
    [[nodiscard]] virtual QString textIn(TextSpan) const { return {}; }
    /// All of it, what is folded away too.
    [[nodiscard]] virtual QString plainText() const = 0;

    void setSelection(TextSpan span) { m_selection = span; }
    [[nodiscard]] TextSpan selection() const { return m_selection; }

private:
    TextSpan m_selection;
};

} // namespace sessionbook
