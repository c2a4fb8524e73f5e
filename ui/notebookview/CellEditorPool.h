#pragma once

#include "notebookview/CellEditor.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <functional>

namespace sessionbook {

/// The editors of one view: as many as cells show their source at once, used again and again, since
/// making one costs a hundred times what giving it another text costs.
class CellEditorPool
{
public:
    /// Editors become children of `parent` but belong to the pool; `prepare` sees each new one
    /// once.
    CellEditorPool(const Theme &theme, QWidget &parent, std::function<void(CellEditor &)> prepare);
    ~CellEditorPool();
    CellEditorPool(const CellEditorPool &) = delete;
    CellEditorPool &operator=(const CellEditorPool &) = delete;

    /// The editor that shows the cell; where there is none, one that is free or new.
    CellEditor &editorFor(CellId cell, CodeLanguage language, const QString &source);
    /// nullptr where the cell has none.
    [[nodiscard]] CellEditor *find(CellId cell) const { return m_used.value(cell); }
    void release(CellId cell);
    void releaseAllBut(const QSet<CellId> &cells);
    void applyTheme();

    [[nodiscard]] QList<CellEditor *> used() const { return m_used.values(); }
    /// Ever made, free ones included.
    [[nodiscard]] qsizetype size() const { return m_used.size() + m_free.size(); }

private:
    CellEditor &takeFree(CodeLanguage language);

    const Theme &m_theme;
    QWidget &m_parent;
    std::function<void(CellEditor &)> m_prepare;
    QHash<CellId, CellEditor *> m_used;
    QList<CellEditor *> m_free;
};

} // namespace sessionbook
