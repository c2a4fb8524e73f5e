#pragma once

#include "base/Error.h"
#include "document/ProgramServices.h"

#include <QMainWindow>

#include <functional>
#include <memory>

namespace sessionbook {

class AutoSaver;
class FileDropHandler;
class FilesPanel;
class FindBar;
class FindController;
class MainMenus;
class MainWindowActions;
class MessageBar;
class Notebook;
class NotebookController;
class NotebookView;
class OutlinePanel;
class PoolButton;
class PoolSessions;
class RebuildController;
class RunController;
class SessionController;
class SessionFiles;
class SessionKeeper;
class SessionLifetime;
class SessionPanel;
class SidePanel;
class StatusBarView;
class WindowCommands;
class WindowMessages;

/// One notebook's window: makes the parts, lays them out and connects them; what they do is theirs.
/// Deletes itself when closed.
///
/// Opening and quitting concern the program: they are asked for by signals (NotebookWindows).
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(const ProgramServices &services);
    ~MainWindow() override;

    [[nodiscard]] NotebookController &document() const { return *m_document; }
    [[nodiscard]] SessionController &session() const { return *m_session; }
    [[nodiscard]] RunController &runs() const { return *m_runs; }
    [[nodiscard]] SessionFiles &files() const { return *m_files; }
    [[nodiscard]] RebuildController &rebuild() const { return *m_rebuild; }
    [[nodiscard]] SessionLifetime &lifetime() const { return *m_lifetime; }
    [[nodiscard]] SessionKeeper &keeper() const { return *m_keeper; }
    [[nodiscard]] PoolSessions &poolSessions() const { return *m_poolSessions; }
    [[nodiscard]] NotebookView &view() const { return *m_view; }
    [[nodiscard]] MessageBar &messages() const { return *m_messageBar; }
    [[nodiscard]] StatusBarView &status() const { return *m_status; }
    [[nodiscard]] const MainWindowActions &actionsOfWindow() const { return *m_actions; }

    /// From here to endOpening() a file is read that may take the place of a pristine document:
    /// that one cannot be edited or saved meanwhile.
    void beginOpening(const QString &path);
    void endOpening(const QString &path);
    [[nodiscard]] bool isOpening(const QString &path) const { return m_opening.contains(path); }
    /// Says so; `giveUp` is run where that is asked for.
    void showOpening(const QString &path, std::function<void()> giveUp);
    void showOpenError(const Error &error);
    /// In place of the document, which must be pristine.
    void showTour();
    /// Asks what has to be asked before closing; `then` is called when the window may go, not when
    /// that was cancelled.
    void confirmClose(std::function<void()> then);
    void closeWithoutAsking();

signals:
    void newWindowRequested();
    void openRequested(const QString &path);
    void tourRequested();
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildParts();
    void buildLayout();
    void connectParts();
    void connectDocument();
    void connectExports();
    void connectEditing();
    void connectRebuild();
    void showSessionPanel();
    void showNotebook(Notebook *notebook);
    void updateWaiting();
    void showSidePanel(bool wanted);
    void applyTheme();
    void updateTitle();

    const ProgramServices &m_services;
    // In this order, so that each goes before what it borrows.
    std::unique_ptr<NotebookController> m_document;
    std::unique_ptr<SessionController> m_session;
    std::unique_ptr<SessionLifetime> m_lifetime;
    std::unique_ptr<SessionFiles> m_files;
    std::unique_ptr<RunController> m_runs;
    std::unique_ptr<SessionKeeper> m_keeper;
    std::unique_ptr<RebuildController> m_rebuild;
    std::unique_ptr<PoolSessions> m_poolSessions;

    // Children of the window.
    NotebookView *m_view = nullptr;
    MessageBar *m_messageBar = nullptr;
    FindBar *m_findBar = nullptr;
    FindController *m_find = nullptr;
    MainWindowActions *m_actions = nullptr;
    MainMenus *m_menus = nullptr;
    WindowCommands *m_commands = nullptr;
    PoolButton *m_poolButton = nullptr;
    StatusBarView *m_status = nullptr;
    SidePanel *m_sidePanel = nullptr;
    FilesPanel *m_filesPanel = nullptr;
    OutlinePanel *m_outline = nullptr;
    SessionPanel *m_sessionPanel = nullptr;
    WindowMessages *m_messages = nullptr;
    FileDropHandler *m_drops = nullptr;
    AutoSaver *m_autoSaver = nullptr;
    QStringList m_opening; ///< files that are being read for this window
    bool m_mayClose = false;
};

} // namespace sessionbook
