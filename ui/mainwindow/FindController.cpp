#include "mainwindow/FindController.h"

#include "mainwindow/FindBar.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "notebook/undo/UndoNames.h"
#include "wording/ErrorText.h"

#include <QFutureWatcher>
#include <QScopedValueRollback>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int searchDelayMs = 60; // so that a word is not looked for letter by letter

} // namespace

FindController::FindController(NotebookView &view, FindBar &bar, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_bar(bar)
{
    m_searchLater.setSingleShot(true);
    m_searchLater.setInterval(searchDelayMs);
    connect(&m_searchLater, &QTimer::timeout, this,
            [this] { search(std::exchange(m_waiting, std::nullopt)); });
    connect(&bar, &FindBar::optionsChanged, this, &FindController::changeOptions);
    connect(&bar, &FindBar::nextRequested, this, &FindController::findNext);
    connect(&bar, &FindBar::previousRequested, this, &FindController::findPrevious);
    connect(&bar, &FindBar::replaceRequested, this, &FindController::replace);
    connect(&bar, &FindBar::replaceAllRequested, this, &FindController::replaceAll);
    connect(&bar, &FindBar::closeRequested, this, &FindController::close);
    connect(&view, &NotebookView::currentCellChanged, this, &FindController::notePlace);
    connect(&view, &NotebookView::caretMoved, this, &FindController::notePlace);
    view.setMatches(
        [this](CellId cell) { return isOpen() ? m_matches.in(cell) : QList<TextRange>(); });
}

FindController::~FindController()
{
    cancel();
    m_view.setMatches({});
}

void FindController::setNotebook(Notebook *notebook)
{
    if (m_notebook)
        m_notebook->disconnect(this);
    m_notebook = notebook;
    cancel();
    forgetMatches();
    m_place = {};
    if (notebook == nullptr)
        return;
    connect(notebook, &Notebook::cellInserted, this, &FindController::noteChange);
    connect(notebook, &Notebook::cellRemoved, this, &FindController::noteChange);
    connect(notebook, &Notebook::cellMoved, this, &FindController::noteChange);
    connect(notebook, &Notebook::cellSourceChanged, this, &FindController::noteChange);
    noteChange();
}

bool FindController::isOpen() const
{
    return !m_bar.isHidden();
}

void FindController::open(bool withReplacing)
{
    const bool wasOpen = isOpen();
    if (!wasOpen)
        m_wasEditing = m_view.mode() == ViewMode::Edit;
    notePlace();
    const QString selected = m_view.mode() == ViewMode::Edit ? m_view.selectedText() : QString();
    m_bar.open(withReplacing, selected.contains(u'\n') ? QString() : selected);
    if (!wasOpen)
        changeOptions();
}

void FindController::close()
{
    cancel();
    m_bar.hide();
    forgetMatches();
    // Back to what was done before; a match that was gone to has the caret there.
    if (m_wasEditing)
        m_view.enterEditMode();
    else
        m_view.setFocus();
}

void FindController::changeOptions()
{
    m_isCurrent = false;
    m_waiting = Step::First;
    m_searchLater.start();
}

void FindController::noteChange()
{
    m_isCurrent = false;
    if (isOpen() && !m_isReplacing && !m_searchLater.isActive())
        m_searchLater.start();
}

void FindController::notePlace()
{
    if (m_isGoing)
        return;
    const std::optional<CaretPosition> caret = m_view.caret();
    const qsizetype begin = caret ? std::min(caret->anchor, caret->position) : 0;
    const qsizetype end = caret ? std::max(caret->anchor, caret->position) : 0;
    m_place = {m_view.currentCell(), {begin, end - begin}};
    if (isOpen() && m_isCurrent)
        showStatus();
}

QList<SearchedText> FindController::sources() const
{
    QList<SearchedText> sources;
    sources.reserve(m_notebook->cellCount());
    for (int i = 0; i < m_notebook->cellCount(); ++i)
        sources.append({m_notebook->idAt(i), m_notebook->cellAt(i).source});
    return sources;
}

void FindController::search(std::optional<Step> after)
{
    m_view.flushPendingEdits();
    cancel();
    const SearchOptions options = m_bar.options();
    if (!m_notebook || options.text.isEmpty()) {
        forgetMatches();
        return m_bar.setStatus({});
    }
    const auto pattern = TextPattern::compile(options);
    if (!pattern) {
        forgetMatches();
        return m_bar.setStatus(ErrorText::inPattern(pattern.error()), FindBar::Tone::Fault);
    }
    m_isCancelled = std::make_shared<std::atomic<bool>>(false);
    m_isCurrent = true; // until the next change
    auto *watcher = new QFutureWatcher<SearchResult>(this);
    connect(watcher, &QFutureWatcher<SearchResult>::finished, this,
            [this, watcher, after, isCancelled = m_isCancelled] {
                watcher->deleteLater();
                if (!*isCancelled)
                    takeResult(watcher->result(), after);
            });
    watcher->setFuture(
        QtConcurrent::run([texts = sources(), pattern = *pattern, isCancelled = m_isCancelled] {
            return TextSearch::find(texts, pattern, *isCancelled);
        }));
}

void FindController::takeResult(SearchResult result, std::optional<Step> after)
{
    m_isCancelled.reset();
    m_matches = MatchList(std::move(result));
    m_bar.setHasMatches(m_matches.count() > 0);
    m_view.updateMatches();
    if (after)
        show(*after);
    showStatus();
}

void FindController::cancel()
{
    if (m_isCancelled)
        *m_isCancelled = true;
    m_isCancelled.reset();
    m_isReplacing = false;
    m_searchLater.stop();
    m_waiting.reset();
}

void FindController::forgetMatches()
{
    m_matches = {};
    m_isCurrent = false;
    m_bar.setHasMatches(false);
    m_view.updateMatches();
}

void FindController::go(Step step)
{
    if (!isOpen() && m_bar.options().text.isEmpty())
        return open(false);
    if (!m_isCurrent || m_isCancelled)
        return search(step);
    show(step);
    showStatus();
}

void FindController::show(Step step)
{
    const auto place = m_matches.neighbour(m_place, step, *m_notebook);
    if (!place || m_notebook->indexOf(place->cell) < 0)
        return;
    const QScopedValueRollback going(m_isGoing, true);
    m_place = *place;
    m_view.showText(place->cell, {.anchor = place->range.position, .position = place->range.end()});
}

void FindController::showStatus()
{
    using Tone = FindBar::Tone;
    const qsizetype number = m_matches.numberAt(m_place);
    if (m_matches.end() == SearchEnd::TooComplex)
        m_bar.setStatus(tr("This expression takes too long; make it simpler."), Tone::Fault);
    else if (m_matches.end() == SearchEnd::TooMany)
        m_bar.setStatus(tr("More than %L1 matches").arg(m_matches.count()), Tone::Fault);
    else if (m_matches.count() == 0)
        m_bar.setStatus(m_bar.options().text.isEmpty() ? QString() : tr("No match"), Tone::Fault);
    else if (number > 0)
        m_bar.setStatus(tr("%L1 of %L2").arg(number).arg(m_matches.count()));
    else
        m_bar.setStatus(tr("%n match(es)", nullptr, static_cast<int>(m_matches.count())));
}

void FindController::replace()
{
    const Cell *const cell = m_notebook ? m_notebook->find(m_place.cell) : nullptr;
    const auto pattern = TextPattern::compile(m_bar.options());
    if (cell == nullptr || !pattern || !m_isCurrent || m_matches.numberAt(m_place) == 0)
        return go(Step::Next);
    const auto delta
        = TextSearch::replacementAt(cell->source, m_place.range.position, *pattern,
                                    ReplacementText(m_bar.replacement(), pattern->isExpression()));
    if (!delta)
        return go(Step::Next);
    {
        const QScopedValueRollback going(m_isGoing, true);
        NotebookEditor editor(*m_notebook);
        const auto step = editor.transaction(u"Replace"_s);
        editor.replaceMatches(cell->id, {*delta});
    }
    m_place.range = {delta->position + delta->inserted.size(), 0};
    search(Step::Next);
}

void FindController::replaceAll()
{
    const auto pattern = TextPattern::compile(m_bar.options());
    if (!m_notebook || !pattern || m_bar.options().text.isEmpty())
        return;
    m_view.flushPendingEdits();
    cancel();
    m_isCancelled = std::make_shared<std::atomic<bool>>(false);
    m_isReplacing = true;
    auto *watcher = new QFutureWatcher<ReplaceResult>(this);
    connect(watcher, &QFutureWatcher<ReplaceResult>::finished, this,
            [this, watcher, isCancelled = m_isCancelled] {
                watcher->deleteLater();
                if (!*isCancelled)
                    takeReplacements(watcher->result());
            });
    const ReplacementText replacement(m_bar.replacement(), pattern->isExpression());
    watcher->setFuture(QtConcurrent::run(
        [texts = sources(), pattern = *pattern, replacement, isCancelled = m_isCancelled] {
            return TextSearch::replacements(texts, pattern, replacement, *isCancelled);
        }));
}

void FindController::takeReplacements(const ReplaceResult &result)
{
    m_isCancelled.reset();
    m_isReplacing = false;
    if (result.end != SearchEnd::Complete) // nothing is replaced rather than a part
        return m_isCurrent ? showStatus() : search(std::nullopt);
    // What was typed meanwhile must not be replaced by its old self.
    m_view.flushPendingEdits();
    for (const CellReplacements &cell : result.cells) {
        const Cell *const present = m_notebook->find(cell.cell);
        if (present == nullptr || present->source != cell.text)
            return replaceAll();
    }
    NotebookEditor editor(*m_notebook);
    {
        const auto step = editor.transaction(QLatin1String(UndoNames::replaceAll));
        for (const CellReplacements &cell : result.cells)
            editor.replaceMatches(cell.cell, cell.deltas);
    }
    cancel(); // our own changes are no reason to search
    forgetMatches();
    m_bar.setStatus(tr("%n match(es) replaced", nullptr, static_cast<int>(result.count)));
}

} // namespace sessionbook
