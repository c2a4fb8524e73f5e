#pragma once

#include "base/Error.h"
#include "mainwindow/ExampleTour.h"
#include "mainwindow/MainWindowActions.h"

#include <QObject>

#include <memory>

class QWidget;

namespace sessionbook {

class CellCommands;
class NotebookController;
class NotebookView;
class RebuildController;
class RunController;
class SessionController;
class SessionFiles;
class SessionKeeper;
struct ProgramServices;

/// Connects the window's actions with the parts that carry them out, and says which of them can be
/// used now.
class WindowCommands : public QObject
{
    Q_OBJECT
public:
    struct Targets
    {
        NotebookController &document;
        SessionController &session;
        RunController &runs;
        SessionFiles &files;
        NotebookView &view;
        RebuildController &rebuild;
        SessionKeeper &keeper;
    };
    WindowCommands(Targets targets, const MainWindowActions &actions,
                   const ProgramServices &services, QWidget &window);

    /// Notebooks are opened, everything else is uploaded.
    void takeFiles(const QStringList &localPaths);
    /// Shows the tour in place of the document and uploads its data file.
    void showTour();

signals:
    void openRequested(const QString &path);
    void failed(const sessionbook::Error &error);

private:
    void connectFileActions();
    void connectCellActions();
    void connectKindActions();
    void connectRunActions();
    void connectSessionActions();
    void connectHelpActions();
    void followNotebook();
    void updateUndo();
    void updateRun();
    void askFilesToOpen();
    void askFilesToUpload();
    void interrupt();
    void keepAlive(bool kept);
    void restart(bool andRunAll);
    void offerToEndSession();

    Targets m_targets;
    const MainWindowActions &m_actions;
    const ProgramServices &m_services;
    QWidget &m_window;
    CellCommands *m_cells;
    std::unique_ptr<ExampleTour> m_tour;
};

} // namespace sessionbook
