#pragma once

#include "mainwindow/MessageBar.h"
#include "rebuild/RebuildReport.h"
#include "rebuild/SessionEnd.h"

#include <QObject>

namespace sessionbook {

class Notebook;
class NotebookController;
class NotebookView;
class RebuildController;
class SessionController;
class SessionKeeper;
struct EnvironmentDifferences;

/// Says in the message bar that a session's state is gone, that it will be soon, and what came of
/// making it again, each with what can be done about it. Borrows everything.
class RebuildMessages : public QObject
{
    Q_OBJECT
public:
    struct Sources
    {
        RebuildController &rebuild;
        SessionController &session;
        SessionKeeper &keeper;
        NotebookController &document;
        NotebookView &view;
    };
    RebuildMessages(Sources sources, MessageBar &bar, QObject *parent = nullptr);

    [[nodiscard]] MessageAction rebuildAction();

signals:
    /// The cells of the last report are to be seen.
    void reportRequested();

private:
    void showLoss(const SessionEnd &end);
    void showEndsSoon(int minutes);
    void showProgress();
    void showReport(const RebuildReport &report, bool cameBack);
    void showComplete(const RebuildReport &report);
    void showStopped(const RebuildReport &report, bool cameBack);
    void offerToEndOld(const QString &oldPool, const EnvironmentDifferences &differences);
    [[nodiscard]] QString cellName(CellId cell) const;
    [[nodiscard]] MessageAction showCellsAction();
    [[nodiscard]] MessageAction goToCellAction(CellId cell);

    Sources m_from;
    MessageBar &m_bar;
};

} // namespace sessionbook
