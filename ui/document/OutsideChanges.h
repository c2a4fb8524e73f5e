#pragma once

#include "base/Error.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/merge/MergedNotebook.h"

#include <QObject>

#include <functional>
#include <optional>

namespace sessionbook {

class FileWatch;
class Notebook;

/// Takes over what somebody else did to the file of the open document, each as one undoable step:
/// unchanged here, it is loaded again in place; changed on both sides, it is merged cell by cell.
/// What cannot be merged is left for a person to decide: until then isUnresolved().
///
/// Borrows the watch. Merging happens on a worker thread, again where something was typed
/// meanwhile.
class OutsideChanges : public QObject
{
    Q_OBJECT
public:
    OutsideChanges(FileWatch &watch, std::function<Notebook &()> notebook,
                   QObject *parent = nullptr);

    /// The file was loaded or saved: what both sides begin with from now on.
    void begin(const NotebookData &base);
    /// The file holds something that is neither ours nor taken over.
    [[nodiscard]] bool isUnresolved() const { return m_isUnresolved; }
    /// What the file holds where isUnresolved(); nothing where that is no notebook.
    [[nodiscard]] const std::optional<LoadedNotebook> &theirs() const { return m_theirs; }
    [[nodiscard]] const NotebookData &base() const { return m_base; }
    /// Both sides as they are now, to choose from where isUnresolved(); nothing where the file
    /// holds no notebook. Merges again only where the notebook changed since the last time.
    [[nodiscard]] std::optional<MergedNotebook> mergedNow();
    /// The document becomes what was chosen, as one step.
    void resolve(const MergedNotebook &merged, const QList<MergeChoice> &choices);
    /// Looks at the file and takes over what can be; then calls `then`.
    void settle(std::function<void()> then);
    /// Loads theirs() in place of what was changed here; one undoable step. Nothing where there is
    /// none.
    void takeTheirs();
    /// Why the file cannot be used, where it cannot.
    [[nodiscard]] const std::optional<Error> &loss() const { return m_loss; }
    /// The open document becomes `data` as one step named `name`, and what the file holds is what
    /// both sides begin with: for theirs(), or for what was chosen cell by cell.
    void resolveTo(const NotebookData &data, const QString &name);

signals:
    /// Text that is only on the screen must go into the notebook now (connected directly).
    void flushRequested();
    void reloaded();
    void merged();
    /// theirs() and ours cannot be merged without asking.
    void conflicted(int cells);
    /// The file is gone, unreadable or no notebook; the document stays and counts as modified.
    void fileLost(const sessionbook::Error &error);
    /// What was said last is no longer so.
    void settled();

private:
    void take(const LoadedNotebook &loaded);
    void forget();
    void merge();
    void finishMerge(const MergedNotebook &merged);
    void takeLoss(const Error &error);
    void finish(bool isUnresolved);

    /// What merging gave when the notebook had that revision.
    struct Merge
    {
        MergedNotebook result;
        quint64 revision = 0;
    };

    FileWatch &m_watch;
    std::function<Notebook &()> m_notebook;
    NotebookData m_base;
    std::optional<LoadedNotebook> m_theirs;
    std::optional<Error> m_loss;
    std::optional<Merge> m_merged; ///< of m_base and m_theirs
    quint64 m_generation = 0;
    bool m_isUnresolved = false;
    bool m_isMerging = false;
    QList<std::function<void()>> m_whenSettled;
};

} // namespace sessionbook
