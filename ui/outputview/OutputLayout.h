#pragma once

#include "outputs/OutputDocument.h"
#include "theme/Theme.h"

#include <QPoint>
#include <QRect>
#include <QString>

#include <memory>
#include <vector>

class QPainter;

namespace sessionbook {

class ImageCache;

/// A cell's outputs, or a Markdown cell's text, laid out for one width: knows its height, paints
/// any part of itself, answers what is under the mouse, holds a selection. Made for rows in or near
/// the view only and thrown away when the outputs change.
///
/// Long text costs by its number of lines, painting only by the lines that show. Coordinates are
/// relative to its own top left, where the outputs' text begins (below the code's text). The field
/// of an error and the mark of standard error hang out by Theme::fieldPaddingX to the left, the
/// field to the right too: give it the width of the code's text, clip it at the field's.
class OutputLayout
{
public:
    OutputLayout(OutputDocument document, const Theme &theme, ImageCache &images);
    /// A rendered Markdown cell.
    [[nodiscard]] static std::unique_ptr<OutputLayout>
    forMarkdown(const QString &markdown, const Theme &theme, ImageCache &images);
    ~OutputLayout();

    /// Lays out for `width` (device-independent pixels); cheap when it did not change.
    void setWidth(int width);
    /// May change by activate() and when a picture that shows() turns out not to be one.
    [[nodiscard]] int height() const;
    /// `clip` in own coordinates: what must be painted; `devicePixelRatio` picks the sharpness of
    /// pictures.
    void paint(QPainter &painter, const QRect &clip) const;

    /// Something can be clicked there: a link ("https://…"), or an action of ours
    /// ("sessionbook:expand/3"); else empty.
    [[nodiscard]] QString anchorAt(QPoint point) const;
    /// Carries out one of our own actions ("sessionbook:…"); true when the height may have changed.
    bool activate(const QString &anchor);
    /// The picture there, for "Copy Image" and "Save Image As…"; nullptr where there is none. Valid
    /// while the layout lives.
    [[nodiscard]] const ImageBlock *imageAt(QPoint point) const;
    /// True where text stands that can be selected (for the mouse's shape).
    [[nodiscard]] bool isTextAt(QPoint point) const;

    /// Moves what is wider than the layout (a table of many columns) under `point` sideways; true
    /// when something moved.
    bool scrollSideways(QPoint point, int pixels);

    void beginSelection(QPoint point);
    void extendSelection(QPoint point);
    void selectWordAt(QPoint point);
    void selectAll();
    void clearSelection();
    [[nodiscard]] bool hasSelection() const;
    [[nodiscard]] QString selectedText() const;
    /// All of it as plain text, for copying and for screen readers.
    [[nodiscard]] QString plainText() const;
    /// A picture came out of the cache: true when it is one of ours (then repaint, and ask for the
    /// height again).
    [[nodiscard]] bool shows(const QByteArray &imageKey) const;

private:
    struct Impl;
    std::unique_ptr<Impl>
        m_impl; // blocks of several kinds, each a class of its own in OutputLayout's folder
};

} // namespace sessionbook
