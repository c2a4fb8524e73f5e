#include "mainwindow/CellCommands.h"

#include "mainwindow/CellMimeData.h"
#include "notebook/ipynb/CellClipboard.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"
#include "notebookview/NotebookView.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

void putOnClipboard(const QList<Cell> &cells)
{
    QGuiApplication::clipboard()->setMimeData(new CellMimeData(cells));
}

/// Cells of ours, or any text as one code cell.
QList<Cell> cellsOnClipboard()
{
    const QMimeData *content = QGuiApplication::clipboard()->mimeData();
    if (!content)
        return {};
    if (const auto *ours = qobject_cast<const CellMimeData *>(content))
        return ours->cells();
    const auto cells
        = CellClipboard::fromJson(content->data(QString::fromLatin1(CellClipboard::mimeType)));
    if (!cells.isEmpty() || content->text().trimmed().isEmpty())
        return cells;
    return {Cell::code(content->text())};
}

QString withHeading(const QString &source, int level)
{
    static const QRegularExpression marks(u"^#{0,6}\\s*"_s);
    QString text = source;
    text.replace(marks, QString(level, u'#') + u' ');
    return text;
}

} // namespace

CellCommands::CellCommands(NotebookView &view, QObject *parent)
    : QObject(parent)
    , m_view(view)
{
}

int CellCommands::currentIndex() const
{
    return m_view.notebook()->indexOf(m_view.currentCell());
}

void CellCommands::undo()
{
    m_view.undo();
}

void CellCommands::redo()
{
    m_view.redo();
}

void CellCommands::copy()
{
    if (m_view.copySelection())
        return;
    m_view.flushPendingEdits();
    QList<Cell> cells;
    for (const CellId id : m_view.selectedCells())
        cells << *m_view.notebook()->find(id);
    if (!cells.isEmpty())
        putOnClipboard(cells);
}

void CellCommands::cut()
{
    m_view.flushPendingEdits();
    QList<Cell> cells;
    for (const CellId id : m_view.selectedCells())
        cells << *m_view.notebook()->find(id);
    if (cells.isEmpty())
        return;
    putOnClipboard(cells);
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(u"Cut Cells"_s);
    removeCells(m_view.selectedCells());
}

void CellCommands::remove()
{
    m_view.flushPendingEdits();
    removeCells(m_view.selectedCells());
}

void CellCommands::removeCells(const QList<CellId> &cells)
{
    if (cells.isEmpty())
        return;
    Notebook &notebook = *m_view.notebook();
    const int first = notebook.indexOf(cells.first());
    NotebookEditor editor(notebook);
    const auto step = editor.transaction(cells.size() == 1 ? u"Delete Cell"_s : u"Delete Cells"_s);
    editor.removeCells(cells);
    if (notebook.cellCount() == 0) // a notebook without a cell would have nowhere to type
        editor.insertCells(0, {Cell::code({})});
    m_view.setCurrentCell(notebook.idAt(std::min(first, notebook.cellCount() - 1)));
}

void CellCommands::paste(int index)
{
    m_view.flushPendingEdits();
    const auto cells = cellsOnClipboard();
    if (cells.isEmpty())
        return;
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(u"Paste Cells"_s);
    const auto added = editor.insertCells(index, cells);
    m_view.setCurrentCell(added.last());
}

void CellCommands::pasteBelow()
{
    const auto selected = m_view.selectedCells();
    paste(selected.isEmpty() ? 0 : m_view.notebook()->indexOf(selected.last()) + 1);
}

void CellCommands::pasteAbove()
{
    const auto selected = m_view.selectedCells();
    paste(selected.isEmpty() ? 0 : m_view.notebook()->indexOf(selected.first()));
}

CellId CellCommands::insert(int index, Cell cell)
{
    m_view.flushPendingEdits();
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(QLatin1String(UndoNames::insertCell));
    const auto added = editor.insertCells(std::max(index, 0), {std::move(cell)});
    m_view.setCurrentCell(added.first());
    return added.first();
}

void CellCommands::insertAbove()
{
    insert(currentIndex(), Cell::code({}));
}

void CellCommands::insertBelow()
{
    insert(currentIndex() + 1, Cell::code({}));
}

void CellCommands::addBelow(CellKind kind)
{
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(QLatin1String(UndoNames::insertCell));
    insert(currentIndex() + 1, kind == CellKind::Markdown ? Cell::markdown({}) : Cell::code({}));
    m_view.enterEditMode();
}

void CellCommands::move(int by)
{
    m_view.flushPendingEdits();
    Notebook &notebook = *m_view.notebook();
    const auto cells = m_view.selectedCells();
    if (cells.isEmpty())
        return;
    const int edge = notebook.indexOf(by < 0 ? cells.first() : cells.last()) + by;
    if (edge < 0 || edge >= notebook.cellCount())
        return;
    NotebookEditor editor(notebook);
    // The neighbour jumps over the selected cells: one step however many there are.
    editor.moveCell(notebook.idAt(edge), notebook.indexOf(by < 0 ? cells.last() : cells.first()));
    m_view.scrollToCell(m_view.currentCell());
}

void CellCommands::moveUp()
{
    move(-1);
}

void CellCommands::moveDown()
{
    move(1);
}

void CellCommands::setKind(CellKind kind)
{
    m_view.flushPendingEdits();
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(u"Change Cell Type"_s);
    for (const CellId id : m_view.selectedCells())
        editor.setKind(id, kind);
}

void CellCommands::setHeading(int level)
{
    m_view.flushPendingEdits();
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(u"Change Heading"_s);
    for (const CellId id : m_view.selectedCells()) {
        const QString source = m_view.notebook()->find(id)->source;
        editor.setKind(id, CellKind::Markdown);
        editor.setSource(id, withHeading(source, level));
    }
}

void CellCommands::split()
{
    m_view.flushPendingEdits();
    NotebookEditor editor(*m_view.notebook());
    const auto step = editor.transaction(QLatin1String(UndoNames::splitCell));
    const bool wasEditing = m_view.mode() == ViewMode::Edit;
    const CellId second = editor.splitCell(m_view.currentCell(), m_view.caretPosition());
    if (!second.isValid())
        return;
    m_view.setCurrentCell(second);
    if (wasEditing)
        m_view.enterEditMode();
}

void CellCommands::mergeSelected()
{
    m_view.flushPendingEdits();
    Notebook &notebook = *m_view.notebook();
    auto cells = m_view.selectedCells();
    const int next = currentIndex() + 1;
    if (cells.size() == 1 && next < notebook.cellCount())
        cells << notebook.idAt(next);
    if (cells.size() < 2)
        return;
    NotebookEditor editor(notebook);
    const auto step = editor.transaction(QLatin1String(UndoNames::mergeCells));
    editor.mergeCells(cells);
    m_view.setCurrentCell(cells.first());
}

void CellCommands::clearOutputs()
{
    NotebookEditor(*m_view.notebook()).clearOutputs(m_view.selectedCells());
}

void CellCommands::clearAllOutputs()
{
    Notebook &notebook = *m_view.notebook();
    QList<CellId> cells;
    for (int i = 0; i < notebook.cellCount(); ++i)
        cells << notebook.idAt(i);
    NotebookEditor(notebook).clearOutputs(cells);
}

void CellCommands::selectAll()
{
    m_view.selectAllCells();
}

} // namespace sessionbook
