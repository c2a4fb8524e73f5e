#pragma once

#include "base/Error.h"
#include "notebook/recovery/Checkpoint.h"

#include <QObject>

class QWidget;

namespace sessionbook {

class NotebookController;
struct CheckpointPreview;
struct CheckpointsRequest;
struct ProgramServices;

/// File ▸ Checkpoints: lists the kept versions of the document and restores one as an undoable
/// step. Reads and compares on worker threads. Borrows everything.
class CheckpointCommands : public QObject
{
    Q_OBJECT
public:
    CheckpointCommands(NotebookController &document, const ProgramServices &services,
                       QWidget &window);

    void show();

signals:
    void failed(const sessionbook::Error &error);

private:
    void ask(const CheckpointList &list);
    void preview(const Checkpoint &checkpoint,
                 const std::function<void(const CheckpointPreview &)> &answer);
    void restore(const Checkpoint &checkpoint);

    NotebookController &m_document;
    const ProgramServices &m_services;
    QWidget &m_window;
};

} // namespace sessionbook
