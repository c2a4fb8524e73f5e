#pragma once

#include "notebook/Cell.h"
#include "notebookview/RowGeometry.h"
#include "notebookview/RowOffsets.h"
#include "outputview/OutputLayout.h"

#include <QHash>
#include <QSet>

#include <map>
#include <memory>

namespace sessionbook {

class ImageCache;
class Notebook;

/// How high each cell of a notebook is and what its outputs look like: estimates for all, exact
/// heights and laid out outputs for rows that were in or near the view. Heights and widths are
/// device-independent pixels, y grows from the first row's top.
///
/// Row numbers are the notebook's; told of every insertion, removal and move, it follows. Notebook,
/// theme and images must outlive it.
class CellRows
{
public:
    CellRows(const Theme &theme, ImageCache &images);
    ~CellRows();

    /// Estimates every row anew; nullptr for none.
    void reset(const Notebook *notebook);
    /// Heights depend on the width: what was measured counts as an estimate from now on.
    void setPage(const PageGeometry &page);
    [[nodiscard]] const PageGeometry &page() const { return m_page; }
    [[nodiscard]] const RowOffsets &offsets() const { return m_offsets; }

    void insert(int row);
    void remove(int row, CellId id);
    void move(int from, int to) { m_offsets.move(from, to); }
    /// Its text, outputs or kind changed; what it showed is forgotten as far as it does not hold
    /// any more.
    void sourceChanged(CellId id);
    void contentChanged(CellId id);
    void imageArrived(CellId id);
    void forgetLayouts(); ///< the theme changed
    void setMessage(CellId id, const QString &message);
    [[nodiscard]] QString message(CellId id) const { return m_messages.value(id); }

    /// A Markdown cell shows its source rather than its rendering. Code and raw cells always do.
    void setShowsSource(CellId id, bool showsSource);
    [[nodiscard]] bool showsSource(const Cell &cell) const;

    /// An editor that wraps found out how many lines its text takes; true when the height changed.
    bool setShownLines(CellId id, int lines);

    /// Lays the row out unless it is already; true when its height changed.
    bool measure(int row);
    [[nodiscard]] bool isMeasured(int row) const;
    [[nodiscard]] RowGeometry geometry(int row) const;
    /// The outputs or the rendering, laid out for the page's width; nullptr where the cell has
    /// none. Valid until it changes.
    OutputLayout *layout(const Cell &cell);
    /// The same where it exists already; makes nothing.
    [[nodiscard]] OutputLayout *existingLayout(CellId id) const;
    /// Drops layouts of rows far from [first, last], the least near the view first to go; a
    /// selection keeps its layout.
    void keepNear(int first, int last);

    /// By the outputs that were saved with it: without decoding more than their first bytes.
    [[nodiscard]] static bool holdsError(const Cell &cell);

private:
    [[nodiscard]] int fieldHeight(const Cell &cell) const;
    [[nodiscard]] RowParts estimate(const Cell &cell) const;
    [[nodiscard]] RowParts exact(const Cell &cell);
    void forget(CellId id);
    void reestimate(CellId id);

    const Theme &m_theme;
    ImageCache &m_images;
    const Notebook *m_notebook = nullptr;
    PageGeometry m_page;
    RowOffsets m_offsets;
    QHash<CellId, RowParts> m_measured;
    QHash<CellId, QString> m_messages;
    QSet<CellId> m_sourceShown;
    QHash<CellId, int> m_shownLines; // of sources that wrap
    std::map<CellId, std::unique_ptr<OutputLayout>> m_layouts;
};

} // namespace sessionbook
