#pragma once

#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"

#include <functional>

namespace sessionbook {

/// Does to a notebook what a person might, in no sensible order: every kind of step there is, undo
/// and redo in between, and what runs bring. The same choices do the same.
class RandomEditor
{
public:
    enum class Runs { No, Yes }; ///< whether outputs arrive that are no steps

    /// `choose` gives any number; the editor takes it modulo what there is to choose from.
    RandomEditor(Notebook &notebook, std::function<unsigned()> choose, Runs runs);

    void doSomething();

private:
    int below(int limit);
    CellId anyCell();
    QString anyText();
    QByteArray anyObject();

    void insertCells();
    void mergeCells();
    void editText();
    void type();
    void backspace();
    void changeMetadata();
    void replaceAll();
    void severalAtOnce();
    void undoAndRedo();
    void run();

    Notebook &m_notebook;
    NotebookEditor m_editor;
    std::function<unsigned()> m_choose;
    Runs m_runs;
    int m_depth = 0;
};

} // namespace sessionbook
