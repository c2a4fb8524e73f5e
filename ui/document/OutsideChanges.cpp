#include "document/OutsideChanges.h"

#include "notebook/Notebook.h"
#include "notebook/files/FileWatch.h"
#include "notebook/merge/NotebookMerge.h"
#include "notebook/merge/NotebookReplacement.h"

#include <QFutureWatcher>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

// Undo names, as in UndoText.
const QString reloadStep = u"Load Changed File"_s;
const QString mergeStep = u"Merge Changed File"_s;

} // namespace

OutsideChanges::OutsideChanges(FileWatch &watch, std::function<Notebook &()> notebook,
                               QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_notebook(std::move(notebook))
{
    connect(&watch, &FileWatch::changed, this, &OutsideChanges::take);
    connect(&watch, &FileWatch::unusable, this, &OutsideChanges::takeLoss);
    connect(&watch, &FileWatch::restored, this, &OutsideChanges::forget);
    connect(&watch, &FileWatch::looked, this, [this] {
        if (!m_isMerging)
            finish(m_isUnresolved);
    });
}

void OutsideChanges::begin(const NotebookData &base)
{
    m_base = base;
    forget();
}

void OutsideChanges::forget()
{
    ++m_generation;
    m_theirs.reset();
    m_loss.reset();
    m_merged.reset();
    emit settled();
    finish(false);
}

void OutsideChanges::settle(std::function<void()> then)
{
    m_whenSettled.append(std::move(then));
    m_watch.check();
}

void OutsideChanges::take(const LoadedNotebook &loaded)
{
    ++m_generation;
    m_theirs = loaded;
    m_loss.reset();
    m_merged.reset();
    emit flushRequested();
    if (m_notebook().isModified())
        merge();
    else
        takeTheirs();
}

void OutsideChanges::takeTheirs()
{
    if (!m_theirs)
        return;
    const LoadedNotebook theirs = *m_theirs;
    NotebookReplacement::reload(m_notebook(), theirs.data, reloadStep);
    m_watch.setKnown(theirs.state);
    begin(theirs.data);
    emit reloaded();
}

void OutsideChanges::merge()
{
    m_isMerging = true;
    auto *watcher = new QFutureWatcher<MergedNotebook>(this);
    connect(watcher, &QFutureWatcher<MergedNotebook>::finished, this,
            [this, watcher, generation = m_generation, notebook = &m_notebook(),
             revision = m_notebook().revision()] {
                watcher->deleteLater();
                if (generation != m_generation)
                    return; // the file changed again, or is known now
                emit flushRequested();
                if (notebook == &m_notebook() && revision == notebook->revision())
                    finishMerge(watcher->result());
                else
                    merge();
            });
    watcher->setFuture(
        QtConcurrent::run([base = m_base, ours = m_notebook().snapshot(), theirs = m_theirs->data] {
            return NotebookMerge::merge(base, ours, theirs);
        }));
}

void OutsideChanges::finishMerge(const MergedNotebook &result)
{
    if (result.hasConflicts()) {
        m_merged = Merge{result, m_notebook().revision()};
        finish(true);
        return emit conflicted(static_cast<int>(result.conflicts().size()));
    }
    resolveTo(result.resolved(), mergeStep);
    emit merged();
}

std::optional<MergedNotebook> OutsideChanges::mergedNow()
{
    if (!m_theirs)
        return std::nullopt;
    const quint64 revision = m_notebook().revision();
    if (!m_merged || m_merged->revision != revision)
        m_merged = Merge{NotebookMerge::merge(m_base, m_notebook().snapshot(), m_theirs->data),
                         revision};
    return m_merged->result;
}

void OutsideChanges::resolve(const MergedNotebook &merged, const QList<MergeChoice> &choices)
{
    resolveTo(merged.resolved(choices), mergeStep);
}

void OutsideChanges::resolveTo(const NotebookData &data, const QString &name)
{
    Q_ASSERT(m_theirs);
    const LoadedNotebook theirs = *m_theirs;
    Notebook &notebook = m_notebook();
    NotebookReplacement::apply(notebook, data, name);
    NotebookReplacement::rebase(notebook, theirs.data);
    notebook.markModified();
    m_watch.setKnown(theirs.state);
    begin(theirs.data);
}

void OutsideChanges::takeLoss(const Error &error)
{
    ++m_generation;
    m_theirs.reset();
    m_merged.reset();
    m_loss = error;
    m_notebook().markModified();
    // What is gone may be written again without asking anybody.
    finish(error.kind != ErrorKind::NotFound);
    emit fileLost(error);
}

void OutsideChanges::finish(bool isUnresolved)
{
    m_isMerging = false;
    m_isUnresolved = isUnresolved;
    for (const auto &then : std::exchange(m_whenSettled, {}))
        then();
}

} // namespace sessionbook
