#pragma once

#include "mainwindow/MatchList.h"
#include "notebookview/NotebookView.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>
#include <optional>

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
    using Step = MatchList::Step;

    [[nodiscard]] bool isOpen() const;
    void open(bool withReplacing);
    void changeOptions();
    void noteChange();
    void notePlace();
    void search(std::optional<Step> after);
    void takeResult(SearchResult result, std::optional<Step> after);
    void takeReplacements(const ReplaceResult &result);
    void cancel();
    void forgetMatches();
    void go(Step step);
    void show(Step step);
    void showStatus();
    [[nodiscard]] QList<SearchedText> sources() const;

    NotebookView &m_view;
    FindBar &m_bar;
    QPointer<Notebook> m_notebook;
    QTimer m_searchLater;
    std::shared_ptr<std::atomic<bool>> m_isCancelled; ///< of the search under way
    std::optional<Step> m_waiting; ///< what the search that waits for its time is to do then
    MatchList m_matches;
    bool m_isCurrent = false; ///< the matches are those of the notebook as it is
    bool m_isReplacing = false; ///< Replace All is under way
    bool m_isGoing = false; ///< the view moves because of us
    bool m_wasEditing = false; ///< when the bar was opened
    TextPlace m_place;
};

} // namespace sessionbook
