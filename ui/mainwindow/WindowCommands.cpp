#include "mainwindow/WindowCommands.h"

#include "mainwindow/CellCommands.h"
#include "document/NotebookController.h"
#include "document/ProgramServices.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "mainwindow/rebuild/SessionKeeper.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/UndoText.h"
#include "notebook/Notebook.h"
#include "panels/SessionFiles.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"

#include <QDir>
#include <QFileInfo>
#include <QUndoStack>

using namespace Qt::StringLiterals;

namespace sessionbook {

WindowCommands::WindowCommands(Targets targets, const MainWindowActions &actions,
                               const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_targets(targets)
    , m_actions(actions)
    , m_services(services)
    , m_window(window)
    , m_cells(new CellCommands(targets.view, this))
{
    connectFileActions();
    connectCellActions();
    connectKindActions();
    connectRunActions();
    connectSessionActions();
    connectHelpActions();
    connect(&targets.document, &NotebookController::notebookChanged, this,
            &WindowCommands::followNotebook);
    connect(&targets.runs, &RunController::stateChanged, this, &WindowCommands::updateRun);
    connect(&targets.session, &SessionController::statusChanged, this, &WindowCommands::updateRun);
    connect(&targets.rebuild, &RebuildController::changed, this, &WindowCommands::updateRun);
    followNotebook();
    updateRun();
}

void WindowCommands::connectFileActions()
{
    m_actions.on(Command::Open, this, &WindowCommands::askFilesToOpen);
    m_actions.on(Command::Save, &m_targets.document, &NotebookController::save);
    m_actions.on(Command::SaveAs, &m_targets.document, &NotebookController::saveAs);
}

void WindowCommands::connectCellActions()
{
    m_actions.on(Command::Undo, m_cells, &CellCommands::undo);
    m_actions.on(Command::Redo, m_cells, &CellCommands::redo);
    m_actions.on(Command::UndoCell, m_cells, &CellCommands::undo);
    m_actions.on(Command::RedoCell, m_cells, &CellCommands::redo);
    m_actions.on(Command::Cut, m_cells, &CellCommands::cut);
    m_actions.on(Command::Copy, m_cells, &CellCommands::copy);
    m_actions.on(Command::Paste, m_cells, &CellCommands::pasteBelow);
    m_actions.on(Command::PasteAbove, m_cells, &CellCommands::pasteAbove);
    m_actions.on(Command::Delete, m_cells, &CellCommands::remove);
    m_actions.on(Command::SelectAll, m_cells, &CellCommands::selectAll);
    m_actions.on(Command::Split, m_cells, &CellCommands::split);
    m_actions.on(Command::Merge, m_cells, &CellCommands::mergeSelected);
    m_actions.on(Command::InsertAbove, m_cells, &CellCommands::insertAbove);
    m_actions.on(Command::InsertBelow, m_cells, &CellCommands::insertBelow);
    m_actions.on(Command::AddCode, m_cells, [this] { m_cells->addBelow(CellKind::Code); });
    m_actions.on(Command::AddText, m_cells, [this] { m_cells->addBelow(CellKind::Markdown); });
    m_actions.on(Command::MoveUp, m_cells, &CellCommands::moveUp);
    m_actions.on(Command::MoveDown, m_cells, &CellCommands::moveDown);
    m_actions.on(Command::ClearOutputs, m_cells, &CellCommands::clearOutputs);
    m_actions.on(Command::ClearAllOutputs, m_cells, &CellCommands::clearAllOutputs);
}

void WindowCommands::connectKindActions()
{
    m_actions.on(Command::ToCode, m_cells, [this] { m_cells->setKind(CellKind::Code); });
    m_actions.on(Command::ToMarkdown, m_cells, [this] { m_cells->setKind(CellKind::Markdown); });
    m_actions.on(Command::ToRaw, m_cells, [this] { m_cells->setKind(CellKind::Raw); });
    constexpr Command headings[] = {Command::Heading1, Command::Heading2, Command::Heading3,
                                    Command::Heading4, Command::Heading5, Command::Heading6};
    for (int level = 1; level <= 6; ++level)
        m_actions.on(headings[level - 1], m_cells, [this, level] { m_cells->setHeading(level); });
}

void WindowCommands::connectRunActions()
{
    auto &runs = m_targets.runs;
    m_actions.on(Command::Run, &runs, [&runs] { runs.runSelected(AfterRun::SelectNext); });
    m_actions.on(Command::RunStay, &runs, [&runs] { runs.runSelected(AfterRun::Stay); });
    m_actions.on(Command::RunInsert, &runs, [&runs] { runs.runSelected(AfterRun::InsertBelow); });
    m_actions.on(Command::RunAll, &runs, &RunController::runAll);
    m_actions.on(Command::RunAbove, &runs, &RunController::runAllAbove);
    m_actions.on(Command::RunBelow, &runs, &RunController::runCurrentAndBelow);
    m_actions.on(Command::Interrupt, this, &WindowCommands::interrupt);
    connect(&runs, &RunController::interruptFailed, this, &WindowCommands::offerToEndSession);
}

void WindowCommands::connectSessionActions()
{
    m_actions.on(Command::Restart, this, [this] { restart(false); });
    m_actions.on(Command::RestartRunAll, this, [this] { restart(true); });
    m_actions.on(Command::Reconnect, &m_targets.session, &SessionController::reconnect);
    m_actions.on(Command::EndSession, &m_targets.session, &SessionController::endSession);
    m_actions.on(Command::Upload, this, &WindowCommands::askFilesToUpload);
    m_actions.on(Command::Rebuild, &m_targets.rebuild, &RebuildController::rebuild);
    m_actions.on(Command::KeepAlive, this, &WindowCommands::keepAlive);
}

void WindowCommands::connectHelpActions()
{
    m_actions.on(Command::Shortcuts, this,
                 [this] { m_services.dialogs.showShortcuts(&m_window, m_actions.shortcuts()); });
    m_actions.on(Command::About, this, [this] { m_services.dialogs.showAbout(&m_window); });
}

void WindowCommands::followNotebook()
{
    const auto &stack = m_targets.document.notebook().undoStack();
    connect(&stack, &QUndoStack::indexChanged, this, &WindowCommands::updateUndo);
    updateUndo();
}

void WindowCommands::updateUndo()
{
    const auto &stack = m_targets.document.notebook().undoStack();
    for (const Command command : {Command::Undo, Command::UndoCell})
        m_actions[command]->setEnabled(stack.canUndo());
    for (const Command command : {Command::Redo, Command::RedoCell})
        m_actions[command]->setEnabled(stack.canRedo());
    m_actions[Command::Undo]->setText(UndoText::undo(stack.undoText()));
    m_actions[Command::Redo]->setText(UndoText::redo(stack.redoText()));
}

void WindowCommands::updateRun()
{
    using Status = SessionController::Status;
    const auto status = m_targets.session.status();
    const bool rebuilds = m_targets.rebuild.isBusy();
    m_actions[Command::Interrupt]->setEnabled(m_targets.runs.isBusy() || rebuilds);
    m_actions[Command::Restart]->setEnabled((status == Status::Ready || status == Status::Ended)
                                            && !rebuilds);
    m_actions[Command::RestartRunAll]->setEnabled(status != Status::Restarting && !rebuilds);
    m_actions[Command::Reconnect]->setEnabled(status != Status::Connecting
                                              && status != Status::Restarting && !rebuilds);
    m_actions[Command::EndSession]->setEnabled(status == Status::Ready && !rebuilds);
    m_actions[Command::Upload]->setEnabled(status == Status::Ready && !rebuilds);
    m_actions[Command::Rebuild]->setEnabled(!m_targets.runs.isBusy()
                                            && m_targets.rebuild.canRebuild());
    m_actions[Command::KeepAlive]->setEnabled(m_targets.keeper.canKeep());
    m_actions[Command::KeepAlive]->setChecked(m_targets.keeper.isKept());
}

void WindowCommands::interrupt()
{
    if (m_targets.rebuild.isBusy())
        m_targets.rebuild.cancel();
    m_targets.runs.interrupt();
}

/// Its price is named before it is chosen.
void WindowCommands::keepAlive(bool kept)
{
    if (!kept)
        return m_targets.keeper.setKept(false);
    m_actions[Command::KeepAlive]->setChecked(false);
    m_services.dialogs.confirm(
        &m_window,
        {.title = tr("Keep Sessions Alive"),
         .text
         = tr("While a notebook's window is open, its session in “%1” is used a little before "
              "it would end by itself. The service bills the time for which a session is "
              "there, whether or not anything runs in it.")
               .arg(m_targets.session.poolName()),
         .acceptText = tr("Keep Alive")},
        [this](bool accepted) {
            m_targets.keeper.setKept(accepted);
            updateRun();
        });
}

void WindowCommands::askFilesToOpen()
{
    QString directory = QFileInfo(m_targets.document.path()).path();
    if (m_targets.document.path().isEmpty())
        directory = m_services.settings.value(settings::lastDirectory);
    m_services.dialogs.askFilesToOpen(&m_window, directory, [this](const QStringList &paths) {
        for (const auto &path : paths)
            emit openRequested(path);
    });
}

void WindowCommands::askFilesToUpload()
{
    m_services.dialogs.askFilesToUpload(
        &m_window, QDir::homePath(),
        [this](const QStringList &paths) { m_targets.files.upload(paths); });
}

void WindowCommands::takeFiles(const QStringList &localPaths)
{
    QStringList uploads;
    for (const auto &path : localPaths) {
        if (path.endsWith(u".ipynb"_s, Qt::CaseInsensitive) && QFileInfo(path).isFile())
            emit openRequested(path);
        else
            uploads << path;
    }
    m_targets.files.upload(uploads);
}

void WindowCommands::restart(bool andRunAll)
{
    auto &runs = m_targets.runs;
    const auto go = [&runs, andRunAll] { andRunAll ? runs.restartAndRunAll() : runs.restart(); };
    const bool losesFiles
        = !m_targets.session.keepsFilesOnRestart() && !m_targets.files.names().isEmpty();
    if (!losesFiles)
        return go();
    m_services.dialogs.confirm(
        &m_window,
        {.title = tr("Restart Session"),
         .text = tr(
             "This pool cannot keep files across a restart: those in /mnt/data are lost. Restart?"),
         .acceptText = tr("Restart"),
         .isDestructive = true},
        [go](bool accepted) {
            if (accepted)
                go();
        });
}

/// The last resort, and never without asking.
void WindowCommands::offerToEndSession()
{
    m_services.dialogs.confirm(
        &m_window,
        {.title = tr("Interrupt Cell"),
         .text = tr("The running cell cannot be reached. Ending its session stops it, and loses "
                    "its variables and the files in /mnt/data. End the session and start a new "
                    "one?"),
         .acceptText = tr("End Session"),
         .isDestructive = true},
        [this](bool accepted) {
            if (accepted && m_targets.runs.isBusy())
                m_targets.runs.restart();
        });
}

void WindowCommands::showTour()
{
    m_tour = std::make_unique<ExampleTour>();
    const auto file = m_tour->dataFile();
    auto notebook = ExampleTour::notebook();
    if (!file || !notebook)
        return emit failed(file ? notebook.error() : file.error());
    m_targets.document.adoptUnsaved(tr("Tour"), std::move(notebook).value());
    m_targets.files.upload({*file});
}

} // namespace sessionbook
