#pragma once

#include <QList>
#include <QObject>

class QAction;
class QMainWindow;
class QMenu;
class QToolBar;
class QWidget;

namespace sessionbook {

class MainWindowActions;
enum class Command;

/// Lays the window's commands out as menu bar and tool bar.
class MainMenus : public QObject
{
    Q_OBJECT
public:
    MainMenus(QMainWindow &window, const MainWindowActions &actions, QObject *parent = nullptr);

    /// At the right end of the tool bar.
    void addAtEnd(QWidget *widget);
    [[nodiscard]] QMenu &recentMenu() const { return *m_recent; }
    [[nodiscard]] QMenu &autosaveMenu() const { return *m_autosave; }
    [[nodiscard]] QMenu &themeMenu() const { return *m_theme; }
    /// Also what the pool button opens.
    [[nodiscard]] QMenu &sessionMenu() const { return *m_session; }
    /// Other pools for the session.
    [[nodiscard]] QMenu &moveMenu() const { return *m_move; }
    /// The context menu of a cell.
    [[nodiscard]] QMenu &cellMenu() const { return *m_cell; }

    /// Less in the tool bar of a narrow window, so that the pool button stays in it.
    void setCompact(bool compact);

private:
    void buildMenus();
    void buildCellMenu();
    void buildToolBar();
    void fillToolBar();
    void addButton(Command command);
    QMenu *addMenu(const QString &name, const QString &title);

    QMainWindow &m_window;
    const MainWindowActions &m_actions;
    QToolBar *m_toolBar = nullptr;
    QAction *m_gap = nullptr; ///< commands stand before it, the pool button behind
    QList<QAction *> m_separators;
    bool m_isCompact = false;
    QMenu *m_recent = nullptr;
    QMenu *m_autosave = nullptr;
    QMenu *m_theme = nullptr;
    QMenu *m_session = nullptr;
    QMenu *m_move = nullptr;
    QMenu *m_cell = nullptr;
};

} // namespace sessionbook
