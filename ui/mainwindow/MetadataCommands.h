#pragma once

#include <QObject>

class QWidget;

namespace sessionbook {

class Dialogs;
class NotebookView;

/// The commands of the Edit menu on what stands beside the text: tags of the selected cells,
/// metadata of the current one and of the notebook. Each asks, and applies the answer as one
/// undoable step.
class MetadataCommands : public QObject
{
    Q_OBJECT
public:
    MetadataCommands(NotebookView &view, Dialogs &dialogs, QWidget &window,
                     QObject *parent = nullptr);

    void editTags();
    void editCellMetadata();
    void editNotebookMetadata();

private:
    NotebookView &m_view;
    Dialogs &m_dialogs;
    QWidget &m_window;
};

} // namespace sessionbook
