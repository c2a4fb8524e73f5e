#include "notebookview/EditorKeys.h"

#include <Qsci/qscicommand.h>
#include <Qsci/qscicommandset.h>

#include <QKeyEvent>

#include <algorithm>
#include <array>

namespace sessionbook {

namespace {

// Page keys are absent: an editor is as high as its text, so they scroll the page.
constexpr std::array keptCommands{
    QsciCommand::LineDown,
    QsciCommand::LineDownExtend,
    QsciCommand::LineUp,
    QsciCommand::LineUpExtend,
    QsciCommand::CharLeft,
    QsciCommand::CharLeftExtend,
    QsciCommand::CharRight,
    QsciCommand::CharRightExtend,
    QsciCommand::WordLeft,
    QsciCommand::WordLeftExtend,
    QsciCommand::WordRight,
    QsciCommand::WordRightExtend,
    QsciCommand::VCHome,
    QsciCommand::VCHomeExtend,
    QsciCommand::LineEnd,
    QsciCommand::LineEndExtend,
    QsciCommand::DocumentStart,
    QsciCommand::DocumentStartExtend,
    QsciCommand::DocumentEnd,
    QsciCommand::DocumentEndExtend,
    QsciCommand::Delete,
    QsciCommand::DeleteBack,
    QsciCommand::DeleteWordLeft,
    QsciCommand::DeleteWordRight,
    QsciCommand::DeleteLineLeft,
    QsciCommand::DeleteLineRight,
    QsciCommand::SelectAll,
    QsciCommand::SelectionCut,
    QsciCommand::SelectionCopy,
    QsciCommand::Paste,
    QsciCommand::Tab,
    QsciCommand::Backtab,
};

} // namespace

void EditorKeys::keepTypingKeysOnly(QsciCommandSet &commands)
{
    for (QsciCommand *const command : commands.commands()) {
        if (std::ranges::find(keptCommands, command->command()) != keptCommands.end())
            continue;
        // QScintilla binds Shift+Enter, Ctrl+Z and many more; freed, the window's actions see them.
        command->setKey(0);
        command->setAlternateKey(0);
    }
}

bool EditorKeys::isEditorKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_Escape:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return modifiers == Qt::NoModifier;
    case Qt::Key_Slash:
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        return modifiers == Qt::ControlModifier;
    default:
        return false;
    }
}

} // namespace sessionbook
