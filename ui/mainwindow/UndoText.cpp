#include "mainwindow/UndoText.h"

namespace sessionbook {

namespace {

// notebook/undo/UndoNames.h and the names that ui gives to transactions, written out for lupdate.
[[maybe_unused]] constexpr const char *stepNames[] = {
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Typing"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Paste"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Edit Text"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Delete Text"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Insert Cell"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Insert Cells"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Delete Cell"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Delete Cells"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Cut Cells"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Paste Cells"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Move Cell"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Split Cell"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Merge Cells"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Change Cell Type"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Change Heading"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Clear Outputs"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Replace"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Replace All"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Change Tags"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Change Metadata"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Change Notebook Metadata"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Load Changed File"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Merge Changed File"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Restore Checkpoint"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Rebuild Session"),
    QT_TRANSLATE_NOOP("sessionbook::UndoText", "Keep Old Outputs"),
};

} // namespace

QString UndoText::step(const QString &key)
{
    return tr(key.toUtf8().constData());
}

QString UndoText::undo(const QString &key)
{
    return key.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(step(key));
}

QString UndoText::redo(const QString &key)
{
    return key.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(step(key));
}

} // namespace sessionbook
