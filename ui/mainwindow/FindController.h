#pragma once

#include "notebook/search/TextSearch.h"
#include "notebookview/NotebookView.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace sessionbook {

class FindBar;
class Notebook;

/// Looks for what the find bar asks, in the sources of all cells, and goes to it. Searches on a
/// worker thread; what is found later than the next question is forgotten. While the bar is open,
/// the matches are kept up to date with the notebook and are marked in the view.
///
/// Lives in the GUI thread and never blocks it; view and bar must outlive it.
class FindController : public QObject
{
    Q_OBJECT
public:
    FindController(NotebookView &view, FindBar &bar, QObject *parent = nullptr);
    ~FindController() override;

    void setNotebook(Notebook *notebook);

    void find() { open(false); }
    void findAndReplace() { open(true); }
    void findNext() { go(Step::Next); }
    void findPrevious() { go(Step::Previous); }
    /// Puts the replacement in place of the match that is selected, and goes to the next; where
    /// none is, only goes there.
    void replace();
    /// All of them as one undoable step.
    void replaceAll();
    void close();

private:
    enum class Step { None, First, Next, Previous };
    /// A match by its place in the result.
    struct Index
    {
        qsizetype cell = -1;
        qsizetype range = -1;

        [[nodiscard]] bool isValid() const { return cell >= 0; }
    };
    /// Where one is, to look on from.
    struct Place
    {
        CellId cell;
        qsizetype begin = 0;
        qsizetype end = 0;
    };

    [[nodiscard]] bool isOpen() const;
    void open(bool withReplacing);
    void changeOptions();
    void noteChange();
    void notePlace();
    void search(Step after);
    void takeResult(SearchResult result, Step after);
    void takeReplacements(const ReplaceResult &result);
    void cancel();
    void forgetMatches();
    void go(Step step);
    void show(Index index);
    void showStatus();
    [[nodiscard]] QList<SearchedText> sources() const;
    [[nodiscard]] Index current() const;
    [[nodiscard]] Index neighbour(Step step) const;
    [[nodiscard]] qsizetype numberOf(Index index) const;
    [[nodiscard]] QList<TextRange> marksOf(CellId cell) const;

    NotebookView &m_view;
    FindBar &m_bar;
    QPointer<Notebook> m_notebook;
    QTimer m_searchLater;
    std::shared_ptr<std::atomic<bool>> m_isCancelled; ///< of the search under way
    Step m_waiting = Step::None; ///< asked for while that is under way
    SearchResult m_result;
    QHash<CellId, qsizetype> m_cellIndex; ///< in the result
    bool m_isCurrent = false; ///< the result is of the notebook as it is
    bool m_isGoing = false; ///< the view moves because of us
    bool m_wasEditing = false; ///< when the bar was opened
    Place m_place;
};

} // namespace sessionbook
