#include "document/CheckpointKeeper.h"

#include "base/Logging.h"
#include "document/NotebookController.h"
#include "notebook/Notebook.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/merge/CellAlignment.h"
#include "notebook/recovery/CellComparison.h"
#include "notebook/recovery/CheckpointStore.h"

#include <QtConcurrent>

namespace sessionbook {

namespace {

/// The document is safe without its checkpoint, so a failure is no news for a window.
void add(const QString &path, const QDateTime &savedAt, const QList<ByteSlice> &pieces,
         const CheckpointHead &head)
{
    const auto added = CheckpointStore::add({path, savedAt, pieces, head});
    if (!added)
        qCWarning(lcNotebook, "No checkpoint was made: %s", qUtf8Printable(added.error().detail));
}

/// What the file of `data` held: of an upgraded notebook the text that was read, unless the
/// document has become a script.
QList<ByteSlice> piecesOf(const NotebookData &data, const QString &path)
{
    const DocumentFormat format = documentFormatOf(path);
    if (!data.upgradedText.isEmpty() && format == DocumentFormat::Notebook)
        return {data.upgradedText};
    return NotebookCodec::write(data, format);
}

/// When the file was written; now where that is not known yet: of a recovered document.
QDateTime writtenAt(const FileState &state)
{
    constexpr qint64 nsPerMs = 1'000'000;
    if (state.stamp.modifiedNs == 0)
        return QDateTime::currentDateTimeUtc();
    return QDateTime::fromMSecsSinceEpoch(state.stamp.modifiedNs / nsPerMs, Qt::UTC);
}

CheckpointHead headOf(const NotebookData &before, const NotebookData &after)
{
    const auto alignment = CellAlignment::between(before.cells, after.cells);
    return {CellComparison::between(before.cells, after.cells, alignment.lefts()), false};
}

} // namespace

CheckpointKeeper::CheckpointKeeper(NotebookController &document, QObject *parent)
    : QObject(parent)
    , m_document(document)
{
    connect(&document, &NotebookController::notebookChanged, this, &CheckpointKeeper::begin);
    connect(&document.outsideChanges(), &OutsideChanges::reloaded, this, &CheckpointKeeper::begin);
    connect(&document.outsideChanges(), &OutsideChanges::merged, this, &CheckpointKeeper::begin);
    connect(&document.saver(), &DocumentSaver::saved, this, &CheckpointKeeper::keep);
}

void CheckpointKeeper::begin()
{
    m_previous.reset();
    if (m_document.path().isEmpty())
        return;
    m_previous = Previous{m_document.outsideChanges().base(), writtenAt(m_document.fileState())};
}

void CheckpointKeeper::keep(const SavedVersion &version)
{
    const auto now = QDateTime::currentDateTimeUtc();
    // The global pool is waited for at the program's end.
    [[maybe_unused]] const auto running
        = QtConcurrent::run([previous = m_previous, path = version.path, data = version.data, now] {
              // Without a cell it is nothing to go back to: recovery did not find the file's.
              if (previous && !previous->isKept && !previous->data.cells.isEmpty())
                  add(path, previous->savedAt, piecesOf(previous->data, path), {{}, true});
              add(path, now, NotebookCodec::write(data, documentFormatOf(path)),
                  previous ? headOf(previous->data, data) : CheckpointHead{{}, true});
          });
    m_previous = Previous{version.data, now, true};
}

} // namespace sessionbook
