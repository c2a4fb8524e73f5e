#include "notebook/merge/NotebookReplacement.h"

#include "notebook/json/JsonEquality.h"
#include "notebook/merge/CellAlignment.h"
#include "notebook/merge/CellEquality.h"
#include "notebook/merge/LongestRise.h"
#include "notebook/NotebookEditor.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// The elementary steps from one notebook to the other.
class Replacing
{
public:
    Replacing(Notebook &notebook, const NotebookData &target)
        : m_notebook(notebook)
        , m_editor(notebook)
        , m_target(target)
    {
        const QList<Cell> present = notebook.snapshot().cells;
        const auto alignment = CellAlignment::between(present, target.cells);
        m_counterparts = alignment.lefts();
        for (const qsizetype index : alignment.lefts())
            m_ids += index < 0 ? CellId() : present.at(index).id;
        for (qsizetype i = 0; i < present.size(); ++i) {
            if (alignment.rightOf(i) < 0)
                m_leftOver += present.at(i).id;
        }
    }

    void run()
    {
        replaceNotebookFields();
        moveCells();
        // Before the removal, so that the notebook is never empty on the way.
        insertCells();
        m_editor.removeCells(m_leftOver);
        for (qsizetype i = 0; i < m_ids.size(); ++i)
            changeCell(m_ids.at(i), m_target.cells.at(i));
    }

private:
    void replaceNotebookFields()
    {
        NotebookFields fields = m_notebook.fields();
        fields.formatMajor = m_target.formatMajor;
        fields.formatMinor = m_target.formatMinor;
        if (!JsonEquality::isSameObject(fields.metadata, m_target.metadata))
            fields.metadata = m_target.metadata;
        if (!CellEquality::areSameFields(fields.otherFields, m_target.otherFields))
            fields.otherFields = m_target.otherFields;
        m_editor.setNotebookFields(fields);
    }

    /// Those that can stay where they are stay; the others go behind the cell they follow.
    void moveCells()
    {
        const QList<qsizetype> staying = longestRise(m_counterparts);
        CellId previous;
        for (qsizetype i = 0; i < m_ids.size(); ++i) {
            if (!m_ids.at(i).isValid())
                continue;
            if (!std::ranges::binary_search(staying, i))
                m_editor.moveCell(m_ids.at(i), placeBehind(previous, m_ids.at(i)));
            previous = m_ids.at(i);
        }
    }

    /// The index a cell has once it stands behind `previous`.
    [[nodiscard]] int placeBehind(CellId previous, CellId moved) const
    {
        if (!previous.isValid())
            return 0;
        const int index = m_notebook.indexOf(previous);
        return m_notebook.indexOf(moved) < index ? index : index + 1;
    }

    void insertCells()
    {
        qsizetype begin = 0;
        while (begin < m_ids.size()) {
            qsizetype end = begin;
            while (end < m_ids.size() && !m_ids.at(end).isValid())
                ++end;
            if (end > begin)
                insertRun(begin, end);
            begin = end + 1;
        }
    }

    void insertRun(qsizetype begin, qsizetype end)
    {
        const int index = begin == 0 ? 0 : m_notebook.indexOf(m_ids.at(begin - 1)) + 1;
        const QList<CellId> ids
            = m_editor.adoptCells(index, m_target.cells.sliced(begin, end - begin));
        std::ranges::copy(ids, m_ids.begin() + begin);
    }

    void changeCell(CellId id, const Cell &target)
    {
        const Cell present = *m_notebook.find(id);
        m_editor.setKind(id, target.kind);
        m_editor.breakTypingMerge();
        m_editor.setSource(id, target.source);
        const bool isSameRun = present.kind == target.kind
            && present.executionCount == target.executionCount
            && CellEquality::haveSameOutputs(present, target);
        // A script has no place for outputs and ids: that it does not name them says nothing.
        const bool isNotebook = m_target.origin.format == DocumentFormat::Notebook;
        if (isNotebook && !isSameRun)
            m_editor.replaceOutputs(id, target.outputs, target.executionCount);

        CellFields fields{isNotebook ? target.fileId : present.fileId, present.metadata,
                          present.otherFields};
        if (!JsonEquality::isSameObject(present.metadata, target.metadata))
            fields.metadata = target.metadata;
        if (isNotebook && !CellEquality::areSameFields(present.otherFields, target.otherFields))
            fields.otherFields = target.otherFields;
        m_editor.setFields(id, fields);
    }

    Notebook &m_notebook;
    NotebookEditor m_editor;
    const NotebookData &m_target;
    QList<qsizetype> m_counterparts; ///< for each cell of the target, where it stood
    QList<CellId> m_ids; ///< for each cell of the target
    QList<CellId> m_leftOver;
};

} // namespace

void NotebookReplacement::apply(Notebook &notebook, const NotebookData &target, const QString &name)
{
    const auto step = NotebookEditor(notebook).transaction(name);
    Replacing(notebook, target).run();
}

void NotebookReplacement::rebase(Notebook &notebook, const NotebookData &file)
{
    const NotebookData present = notebook.snapshot();
    notebook.rebaseOnto(file, CellAlignment::between(present.cells, file.cells).rights());
}

void NotebookReplacement::reload(Notebook &notebook, const NotebookData &file, const QString &name)
{
    apply(notebook, file, name);
    rebase(notebook, file);
    notebook.markSaved();
}

} // namespace sessionbook
