#pragma once

#include "notebook/Cell.h"

#include <QPoint>
#include <QString>

namespace sessionbook {

class OutputLayout;

/// Carries out what the mouse does on outputs and rendered text: selects, follows links, opens
/// folds. At most one cell holds a selection. Points are relative to the layout.
class OutputPointer
{
public:
    /// The cell whose text is selected; invalid where none is.
    [[nodiscard]] CellId owner() const { return m_owner; }
    [[nodiscard]] bool isDragging() const { return m_isDragging; }

    void press(CellId cell, OutputLayout &layout, QPoint point);
    /// True when the selection changed.
    bool drag(OutputLayout &layout, QPoint point);
    /// What was clicked: an anchor where press and release hit the same one, else empty.
    [[nodiscard]] QString release(OutputLayout &layout, QPoint point);
    void selectWord(CellId cell, OutputLayout &layout, QPoint point);
    void selectAll(CellId cell, OutputLayout &layout);
    /// The selection was cleared or its layout is gone.
    void reset() { *this = {}; }

private:
    CellId m_owner;
    QPoint m_pressedAt;
    QString m_pressedAnchor;
    bool m_isDragging = false; // the button is down on an output
    bool m_hasMoved = false;
};

} // namespace sessionbook
