#include "mainwindow/MainWindow.h"

#include "document/AutoSaver.h"
#include "mainwindow/AutosaveMenu.h"
#include "mainwindow/CheckpointCommands.h"
#include "document/CheckpointKeeper.h"
#include "mainwindow/ExportCommands.h"
#include "mainwindow/FileDropHandler.h"
#include "mainwindow/FindBar.h"
#include "mainwindow/FindController.h"
#include "mainwindow/MainMenus.h"
#include "mainwindow/MessageBar.h"
#include "mainwindow/MetadataCommands.h"
#include "document/NotebookController.h"
#include "mainwindow/OutputCommands.h"
#include "mainwindow/PoolButton.h"
#include "mainwindow/PoolCommands.h"
#include "mainwindow/PoolMenu.h"
#include "mainwindow/RecentMenu.h"
#include "mainwindow/rebuild/ClosingQuestion.h"
#include "mainwindow/rebuild/MoveMenu.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "mainwindow/rebuild/RebuildMessages.h"
#include "mainwindow/rebuild/SessionKeeper.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SignInCommands.h"
#include "mainwindow/SessionLifetime.h"
#include "mainwindow/SidePanel.h"
#include "mainwindow/StatusBarView.h"
#include "mainwindow/StatusPresenter.h"
#include "mainwindow/ThemeMenu.h"
#include "mainwindow/WindowCommands.h"
#include "mainwindow/MainWindowActions.h"
#include "mainwindow/RunController.h"
#include "mainwindow/WindowMessages.h"
#include "notebook/Notebook.h"
#include "notebookview/NotebookView.h"
#include "panels/FilesPanel.h"
#include "panels/OutlinePanel.h"
#include "panels/PoolSessions.h"
#include "panels/SessionFiles.h"
#include "panels/SessionPanel.h"
#include "settings/Settings.h"
#include "settings/SettingsStore.h"
#include "theme/ThemeController.h"
#include "wording/ErrorText.h"

#include <QCloseEvent>
#include <QDir>
#include <QMenu>
#include <QScreen>
#include <QSplitter>
#include <QToolBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr QSize firstSize(1360, 860);
constexpr int smallestWidth = 320;

} // namespace

MainWindow::MainWindow(const ProgramServices &services)
    : m_services(services)
{
    setObjectName(u"mainWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    buildParts();
    buildLayout();
    connectParts();
    showNotebook(&m_document->notebook());
    applyTheme();
    m_view->setFocus();
    m_session->connectTo({.profile = PoolProfile::local(), .typedToken = {}});
}

MainWindow::~MainWindow()
{
    // The view outlives the document by a moment: it is deleted with the other children.
    delete m_find;
    delete m_sessionPanel; // it asks through the session
    m_view->setNotebook(nullptr);
    m_outline->setNotebook(nullptr);
}

void MainWindow::buildParts()
{
    const Theme &theme = m_services.theme.theme();
    m_document = std::make_unique<NotebookController>(m_services, *this);
    m_session = std::make_unique<SessionController>(m_services);
    m_lifetime = std::make_unique<SessionLifetime>(m_services.clock);
    m_files = std::make_unique<SessionFiles>(m_services.dialogs, *this);
    m_view = new NotebookView(theme, this);
    m_view->setObjectName(u"notebookView"_s);
    m_view->setAccessibleName(tr("Notebook"));
    m_runs = std::make_unique<RunController>(*m_view, *m_session, m_services.clock);
    m_keeper = std::make_unique<SessionKeeper>(
        SessionKeeper::Sources{*m_session, *m_lifetime, *m_runs}, m_services.settings);
    m_rebuild = std::make_unique<RebuildController>(
        RebuildController::Sources{*m_document, *m_session, *m_runs, *m_files, *m_lifetime},
        m_services, *this);
    m_poolSessions = std::make_unique<PoolSessions>();
    m_messageBar = new MessageBar(theme, this);
    m_findBar = new FindBar(theme, this);
    m_find = new FindController(*m_view, *m_findBar, this);
    m_actions = new MainWindowActions(*this, *m_view, this);
    m_menus = new MainMenus(*this, *m_actions, this);
    m_poolButton = new PoolButton(theme, this);
    m_status = new StatusBarView(theme, this);
    m_sidePanel = new SidePanel(this);
    m_filesPanel = new FilesPanel(*m_files, m_services.dialogs, theme, m_sidePanel);
    m_outline = new OutlinePanel(m_sidePanel);
    m_sessionPanel = new SessionPanel(*m_poolSessions, m_services.dialogs, m_services.clock, theme,
                                      m_sidePanel);
    m_drops = new FileDropHandler(*this, m_services.theme, this);
    m_messages = new WindowMessages(
        {*m_document, *m_session, *m_runs, *m_files, *m_view, *m_rebuild}, *m_messageBar, this);
    m_commands = new WindowCommands(
        {*m_document, *m_session, *m_runs, *m_files, *m_view, *m_rebuild, *m_keeper}, *m_actions,
        m_services, *this);
}

void MainWindow::buildLayout()
{
    m_sidePanel->addTab(m_filesPanel, tr("Files"));
    m_sidePanel->addTab(m_outline, tr("Outline"));
    m_sidePanel->addTab(m_sessionPanel, tr("Session"));

    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messageBar);
    column->addWidget(m_view, 1);
    column->addWidget(m_findBar);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMinimumWidth(200);

    auto *splitter = new QSplitter(this);
    splitter->setObjectName(u"splitter"_s);
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->setMinimumWidth(
        smallestWidth); // less than its parts ask for: the side panel goes before it is too narrow
    splitter->addWidget(m_sidePanel);
    splitter->addWidget(page);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({SidePanel::preferredWidth, firstSize.width() - SidePanel::preferredWidth});
    setCentralWidget(splitter);

    m_menus->addAtEnd(m_poolButton);
    m_poolButton->setMenu(&m_menus->sessionMenu());
    setStatusBar(m_status);

    const bool panelWanted = m_services.settings.value(settings::filesPanelVisible);
    m_sidePanel->setWanted(panelWanted);
    (*m_actions)[Command::ToggleSidePanel]->setChecked(panelWanted);
    if (!restoreGeometry(m_services.settings.value(settings::windowGeometry)))
        resize(firstSize.boundedTo(screen()->availableSize()));
}

