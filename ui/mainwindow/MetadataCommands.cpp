#include "mainwindow/MetadataCommands.h"

#include "dialogs/Dialogs.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"
#include "notebookview/NotebookView.h"

#include <QPointer>

#include <map>

namespace sessionbook {

namespace {

/// Every tag of the notebook by name, and whether all, some or none of the cells have it.
QList<CellTag> tagsFor(const Notebook &notebook, const QList<CellId> &cells)
{
    std::map<QString, qsizetype> counts;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const Cell &cell = notebook.cellAt(i);
        for (const QString &tag : NotebookEditor::tagsOf(cell))
            counts[tag] += cells.contains(cell.id) ? 1 : 0;
    }
    QList<CellTag> tags;
    for (const auto &[name, count] : counts)
        tags += {name,
                 count == 0                  ? Qt::Unchecked
                     : count == cells.size() ? Qt::Checked
                                             : Qt::PartiallyChecked};
    return tags;
}

/// What the cell has, less what was unticked, and what was ticked.
QStringList applied(const QList<CellTag> &answer, QStringList tags)
{
    for (const CellTag &tag : answer) {
        if (tag.state == Qt::Unchecked)
            tags.removeAll(tag.name);
        else if (tag.state == Qt::Checked && !tags.contains(tag.name))
            tags += tag.name;
    }
    return tags;
}

} // namespace

MetadataCommands::MetadataCommands(NotebookView &view, Dialogs &dialogs, QWidget &window,
                                   QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_dialogs(dialogs)
    , m_window(window)
{
}

void MetadataCommands::editTags()
{
    m_view.flushPendingEdits();
    const QList<CellId> cells = m_view.selectedCells();
    if (cells.isEmpty())
        return;
    m_dialogs.askForTags(
        &m_window, tagsFor(*m_view.notebook(), cells),
        [cells, notebook = QPointer(m_view.notebook())](const QList<CellTag> &answer) {
            if (!notebook)
                return;
            NotebookEditor editor(*notebook);
            const auto step = editor.transaction(QLatin1String(UndoNames::changeTags));
            for (const CellId id : cells) {
                if (const Cell *cell = notebook->find(id))
                    editor.setTags(id, applied(answer, NotebookEditor::tagsOf(*cell)));
            }
        });
}

void MetadataCommands::editCellMetadata()
{
    m_view.flushPendingEdits();
    const CellId id = m_view.currentCell();
    const Cell *cell = m_view.notebook()->find(id);
    if (cell == nullptr)
        return;
    m_dialogs.askForMetadata(
        &m_window,
        {.title = tr("Metadata of Cell %1").arg(m_view.notebook()->indexOf(id) + 1),
         .json = cell->metadata},
        [id, notebook = QPointer(m_view.notebook())](const QByteArray &json) {
            if (notebook)
                (void)NotebookEditor(*notebook).setCellMetadata(id, json);
        });
}

void MetadataCommands::editNotebookMetadata()
{
    m_dialogs.askForMetadata(
        &m_window, {.title = tr("Notebook Metadata"), .json = m_view.notebook()->metadata()},
        [notebook = QPointer(m_view.notebook())](const QByteArray &json) {
            if (notebook)
                (void)NotebookEditor(*notebook).setNotebookMetadata(json);
        });
}

} // namespace sessionbook
