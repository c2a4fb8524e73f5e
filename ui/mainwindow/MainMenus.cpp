#include "mainwindow/MainMenus.h"

#include "mainwindow/MainWindowActions.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

#include <vector>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr auto separator = Command::Count;
constexpr int menuBarHeight = 28;
constexpr int toolBarHeight = 41; // and a line below it
constexpr int toolBarMargin = 7;

void fill(QWidget &menu, const MainWindowActions &actions, std::initializer_list<Command> commands)
{
    for (const Command command : commands) {
        if (command != separator) {
            menu.addAction(actions[command]);
            continue;
        }
        auto *line = new QAction(&menu);
        line->setSeparator(true);
        menu.addAction(line);
    }
}

} // namespace

MainMenus::MainMenus(QMainWindow &window, const MainWindowActions &actions, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_actions(actions)
{
    m_window.menuBar()->setFixedHeight(menuBarHeight);
    buildMenus();
    buildCellMenu();
    buildToolBar();
}

QMenu *MainMenus::addMenu(const QString &name, const QString &title)
{
    auto *menu = m_window.menuBar()->addMenu(title);
    menu->setObjectName(name);
    return menu;
}

void MainMenus::buildMenus()
{
    using C = Command;
    auto *file = addMenu(u"fileMenu"_s, tr("&File"));
    fill(*file, m_actions, {C::New, C::Open});
    m_recent = file->addMenu(tr("Open &Recent"));
    m_recent->setObjectName(u"recentMenu"_s);
    fill(*file, m_actions, {separator, C::Save, C::SaveAs});
    m_autosave = file->addMenu(tr("A&utosave"));
    m_autosave->setObjectName(u"autosaveMenu"_s);
    fill(*file, m_actions, {C::Checkpoints});
    auto *exports = file->addMenu(tr("E&xport"));
    exports->setObjectName(u"exportMenu"_s);
    fill(*exports, m_actions, {C::ExportHtml, C::ExportMarkdown, C::ExportScript});
    fill(*file, m_actions, {separator, C::CloseWindow, C::Quit});

    auto *edit = addMenu(u"editMenu"_s, tr("&Edit"));
    fill(*edit, m_actions,
         {C::Undo, C::Redo, separator, C::Cut, C::Copy, C::Paste, C::PasteAbove, C::Delete,
          C::SelectAll, separator, C::InsertAbove, C::InsertBelow, C::MoveUp, C::MoveDown, C::Split,
          C::Merge, separator});
    auto *kind = edit->addMenu(tr("Change Cell &Type"));
    fill(*kind, m_actions,
         {C::ToCode, C::ToMarkdown, C::ToRaw, separator, C::Heading1, C::Heading2, C::Heading3,
          C::Heading4, C::Heading5, C::Heading6});
    fill(*edit, m_actions,
         {C::CellTags, C::CellMetadata, C::NotebookMetadata, separator, C::Find, C::FindReplace,
          C::FindNext, C::FindPrevious});

    auto *view = addMenu(u"viewMenu"_s, tr("&View"));
    fill(*view, m_actions, {C::ToggleSidePanel});
    m_theme = view->addMenu(tr("&Theme"));
    m_theme->setObjectName(u"themeMenu"_s);

    auto *run = addMenu(u"runMenu"_s, tr("&Run"));
    fill(*run, m_actions,
         {C::Run, C::RunStay, C::RunInsert, separator, C::RunAll, C::RunAbove, C::RunBelow,
          separator, C::Interrupt, C::RestartRunAll, separator, C::ClearOutputs,
          C::ClearAllOutputs});

    m_session = addMenu(u"sessionMenu"_s, tr("&Session"));
    fill(*m_session, m_actions,
         {C::ConnectLocal, C::ConnectPool, separator, C::SignIn, C::SignOut, separator,
          C::CheckAccess, C::SendExactly, C::KeepAlive, separator, C::Restart, C::RestartRunAll,
          C::Rebuild});
    m_move = m_session->addMenu(tr("&Move To"));
    m_move->setObjectName(u"moveMenu"_s);
    fill(*m_session, m_actions, {separator, C::Reconnect, C::EndSession, separator, C::Upload});

    auto *help = addMenu(u"helpMenu"_s, tr("&Help"));
    auto *examples = help->addMenu(tr("&Examples"));
    examples->setObjectName(u"examplesMenu"_s);
    fill(*examples, m_actions, {C::Tour});
    fill(*help, m_actions, {separator, C::Shortcuts, C::About});
}

void MainMenus::buildCellMenu()
{
    using C = Command;
    m_cell = new QMenu(&m_window);
    m_cell->setObjectName(u"cellMenu"_s);
    fill(*m_cell, m_actions,
         {C::RunStay, C::RunBelow, separator, C::Cut, C::Copy, C::Paste, C::Delete, separator,
          C::InsertAbove, C::InsertBelow, C::MoveUp, C::MoveDown, C::Split, C::Merge, separator,
          C::ToCode, C::ToMarkdown, separator, C::ClearOutputs});
}

void MainMenus::buildToolBar()
{
    m_toolBar = m_window.addToolBar(tr("Tool Bar"));
    m_toolBar->setObjectName(u"toolBar"_s);

    m_toolBar->setMovable(false);
    m_toolBar->setFloatable(false);
    m_toolBar->setContextMenuPolicy(Qt::PreventContextMenu);
    m_toolBar->setIconSize({16, 16});
    // Margins by widgets: a tool bar applies the padding of a style sheet to all four sides and
    // forgets its contents margins.
    auto *margin = new QWidget(m_toolBar);
    margin->setFixedSize(toolBarMargin, toolBarHeight);
    m_toolBar->addWidget(margin);
    auto *gap = new QWidget(m_toolBar);
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_gap = m_toolBar->addWidget(gap);
    fillToolBar();
}

void MainMenus::addAtEnd(QWidget *widget)
{
    m_toolBar->addWidget(widget);
    auto *margin = new QWidget(m_toolBar);
    margin->setFixedWidth(toolBarMargin);
    m_toolBar->addWidget(margin);
}

void MainMenus::setCompact(bool compact)
{
    if (m_isCompact == compact)
        return;
    m_isCompact = compact;
    fillToolBar();
}

void MainMenus::fillToolBar()
{
    using C = Command;
    qDeleteAll(std::exchange(m_separators, {}));
    const auto commands = m_isCompact
        ? std::vector{C::Run, C::Interrupt, C::Restart, separator, C::AddCode}
        : std::vector{C::Run,     C::RunAll, C::Interrupt, C::Restart, separator, C::AddCode,
                      C::AddText, separator, C::Undo,      C::Redo,    C::Find};
    for (int i = 0; i < static_cast<int>(C::Count); ++i)
        m_toolBar->removeAction(m_actions[static_cast<C>(i)]);
    for (const C command : commands) {
        if (command == separator)
            m_separators << m_toolBar->insertSeparator(m_gap);
        else
            addButton(command);
    }
}

void MainMenus::addButton(Command command)
{
    QAction *action = m_actions[command];
    m_toolBar->insertAction(m_gap, action);
    auto *button = qobject_cast<QToolButton *>(m_toolBar->widgetForAction(action));
    const bool hasText = command == Command::AddCode || command == Command::AddText;
    button->setToolButtonStyle(hasText && !m_isCompact ? Qt::ToolButtonTextBesideIcon
                                                       : Qt::ToolButtonIconOnly);
    button->setAccessibleName(action->toolTip());
    button->setObjectName(action->objectName() + u"Button"_s);
}

} // namespace sessionbook
