#include "document/UnfinishedMerge.h"

#include "dialogs/Dialogs.h"
#include "notebook/files/ConflictedFile.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QPointer>
#include <QWidget>
#include <QtConcurrent>

namespace sessionbook {

UnfinishedMerge::UnfinishedMerge(Dialogs &dialogs, QObject *parent)
    : QObject(parent)
    , m_dialogs(dialogs)
{
}

void UnfinishedMerge::open(const QString &path, const Error &refusal, QWidget &window,
                           Opened opened)
{
    using Read = Result<ConflictedFile>;
    auto *watcher = new QFutureWatcher<Read>(this);
    connect(watcher, &QFutureWatcher<Read>::finished, this,
            [this, watcher, path, refusal, window = QPointer(&window), opened = std::move(opened)] {
                watcher->deleteLater();
                const Read file = watcher->result();
                if (!file)
                    return opened(file.error().kind == ErrorKind::NotANotebook ? refusal
                                                                               : file.error());
                const ConflictedNotebook &notebook = file->notebook;
                if (!notebook.merged.hasConflicts())
                    return opened(Outcome{{notebook.merged.resolved(), file->state}, false});
                if (!window)
                    return;
                //: a side of a merge that has no name
                const QString ours = notebook.oursName.isEmpty() ? tr("Ours") : notebook.oursName;
                const QString theirs
                    //: a side of a merge that has no name
                    = notebook.theirsName.isEmpty() ? tr("Theirs") : notebook.theirsName;
                m_dialogs.askToMerge(
                    window, {QFileInfo(path).fileName(), notebook.merged, ours, theirs},
                    [merged = notebook.merged, state = file->state,
                     opened](const QList<MergeChoice> &choices) {
                        if (!choices.isEmpty())
                            opened(Outcome{{merged.resolved(choices), state}, true});
                    });
            });
    watcher->setFuture(QtConcurrent::run([path] { return ConflictedFile::load(path); }));
}

} // namespace sessionbook
