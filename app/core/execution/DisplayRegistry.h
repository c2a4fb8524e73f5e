#pragma once

#include "execution/OutputWindow.h"
#include "notebook/Cell.h"

#include <QHash>
#include <QList>

namespace sessionbook {

class Notebook;

/// Remembers which outputs of cells that ran carry a display id, so that a later
/// update_display_data reaches them from any cell.
///
/// It remembers the outputs' bytes (shared with the notebook): an output that was deleted or
/// replaced since is left alone.
class DisplayRegistry
{
public:
    void forget(CellId cell);
    void forgetAll();
    void remember(CellId cell, const QList<OutputWindow::NamedDisplay> &displays);
    /// Shows `content` in every remembered output of that id that still stands in the notebook.
    void update(Notebook &notebook, const QString &displayId, const DisplayContent &content);

private:
    struct Place
    {
        CellId cell;
        Output output;
    };
    QHash<QString, QList<Place>> m_places;
};

} // namespace sessionbook