void MainWindow::connectParts()
{
    auto *recent = new RecentMenu(m_menus->recentMenu(), m_services.settings, this);
    connect(recent, &RecentMenu::chosen, this, &MainWindow::openRequested);
    connect(m_document.get(), &NotebookController::pathUsed, recent, &RecentMenu::add);
    new ThemeMenu(m_menus->themeMenu(), m_services.theme, m_services.settings, this);
    auto *pools = new PoolCommands(*m_actions, *m_session, m_services, *this);
    new PoolMenu(m_menus->sessionMenu(), {*m_actions, *m_session, m_services.settings, *pools},
                 this);
    new MoveMenu(m_menus->moveMenu(), {*m_session, m_services.settings, *m_rebuild, *pools}, this);
    new SignInCommands(*m_actions, *m_session, m_services, *this);
    connect(m_messages, &WindowMessages::accessCheckAsked, pools, &PoolCommands::checkAccess);
    new StatusPresenter({*m_session, *m_lifetime, *m_runs, *m_document, *m_view, *m_rebuild},
                        *m_status, *m_poolButton, this);
    auto *outputs = new OutputCommands(*m_view, m_services.dialogs, *this);
    connect(outputs, &OutputCommands::failed, this,
            [this](const QString &text) { m_messages->showError(u"output"_s, text); });

    connectExports();
    connectDocument();

    connect(m_document.get(), &NotebookController::flushRequested, m_view,
            &NotebookView::flushPendingEdits);
    connect(m_document.get(), &NotebookController::notebookChanged, this,
            &MainWindow::showNotebook);
    connect(m_document.get(), &NotebookController::documentChanged, this, &MainWindow::updateTitle);
    connect(m_session.get(), &SessionController::sessionChanged, m_files.get(),
            &SessionFiles::setSession);
    connect(m_session.get(), &SessionController::sessionChanged, this,
            [this](SessionClient *session) {
                m_lifetime->setSession(session, m_session->pool().cooldown);
            });
    connect(m_runs.get(), &RunController::becameIdle, m_lifetime.get(), &SessionLifetime::refresh);
    connect(m_runs.get(), &RunController::runFinished, m_files.get(), &SessionFiles::refresh);
    connect(m_files.get(), &SessionFiles::unreachable, m_session.get(),
            &SessionController::noteUnreachable);
    connect(m_files.get(), &SessionFiles::uploaded, this, [this](const QString &name) {
        m_status->announce(tr("“%1” is in /mnt/data").arg(name));
    });
    connect(m_files.get(), &SessionFiles::downloaded, this,
            [this](const QString &, const QString &path) {
                m_status->announce(tr("Downloaded to %1").arg(path));
            });
    connect(m_outline, &OutlinePanel::cellActivated, this, [this](CellId cell) {
        m_view->setCurrentCell(cell);
        m_view->scrollToCell(cell);
    });
    connect(m_view, &NotebookView::contextMenuRequested, this,
            [this](CellId, QPoint position) { m_menus->cellMenu().popup(position); });
    connect(m_view, &NotebookView::filesDropped, m_commands, &WindowCommands::takeFiles);
    connect(m_view, &NotebookView::fileDragActiveChanged, m_drops,
            &FileDropHandler::setOverlayVisible);
    connect(m_drops, &FileDropHandler::filesDropped, m_commands, &WindowCommands::takeFiles);
    connect(m_commands, &WindowCommands::openRequested, this, &MainWindow::openRequested);
    connect(m_commands, &WindowCommands::failed, m_messages, &WindowMessages::showOpenError);
    connect(&m_services.theme, &ThemeController::themeChanged, this, &MainWindow::applyTheme);
    m_actions->on(Command::New, this, &MainWindow::newWindowRequested);
    m_actions->on(Command::CloseWindow, this, &QWidget::close);
    m_actions->on(Command::Tour, this, &MainWindow::tourRequested);
    m_actions->on(Command::Quit, this, &MainWindow::quitRequested);
    m_actions->on(Command::ToggleSidePanel, this, &MainWindow::showSidePanel);
    connectEditing();
    connectRebuild();
}

