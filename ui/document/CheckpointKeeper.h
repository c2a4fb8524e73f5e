#pragma once

#include "notebook/NotebookData.h"

#include <QDateTime>
#include <QObject>

#include <optional>

namespace sessionbook {

class NotebookController;
struct SavedVersion;

/// Keeps each saved version of a window's document as a checkpoint, on a worker thread after the
/// save; before the first save also the version that was opened. Borrows the document.
class CheckpointKeeper : public QObject
{
    Q_OBJECT
public:
    explicit CheckpointKeeper(NotebookController &document, QObject *parent = nullptr);

private:
    /// What the file held before, and when it was written.
    struct Previous
    {
        NotebookData data;
        QDateTime savedAt;
        bool isKept = false;
    };
    void begin();
    void keep(const SavedVersion &version);

    NotebookController &m_document;
    std::optional<Previous> m_previous;
};

} // namespace sessionbook
