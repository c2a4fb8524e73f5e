#include "notebookview/CellEditorPool.h"

#include <algorithm>

namespace sessionbook {

CellEditorPool::CellEditorPool(const Theme &theme, QWidget &parent,
                               std::function<void(CellEditor &)> prepare)
    : m_theme(theme)
    , m_parent(parent)
    , m_prepare(std::move(prepare))
{
}

CellEditorPool::~CellEditorPool()
{
    const QList<CellEditor *> editors = m_used.values() + m_free;
    for (CellEditor *const editor : editors) {
        // Losing the focus on its way out must not reach a view that is half gone.
        editor->blockSignals(true);
        delete editor;
    }
}

CellEditor &CellEditorPool::editorFor(CellId cell, CodeLanguage language, const QString &source)
{
    if (CellEditor *const editor = find(cell))
        return *editor;
    CellEditor &editor = takeFree(language);
    editor.assign(cell, language, source);
    m_used.insert(cell, &editor);
    return editor;
}

CellEditor &CellEditorPool::takeFree(CodeLanguage language)
{
    if (m_free.isEmpty()) {
        auto *const made = new CellEditor(m_theme, &m_parent);
        m_prepare(*made);
        return *made;
    }
    // One that speaks the language already need not style itself anew.
    const auto same = std::ranges::find(m_free, language, &CellEditor::language);
    return *m_free.takeAt(same != m_free.end() ? same - m_free.begin() : m_free.size() - 1);
}

void CellEditorPool::release(CellId cell)
{
    CellEditor *const editor = m_used.take(cell);
    if (editor == nullptr)
        return;
    editor->commit();
    editor->hide();
    m_free.append(editor);
}

void CellEditorPool::releaseAllBut(const QSet<CellId> &cells)
{
    const QList<CellId> shown = m_used.keys();
    for (const CellId cell : shown) {
        if (!cells.contains(cell))
            release(cell);
    }
}

void CellEditorPool::applyTheme()
{
    for (CellEditor *const editor : std::as_const(m_used))
        editor->applyTheme();
    for (CellEditor *const editor : std::as_const(m_free))
        editor->applyTheme();
}

} // namespace sessionbook
