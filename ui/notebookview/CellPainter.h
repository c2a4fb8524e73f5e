#pragma once

#include "notebookview/RunLabel.h"
#include "theme/Theme.h"

#include <QRect>

class QPainter;

namespace sessionbook {

/// Paints what is not text: fields, prompts, marks, bars. Made for one paint event.
class CellPainter
{
public:
    CellPainter(QPainter &painter, const Theme &theme);

    void field(const QRect &rect, ColorRole ground, bool isFramed);
    void bar(const QRect &rect, ColorRole role);
    void selectedGround(const QRect &rect);
    /// Right-aligned in `rect`, which is as high as the first line of code.
    void prompt(const QRect &rect, const QString &text, ColorRole role);
    void runButton(const QRect &rect);
    /// In the right upper corner of `area`, on the ground of the field so that long code ends
    /// before it.
    void runLabel(const QRect &area, const RunLabel &label, ColorRole ground);
    void message(const QRect &rect, const QString &text);
    void hint(const QRect &rect, const QString &text);

    [[nodiscard]] static int messageHeight(const Theme &theme, const QString &text, int width);

private:
    void mark(const QRectF &box, RunMark mark, ColorRole role);

    QPainter &m_painter;
    const Theme &m_theme;
};

} // namespace sessionbook
