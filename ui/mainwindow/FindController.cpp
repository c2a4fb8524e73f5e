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
            [this] { search(std::exchange(m_waiting, Step::None)); });
    connect(&bar, &FindBar::optionsChanged, this, &FindController::changeOptions);
    connect(&bar, &FindBar::nextRequested, this, &FindController::findNext);
    connect(&bar, &FindBar::previousRequested, this, &FindController::findPrevious);
    connect(&bar, &FindBar::replaceRequested, this, &FindController::replace);
    connect(&bar, &FindBar::replaceAllRequested, this, &FindController::replaceAll);
    connect(&bar, &FindBar::closeRequested, this, &FindController::close);
    connect(&view, &NotebookView::currentCellChanged, this, &FindController::notePlace);
    connect(&view, &NotebookView::caretMoved, this, &FindController::notePlace);
    view.setMatches([this](CellId cell) { return marksOf(cell); });
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
    m_searchLater.stop();
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
    if (isOpen() && !m_searchLater.isActive())
        m_searchLater.start();
}

void FindController::notePlace()
{
    if (m_isGoing)
        return;
    const std::optional<CaretPosition> caret = m_view.caret();
    const qsizetype begin = caret ? std::min(caret->anchor, caret->position) : 0;
    const qsizetype end = caret ? std::max(caret->anchor, caret->position) : 0;
    m_place = {m_view.currentCell(), begin, end};
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

void FindController::search(Step after)
{
    cancel();
    m_searchLater.stop();
    m_view.flushPendingEdits();
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

void FindController::takeResult(SearchResult result, Step after)
{
    m_isCancelled.reset();
    m_result = std::move(result);
    m_cellIndex.clear();
    for (qsizetype i = 0; i < m_result.cells.size(); ++i)
        m_cellIndex.insert(m_result.cells.at(i).cell, i);
    m_bar.setHasMatches(m_result.count > 0);
    m_view.updateMatches();
    if (after != Step::None && m_result.count > 0)
        show(neighbour(after));
    showStatus();
}

void FindController::cancel()
{
    if (m_isCancelled)
        *m_isCancelled = true;
    m_isCancelled.reset();
}

void FindController::forgetMatches()
{
    m_result = {};
    m_cellIndex.clear();
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
    if (m_result.count > 0)
        show(neighbour(step));
    showStatus();
}

/// The match that is selected; none where the place is elsewhere.
FindController::Index FindController::current() const
{
    const qsizetype cell = m_cellIndex.value(m_place.cell, -1);
    if (cell < 0)
        return {};
    const QList<TextRange> &ranges = m_result.cells.at(cell).ranges;
    const auto range = std::ranges::lower_bound(ranges, m_place.begin, {}, &TextRange::position);
    const bool isThere
        = range != ranges.end() && range->position == m_place.begin && range->end() == m_place.end;
    return isThere ? Index{cell, range - ranges.begin()} : Index{};
}

/// The first match at the place, behind it or before it; beyond the last follows the first.
FindController::Index FindController::neighbour(Step step) const
{
    const int row = m_notebook->indexOf(m_place.cell);
    const qsizetype from = step == Step::Next ? m_place.end : m_place.begin;
    const auto isBefore
        = [&](const CellMatches &cell) { return m_notebook->indexOf(cell.cell) < row; };
    const QList<CellMatches> &cells = m_result.cells;
    const auto cell = std::ranges::partition_point(cells, isBefore);
    Index index{cell - cells.begin(), 0};
    if (cell != cells.end() && cell->cell == m_place.cell) {
        const auto range = std::ranges::lower_bound(cell->ranges, from, {}, &TextRange::position);
        index.range = range - cell->ranges.begin();
    }
    if (step == Step::Previous) {
        if (--index.range < 0) {
            index.cell = (index.cell == 0 ? cells.size() : index.cell) - 1;
            index.range = cells.at(index.cell).ranges.size() - 1;
        }
        return index;
    }
    if (cell != cells.end() && index.range == cell->ranges.size())
        index = {index.cell + 1, 0};
    return index.cell == cells.size() ? Index{0, 0} : index;
}

void FindController::show(Index index)
{
    const CellMatches &cell = m_result.cells.at(index.cell);
    const TextRange range = cell.ranges.at(index.range);
    if (m_notebook->indexOf(cell.cell) < 0)
        return;
    const QScopedValueRollback going(m_isGoing, true);
    m_place = {cell.cell, range.position, range.end()};
    m_view.showText(cell.cell, {.anchor = range.position, .position = range.end()});
}

qsizetype FindController::numberOf(Index index) const
{
    qsizetype number = index.range + 1;
    for (qsizetype cell = 0; cell < index.cell; ++cell)
        number += m_result.cells.at(cell).ranges.size();
    return number;
}

void FindController::showStatus()
{
    using Tone = FindBar::Tone;
    const Index index = current();
    if (m_result.end == SearchEnd::TooComplex)
        m_bar.setStatus(tr("This expression takes too long; make it simpler."), Tone::Fault);
    else if (m_result.end == SearchEnd::TooMany)
        m_bar.setStatus(tr("More than %L1 matches").arg(m_result.count), Tone::Fault);
    else if (m_result.count == 0)
        m_bar.setStatus(m_bar.options().text.isEmpty() ? QString() : tr("No match"), Tone::Fault);
    else if (index.isValid())
        m_bar.setStatus(tr("%L1 of %L2").arg(numberOf(index)).arg(m_result.count));
    else
        m_bar.setStatus(tr("%n match(es)", nullptr, static_cast<int>(m_result.count)));
}

QList<TextRange> FindController::marksOf(CellId cell) const
{
    const qsizetype index = m_cellIndex.value(cell, -1);
    return index < 0 || !isOpen() ? QList<TextRange>() : m_result.cells.at(index).ranges;
}

void FindController::replace()
{
    const Index index = current();
    const Cell *const cell = m_notebook ? m_notebook->find(m_place.cell) : nullptr;
    const auto pattern = TextPattern::compile(m_bar.options());
    if (!index.isValid() || !m_isCurrent || cell == nullptr || !pattern)
        return go(Step::Next);
    // Of this cell alone; it was looked through just now.
    const std::atomic<bool> goOn = false;
    const ReplaceResult result = TextSearch::replacements(
        {{cell->id, cell->source}}, *pattern,
        ReplacementText(m_bar.replacement(), pattern->isExpression()), goOn);
    const QList<TextDelta> deltas = result.cells.value(0).deltas;
    if (index.range >= deltas.size())
        return go(Step::Next);
    const TextDelta &delta = deltas.at(index.range);
    NotebookEditor editor(*m_notebook);
    {
        const QScopedValueRollback going(m_isGoing, true);
        const auto step = editor.transaction(u"Replace"_s);
        editor.replaceMatches(cell->id, {delta});
    }
    const qsizetype behind = delta.position + delta.inserted.size();
    m_place.begin = behind;
    m_place.end = behind;
    search(Step::Next);
}

void FindController::replaceAll()
{
    const auto pattern = TextPattern::compile(m_bar.options());
    if (!m_notebook || !pattern || m_bar.options().text.isEmpty())
        return;
    cancel();
    m_searchLater.stop();
    m_view.flushPendingEdits();
    m_isCancelled = std::make_shared<std::atomic<bool>>(false);
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
    if (result.end != SearchEnd::Complete) {
        m_result.end = result.end; // nothing is replaced rather than a part
        return showStatus();
    }
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
    m_searchLater.stop();
    forgetMatches();
    m_bar.setStatus(tr("%n match(es) replaced", nullptr, static_cast<int>(result.count)));
}

} // namespace sessionbook
