#pragma once

#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"

#include <QImage>

namespace sessionbook {

/// What a person does to a notebook's view, for tests: types, presses keys, clicks into cells,
/// looks at colours. Cells are named by their index. The view must be shown and active
/// (showActive()).
class NotebookDriver
{
public:
    explicit NotebookDriver(NotebookView &view);

    /// Shows the view's window and waits until it has the focus.
    void showActive(QSize size = {900, 600});
    [[nodiscard]] NotebookView &view() { return m_view; }

    void select(int cell); ///< by a click into its gutter
    void edit(int cell); ///< by a click into its field
    void clickBody(int cell, QPoint offset = {4, 4}, Qt::KeyboardModifiers modifiers = {});
    void doubleClickBody(int cell, QPoint offset = {4, 4});
    void clickPrompt(int cell);
    /// Types into whatever has the focus.
    void type(const QString &text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    void scrollTo(int value);
    /// Drops local files on a cell's body or gutter (or on its editor).
    void dropFiles(const QStringList &paths, QPoint at);

    [[nodiscard]] QString source(int cell) const;
    [[nodiscard]] int currentIndex() const;
    [[nodiscard]] CellEditor *editor(int cell) const;
    [[nodiscard]] RowGeometry geometry(int cell) const;
    /// The painted viewport, one image pixel a device-independent pixel.
    [[nodiscard]] QImage picture() const;
    /// Index of the first cell in view and where its top is, for «did the page move?».
    [[nodiscard]] QPair<int, int> firstVisible() const;

private:
    [[nodiscard]] CellId id(int cell) const;
    [[nodiscard]] QWidget *focus() const;

    NotebookView &m_view;
};

/// A notebook of code cells with these sources.
[[nodiscard]] NotebookData notebookOfCode(const QStringList &sources);

} // namespace sessionbook
