#pragma once

#include "dialogs/Dialogs.h"
#include "theme/Theme.h"

#include <QAction>
#include <QObject>

#include <array>

namespace sessionbook {

enum class Command {
    // File
    New,
    Open,
    Save,
    SaveAs,
    Checkpoints,
    ExportHtml,
    ExportMarkdown,
    ExportScript,
    CloseWindow,
    Quit,
    // Edit
    Undo,
    Redo,
    UndoCell,
    RedoCell,
    Cut,
    Copy,
    Paste,
    PasteAbove,
    Delete,
    SelectAll,
    Split,
    Merge,
    InsertAbove,
    InsertBelow,
    AddCode,
    AddText,
    MoveUp,
    MoveDown,
    ToCode,
    ToMarkdown,
    ToRaw,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    CellTags,
    CellMetadata,
    NotebookMetadata,
    Find,
    FindReplace,
    FindNext,
    FindPrevious,
    // Run
    Run,
    RunStay,
    RunInsert,
    RunAll,
    RunAbove,
    RunBelow,
    Interrupt,
    ClearOutputs,
    ClearAllOutputs,
    // Session
    Restart,
    RestartRunAll,
    ConnectLocal,
    ConnectPool,
    CheckAccess,
    SendExactly,
    SignIn,
    SignOut,
    Reconnect,
    EndSession,
    Rebuild,
    KeepAlive,
    Upload,
    // View
    ToggleSidePanel,
    // Help
    Tour,
    Shortcuts,
    About,
    Count
};

/// Every command of the window as a QAction: object name, words, keys, icon. One-key commands
/// belong to the notebook's view and act while it has the focus itself (command mode); with the
/// caret in a cell they are letters.
///
/// Owned by the window, which connects them; knows nothing of what they do.
class MainWindowActions : public QObject
{
    Q_OBJECT
public:
    /// `window` gets the window-wide keys, `view` those of command mode.
    MainWindowActions(QWidget &window, QWidget &view, QObject *parent = nullptr);

    [[nodiscard]] QAction *operator[](Command command) const
    {
        return m_actions[static_cast<size_t>(command)];
    }
    template<typename Receiver, typename Slot>
    void on(Command command, Receiver *receiver, Slot slot) const
    {
        QObject::connect((*this)[command], &QAction::triggered, receiver, slot);
    }
    void setTheme(const Theme &theme);
    /// What Help ▸ Keyboard Shortcuts shows.
    [[nodiscard]] QList<ShortcutGroup> shortcuts() const;

private:
    std::array<QAction *, static_cast<size_t>(Command::Count)> m_actions{};
};

} // namespace sessionbook
