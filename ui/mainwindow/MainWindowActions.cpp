#include "mainwindow/MainWindowActions.h"

#include "theme/Icons.h"

#include <QCoreApplication>
#include <QWidget>

#include <map>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Where a command's keys act.
enum class Keys {
    Window, ///< anywhere in the window
    Command ///< in command mode only: the view itself has the focus
};

struct Spec
{
    Command command;
    const char *name;
    const char *text;
    const char *keys = ""; ///< several separated by "; "
    Keys scope = Keys::Window;
    const char *icon = "";
};

/// A class around the table gives its texts the context under which lupdate finds them.
struct Table
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::MainWindowActions)
public:
    static constexpr Spec specs[] = {
        {Command::New, "newNotebook", QT_TR_NOOP("&New"), "Ctrl+N", Keys::Window, "file-plus"},
        {Command::Open, "openNotebook", QT_TR_NOOP("&Open…"), "Ctrl+O", Keys::Window,
         "folder-open"},
        {Command::Save, "saveNotebook", QT_TR_NOOP("&Save"), "Ctrl+S", Keys::Window, "save"},
        {Command::SaveAs, "saveNotebookAs", QT_TR_NOOP("Save &As…"), "Ctrl+Shift+S"},
        {Command::Checkpoints, "showCheckpoints", QT_TR_NOOP("Chec&kpoints…")},
        {Command::ExportHtml, "exportHtml", QT_TR_NOOP("&HTML…")},
        {Command::ExportMarkdown, "exportMarkdown", QT_TR_NOOP("&Markdown…")},
        {Command::ExportScript, "exportScript", QT_TR_NOOP("&Python Script…")},
        {Command::CloseWindow, "closeWindow", QT_TR_NOOP("&Close"), "Ctrl+W"},
        {Command::Quit, "quit", QT_TR_NOOP("&Quit"), "Ctrl+Q"},

        {Command::Undo, "undo", QT_TR_NOOP("&Undo"), "Ctrl+Z", Keys::Window, "undo-2"},
        {Command::Redo, "redo", QT_TR_NOOP("&Redo"), "Ctrl+Shift+Z; Ctrl+Y", Keys::Window,
         "redo-2"},
        {Command::UndoCell, "undoInCommandMode", QT_TR_NOOP("Undo Last Change"), "Z",
         Keys::Command},
        {Command::RedoCell, "redoInCommandMode", QT_TR_NOOP("Redo Last Change"), "Shift+Z",
         Keys::Command},
        {Command::Cut, "cutCells", QT_TR_NOOP("Cu&t Cells"), "X; Ctrl+X", Keys::Command,
         "scissors"},
        {Command::Copy, "copyCells", QT_TR_NOOP("&Copy Cells"), "C; Ctrl+C", Keys::Command, "copy"},
        {Command::Paste, "pasteCells", QT_TR_NOOP("&Paste Cells Below"), "V; Ctrl+V", Keys::Command,
         "clipboard-paste"},
        {Command::PasteAbove, "pasteCellsAbove", QT_TR_NOOP("Paste Cells &Above"), "Shift+V",
         Keys::Command},
        {Command::Delete, "deleteCells", QT_TR_NOOP("&Delete Cells"), "D, D", Keys::Command,
         "trash-2"},
        {Command::SelectAll, "selectAllCells", QT_TR_NOOP("Select A&ll Cells"), "Ctrl+A",
         Keys::Command},
        {Command::Split, "splitCell", QT_TR_NOOP("&Split Cell at Caret"), "Ctrl+Shift+-"},
        {Command::Merge, "mergeCells", QT_TR_NOOP("&Merge Cells"), "Shift+M", Keys::Command},
        {Command::InsertAbove, "insertCellAbove", QT_TR_NOOP("Insert Cell A&bove"), "A",
         Keys::Command},
        {Command::InsertBelow, "insertCellBelow", QT_TR_NOOP("&Insert Cell Below"), "B",
         Keys::Command},
        {Command::AddCode, "addCodeCell", QT_TR_NOOP("Add Code Cell"), "", Keys::Window, "plus"},
        {Command::AddText, "addTextCell", QT_TR_NOOP("Add Text Cell"), "", Keys::Window, "plus"},
        {Command::MoveUp, "moveCellUp", QT_TR_NOOP("Move Cell &Up"), "Ctrl+Shift+Up", Keys::Window,
         "arrow-up"},
        {Command::MoveDown, "moveCellDown", QT_TR_NOOP("Move Cell Do&wn"), "Ctrl+Shift+Down",
         Keys::Window, "arrow-down"},
        {Command::ToCode, "changeToCode", QT_TR_NOOP("Change to &Code"), "Y", Keys::Command},
        {Command::ToMarkdown, "changeToText", QT_TR_NOOP("Change to &Text (Markdown)"), "M",
         Keys::Command},
        {Command::ToRaw, "changeToRaw", QT_TR_NOOP("Change to Ra&w"), "R", Keys::Command},
        {Command::Heading1, "changeToHeading1", QT_TR_NOOP("Heading 1"), "1", Keys::Command},
        {Command::Heading2, "changeToHeading2", QT_TR_NOOP("Heading 2"), "2", Keys::Command},
        {Command::Heading3, "changeToHeading3", QT_TR_NOOP("Heading 3"), "3", Keys::Command},
        {Command::Heading4, "changeToHeading4", QT_TR_NOOP("Heading 4"), "4", Keys::Command},
        {Command::Heading5, "changeToHeading5", QT_TR_NOOP("Heading 5"), "5", Keys::Command},
        {Command::Heading6, "changeToHeading6", QT_TR_NOOP("Heading 6"), "6", Keys::Command},
        {Command::CellTags, "editCellTags", QT_TR_NOOP("Cell Ta&gs…")},
        {Command::CellMetadata, "editCellMetadata", QT_TR_NOOP("Cell M&etadata…")},
        {Command::NotebookMetadata, "editNotebookMetadata", QT_TR_NOOP("&Notebook Metadata…")},
        {Command::Find, "find", QT_TR_NOOP("&Find…"), "Ctrl+F", Keys::Window, "search"},
        {Command::FindReplace, "findAndReplace", QT_TR_NOOP("Find and Re&place…"), "Ctrl+H"},
        {Command::FindNext, "findNext", QT_TR_NOOP("Find Ne&xt"), "F3"},
        {Command::FindPrevious, "findPrevious", QT_TR_NOOP("Find Pre&vious"), "Shift+F3"},

        {Command::Run, "runAndAdvance", QT_TR_NOOP("&Run and Go to Next"),
         "Shift+Return; Shift+Enter", Keys::Window, "play"},
        {Command::RunStay, "runAndStay", QT_TR_NOOP("Run and &Stay"), "Ctrl+Return; Ctrl+Enter"},
        {Command::RunInsert, "runAndInsert", QT_TR_NOOP("Run and &Insert Below"),
         "Alt+Return; Alt+Enter"},
        {Command::RunAll, "runAll", QT_TR_NOOP("Run &All Cells"),
         "Ctrl+Shift+Return; Ctrl+Shift+Enter", Keys::Window, "fast-forward"},
        {Command::RunAbove, "runAllAbove", QT_TR_NOOP("Run All Abo&ve")},
        {Command::RunBelow, "runCurrentAndBelow", QT_TR_NOOP("Run Current and All &Below")},
        {Command::Interrupt, "interrupt", QT_TR_NOOP("Inte&rrupt"), "I, I", Keys::Command,
         "square"},
        {Command::ClearOutputs, "clearOutputs", QT_TR_NOOP("&Clear Outputs of Selected Cells")},
        {Command::ClearAllOutputs, "clearAllOutputs", QT_TR_NOOP("Clear All &Outputs")},

        {Command::Restart, "restartSession", QT_TR_NOOP("&Restart"), "0, 0", Keys::Command,
         "rotate-cw"},
        {Command::RestartRunAll, "restartAndRunAll", QT_TR_NOOP("Restart and Run &All")},
        {Command::ConnectLocal, "connectLocal", QT_TR_NOOP("&Local")},
        {Command::ConnectPool, "connectPool", QT_TR_NOOP("&Connect to a Pool…"), "", Keys::Window,
         "cloud"},
        {Command::CheckAccess, "checkAccess", QT_TR_NOOP("Check My &Access…")},
        {Command::SendExactly, "sendCodeExactly", QT_TR_NOOP("Send Code E&xactly as Written")},
        {Command::SignIn, "signIn", QT_TR_NOOP("&Sign In to Azure…")},
        {Command::SignOut, "signOut", QT_TR_NOOP("Sign &Out of Azure")},
        {Command::Reconnect, "reconnect", QT_TR_NOOP("Reco&nnect"), "", Keys::Window, "plug"},
        {Command::EndSession, "endSession", QT_TR_NOOP("&End Session"), "", Keys::Window, "power"},
        {Command::Rebuild, "rebuildSession", QT_TR_NOOP("Re&build"), "", Keys::Window,
         "rotate-ccw"},
        {Command::KeepAlive, "keepSessionAlive", QT_TR_NOOP("&Keep Alive While Open")},
        {Command::Upload, "uploadFiles", QT_TR_NOOP("&Upload Files…"), "Ctrl+U", Keys::Window,
         "upload"},

        {Command::ToggleSidePanel, "toggleSidePanel", QT_TR_NOOP("&Side Panel"), "Ctrl+B",
         Keys::Window, "panel-left"},

        {Command::Tour, "openTour", QT_TR_NOOP("&Tour"), "", Keys::Window, "book-open"},
        {Command::Shortcuts, "showShortcuts", QT_TR_NOOP("&Keyboard Shortcuts"), "F1", Keys::Window,
         "keyboard"},
        {Command::About, "showAbout", QT_TR_NOOP("&About Sessionbook"), "", Keys::Window, "info"},
    };
};