void MainWindow::connectRebuild()
{
    auto *messages = new RebuildMessages({*m_rebuild, *m_session, *m_keeper, *m_document, *m_view},
                                         *m_messageBar, this);
    connect(messages, &RebuildMessages::reportRequested, this, &MainWindow::showSessionPanel);
    connect(m_session.get(), &SessionController::sessionChanged, m_poolSessions.get(),
            &PoolSessions::setSession);
    connect(m_session.get(), &SessionController::statusChanged, this,
            [this] { m_sessionPanel->setPoolName(m_session->poolName()); });
    connect(m_rebuild.get(), &RebuildController::finished, this,
            [this](const RebuildReport &report) {
                m_sessionPanel->showReport(report, m_document->notebook());
            });
    connect(m_document.get(), &NotebookController::notebookChanged, m_sessionPanel,
            &SessionPanel::forgetReport);
    connect(m_sessionPanel, &SessionPanel::endOwnRequested, m_session.get(),
            &SessionController::endSession);
    connect(m_sessionPanel, &SessionPanel::cellActivated, this, [this](CellId cell) {
        m_view->setCurrentCell(cell);
        m_view->scrollToCell(cell);
    });
    connect(m_poolSessions.get(), &PoolSessions::endFailed, this, [this](const RestError &error) {
        m_messages->showError(u"sessions"_s, ErrorText::of(error), error.detail);
    });
    connect(m_files.get(), &SessionFiles::uploaded, m_lifetime.get(), &SessionLifetime::refresh);
    connect(m_runs.get(), &RunController::runFinished, m_lifetime.get(), &SessionLifetime::meet);
}

void MainWindow::showSessionPanel()
{
    m_sidePanel->setCurrentWidget(m_sessionPanel);
    auto *toggle = (*m_actions)[Command::ToggleSidePanel];
    toggle->setChecked(true);
    showSidePanel(true);
}

void MainWindow::connectEditing()
{
    auto *metadata = new MetadataCommands(*m_view, m_services.dialogs, *this, this);
    m_actions->on(Command::CellTags, metadata, &MetadataCommands::editTags);
    m_actions->on(Command::CellMetadata, metadata, &MetadataCommands::editCellMetadata);
    m_actions->on(Command::NotebookMetadata, metadata, &MetadataCommands::editNotebookMetadata);
    m_actions->on(Command::Find, m_find, &FindController::find);
    m_actions->on(Command::FindReplace, m_find, &FindController::findAndReplace);
    m_actions->on(Command::FindNext, m_find, &FindController::findNext);
    m_actions->on(Command::FindPrevious, m_find, &FindController::findPrevious);
}

void MainWindow::connectDocument()
{
    m_autoSaver = new AutoSaver(*m_document, m_services.settings, m_services.clock, this);
    new AutosaveMenu(m_menus->autosaveMenu(), m_services.settings, this);
    new CheckpointKeeper(*m_document, this);
    auto *checkpoints = new CheckpointCommands(*m_document, m_services, *this);
    connect(checkpoints, &CheckpointCommands::failed, m_messages, &WindowMessages::showOpenError);
    m_actions->on(Command::Checkpoints, checkpoints, &CheckpointCommands::show);
}

void MainWindow::connectExports()
{
    auto *exports = new ExportCommands(*m_document, m_services.dialogs, m_services.settings, *this);
    connect(exports, &ExportCommands::began, this, [this](const QString &path) {
        m_messages->dismissExportError();
        m_status->announce(tr("Exporting to %1…").arg(QDir::toNativeSeparators(path)));
    });
    connect(exports, &ExportCommands::exported, this, [this](const QString &path) {
        m_status->announce(tr("Exported to %1").arg(QDir::toNativeSeparators(path)));
    });
    connect(exports, &ExportCommands::failed, m_messages, &WindowMessages::showExportError);
    m_actions->on(Command::ExportHtml, exports, &ExportCommands::exportHtml);
    m_actions->on(Command::ExportMarkdown, exports, &ExportCommands::exportMarkdown);
    m_actions->on(Command::ExportScript, exports, &ExportCommands::exportScript);
}

