#include "mainwindow/CheckpointCommands.h"

#include "dialogs/Dialogs.h"
#include "document/CheckpointWords.h"
#include "document/NotebookController.h"
#include "document/ProgramServices.h"
#include "notebook/Notebook.h"
#include "notebook/files/NotebookCodec.h"
#include "notebook/merge/NotebookReplacement.h"
#include "notebook/recovery/CheckpointStore.h"
#include "theme/ThemeController.h"
#include "wording/ErrorText.h"

#include <QFutureWatcher>
#include <QPointer>
#include <QWidget>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

const QString restoreStep = u"Restore Checkpoint"_s; // UndoText translates it

Result<NotebookData> read(const Checkpoint &checkpoint, const QString &path)
{
    const auto text = CheckpointStore::read(checkpoint);
    if (!text)
        return text.error();
    return NotebookCodec::read(*text, documentFormatOf(path));
}

CheckpointPreview compare(const NotebookData &now, const Result<NotebookData> &then)
{
    if (then)
        return CheckpointWords::preview(now, *then);
    return {{{DifferenceLine::Kind::Heading, ErrorText::of(then.error())}}, false};
}

} // namespace

CheckpointCommands::CheckpointCommands(NotebookController &document,
                                       const ProgramServices &services, QWidget &window)
    : QObject(&window)
    , m_document(document)
    , m_services(services)
    , m_window(window)
{
}

void CheckpointCommands::show()
{
    auto *watcher = new QFutureWatcher<CheckpointList>(this);
    connect(watcher, &QFutureWatcher<CheckpointList>::finished, this, [this, watcher] {
        watcher->deleteLater();
        ask(watcher->result());
    });
    watcher->setFuture(
        QtConcurrent::run([path = m_document.path()] { return CheckpointStore::list(path); }));
}

void CheckpointCommands::ask(const CheckpointList &list)
{
    CheckpointsRequest request;
    request.documentName = m_document.displayName();
    request.theme = m_services.theme.theme();
    for (const Checkpoint &checkpoint : list.checkpoints)
        request.rows.append(CheckpointWords::row(checkpoint));
    if (list.damaged > 0)
        request.note
            = tr("%n kept version(s) are damaged and were left out.", nullptr, list.damaged);
    request.preview = [commands = QPointer(this), list](
                          int row, const std::function<void(const CheckpointPreview &)> &answer) {
        if (commands)
            commands->preview(list.checkpoints.at(row), answer);
    };
    m_services.dialogs.askForCheckpoint(
        &m_window, request, [this, list](int row) { restore(list.checkpoints.at(row)); });
}

void CheckpointCommands::preview(const Checkpoint &checkpoint,
                                 const std::function<void(const CheckpointPreview &)> &answer)
{
    m_document.flushPendingEdits();
    auto *watcher = new QFutureWatcher<CheckpointPreview>(this);
    connect(watcher, &QFutureWatcher<CheckpointPreview>::finished, this, [watcher, answer] {
        watcher->deleteLater();
        answer(watcher->result());
    });
    watcher->setFuture(QtConcurrent::run(
        [checkpoint, path = m_document.path(), now = m_document.notebook().snapshot()] {
            return compare(now, read(checkpoint, path));
        }));
}

void CheckpointCommands::restore(const Checkpoint &checkpoint)
{
    using Outcome = Result<NotebookData>;
    auto *watcher = new QFutureWatcher<Outcome>(this);
    connect(watcher, &QFutureWatcher<Outcome>::finished, this,
            [this, watcher, notebook = QPointer(&m_document.notebook())] {
                watcher->deleteLater();
                const Outcome data = watcher->result();
                if (!data)
                    return emit failed(data.error());
                m_document.flushPendingEdits();
                if (notebook == &m_document.notebook())
                    NotebookReplacement::apply(*notebook, *data, restoreStep);
            });
    watcher->setFuture(QtConcurrent::run(
        [checkpoint, path = m_document.path()] { return read(checkpoint, path); }));
}

} // namespace sessionbook
