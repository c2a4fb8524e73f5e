#pragma once

class QKeyEvent;
class QsciCommandSet;

namespace sessionbook {

/// Which keys are the editor's and which the window's.
class EditorKeys
{
public:
    /// Leaves typing, moving, selecting, deleting and the clipboard bound; frees everything else:
    /// undo, Shift+Enter, zoom, …
    static void keepTypingKeysOnly(QsciCommandSet &commands);
    /// Keys that CellEditor handles itself, besides the bound ones.
    [[nodiscard]] static bool isEditorKey(const QKeyEvent &event);
};

} // namespace sessionbook