void MainWindow::showNotebook(Notebook *notebook)
{
    m_view->setNotebook(notebook);
    m_runs->setNotebook(notebook);
    m_outline->setNotebook(notebook);
    m_find->setNotebook(notebook);
    if (notebook->cellCount() > 0)
        m_view->setCurrentCell(notebook->idAt(0));
    updateTitle();
}

void MainWindow::showSidePanel(bool wanted)
{
    m_sidePanel->setWanted(wanted);
    m_services.settings.set(settings::filesPanelVisible, wanted);
}

void MainWindow::applyTheme()
{
    const Theme &theme = m_services.theme.theme();
    m_view->setTheme(theme);
    m_messageBar->setTheme(theme);
    m_findBar->setTheme(theme);
    m_actions->setTheme(theme);
    m_poolButton->setTheme(theme);
    m_status->setTheme(theme);
    m_filesPanel->setTheme(theme);
    m_sessionPanel->setTheme(theme);
}

void MainWindow::updateTitle()
{
    const int upgradedFrom = m_document->notebook().upgradedFrom();
    //: %1: the document's name, %2: the version of nbformat it was written in; saved, it is 4
    setWindowTitle(upgradedFrom > 0 ? tr("%1 (upgraded from format %2)[*] — Sessionbook")
                                          .arg(m_document->displayName())
                                          .arg(upgradedFrom)
                                    : tr("%1[*] — Sessionbook").arg(m_document->displayName()));
    setWindowModified(m_document->notebook().isModified());
    setWindowFilePath(m_document->path());
    (*m_actions)[Command::Checkpoints]->setEnabled(!m_document->path().isEmpty());
}

void MainWindow::beginOpening(const QString &path)
{
    m_opening << path;
    updateWaiting();
}

void MainWindow::endOpening(const QString &path)
{
    m_opening.removeOne(path);
    if (!m_opening.contains(path))
        m_messages->dismissOpening(path);
    updateWaiting();
}

void MainWindow::updateWaiting()
{
    const bool waits = !m_opening.isEmpty() && m_document->isPristine();
    m_document->setAwaitingFile(waits);
    if (waits == !m_view->isEnabled())
        return;
    auto *focus = focusWidget();
    if (waits && focus && (focus == m_view || m_view->isAncestorOf(focus)))
        focus->clearFocus(); // else the next widget would take what is typed
    m_view->setEnabled(!waits);
    if (!waits && !focusWidget())
        m_view->setFocus();
}

void MainWindow::showOpening(const QString &path, std::function<void()> giveUp)
{
    m_messages->showOpening(path, std::move(giveUp));
}

void MainWindow::showOpenError(const Error &error)
{
    m_messages->showOpenError(error);
}

void MainWindow::showTour()
{
    m_commands->showTour();
}

void MainWindow::confirmClose(std::function<void()> then)
{
    then = [this, go = std::move(then)] {
        ClosingQuestion::ask(*m_session, *m_rebuild, m_services, *this, go);
    };
    if (!m_runs->isBusy())
        return m_document->confirmClose(std::move(then));
    m_services.dialogs.confirm(
        this,
        {.title = tr("Cell Running"),
         .text
         = tr("A cell of “%1” is still running. Stop it and close?").arg(m_document->displayName()),
         .acceptText = tr("Stop and Close"),
         .isDestructive = true},
        [this, then = std::move(then)](bool accepted) {
            if (accepted)
                m_document->confirmClose(then);
        });
}

void MainWindow::closeWithoutAsking()
{
    m_mayClose = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_services.settings.set(settings::windowGeometry, saveGeometry());
    const bool isUnsaved = m_document->hasUnsavedChanges();
    const bool asks = ClosingQuestion::isNeeded(*m_session, *m_rebuild, m_services);
    const bool mayClose = m_mayClose || (!m_runs->isBusy() && !isUnsaved && !asks);
    event->setAccepted(mayClose);
    if (!mayClose)
        return confirmClose([this] { closeWithoutAsking(); });
    m_document->journal().discard(); // saved, or not wanted any more
    m_rebuild->closeRecord();
    ClosingQuestion::applyRemembered(*m_session, m_services);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !m_autoSaver)
        return;
    if (isActiveWindow())
        m_document->checkFile();
    else
        m_autoSaver->focusLost();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_sidePanel->adaptTo(width());
    m_menus->setCompact(width() < SidePanel::narrowWindow);
}

} // namespace sessionbook
