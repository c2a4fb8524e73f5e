#pragma once

#include "notebook/Cell.h"

#include <QObject>

namespace sessionbook {

class NotebookView;

/// The commands on cells of the Edit and Cell menus: each is one undoable step on the cells
/// selected in the view.
class CellCommands : public QObject
{
    Q_OBJECT
public:
    explicit CellCommands(NotebookView &view, QObject *parent = nullptr);

    void undo();
    void redo();
    void cut();
    /// Copies text selected in an output or an editor where there is some, else the selected cells.
    void copy();
    void pasteBelow();
    void pasteAbove();
    void remove();
    void insertAbove();
    void insertBelow();
    /// Below the current cell, with the caret in it: the tool bar's "+ Code" and "+ Text".
    void addBelow(CellKind kind);
    void moveUp();
    void moveDown();
    void setKind(CellKind kind);
    void setHeading(int level);
    void split();
    void mergeSelected();
    void clearOutputs();
    void clearAllOutputs();
    void selectAll();

private:
    void paste(int index);
    CellId insert(int index, Cell cell);
    void move(int by);
    void removeCells(const QList<CellId> &cells);
    [[nodiscard]] int currentIndex() const;

    NotebookView &m_view;
};

} // namespace sessionbook