static_assert(std::size(Table::specs) == static_cast<size_t>(Command::Count));

QString plainText(QString text)
{
    return text.remove(u'&').remove(u'…');
}

QAction *newAction(const Spec &spec, QWidget &window, QWidget &view, QObject *parent)
{
    auto *action = new QAction(MainWindowActions::tr(spec.text), parent);
    action->setObjectName(QLatin1StringView(spec.name));
    if (*spec.keys)
        action->setShortcuts(QKeySequence::listFromString(QLatin1StringView(spec.keys)));
    action->setToolTip(plainText(action->text()));
    const bool inView = spec.scope == Keys::Command;
    action->setShortcutContext(inView ? Qt::WidgetShortcut : Qt::WindowShortcut);
    (inView ? view : window).addAction(action);
    return action;
}

} // namespace

MainWindowActions::MainWindowActions(QWidget &window, QWidget &view, QObject *parent)
    : QObject(parent)
{
    for (const Spec &spec : Table::specs)
        m_actions[static_cast<size_t>(spec.command)] = newAction(spec, window, view, this);
    (*this)[Command::AddCode]->setIconText(tr("Code"));
    (*this)[Command::AddText]->setIconText(tr("Text"));
    (*this)[Command::ToggleSidePanel]->setCheckable(true);
    (*this)[Command::KeepAlive]->setCheckable(true);
    (*this)[Command::Quit]->setMenuRole(QAction::QuitRole);
    (*this)[Command::About]->setMenuRole(QAction::AboutRole);
}

void MainWindowActions::setTheme(const Theme &theme)
{
    for (const Spec &spec : Table::specs)
        if (*spec.icon)
            (*this)[spec.command]->setIcon(Icons::icon(QLatin1StringView(spec.icon), theme));
}

QList<ShortcutGroup> MainWindowActions::shortcuts() const
{
    ShortcutGroup window{tr("Anywhere"), {}};
    ShortcutGroup cells{tr("With a cell selected (Esc leaves the text)"),
                        {{tr("Edit the cell"), {QKeySequence(Qt::Key_Return)}},
                         {tr("Select the cell above or below"),
                          {QKeySequence(Qt::Key_Up), QKeySequence(Qt::Key_Down)}}}};
    for (const Spec &spec : Table::specs) {
        const QAction *action = (*this)[spec.command];
        if (!action->shortcuts().isEmpty())
            (spec.scope == Keys::Window ? window : cells).entries
                << std::pair(plainText(action->text()), action->shortcuts());
    }
    return {cells, window};
}

} // namespace sessionbook
