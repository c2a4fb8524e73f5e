#pragma once

#include "base/Result.h"
#include "notebook/files/NotebookFile.h"

#include <QObject>
#include <QString>

#include <functional>

class QWidget;

namespace sessionbook {

class Dialogs;

/// Opens a file that a merge of git left with conflict markers: reads it on a worker thread, has a
/// person choose cell by cell, and gives the notebook that comes out. The file stays untouched
/// until that is saved.
class UnfinishedMerge : public QObject
{
    Q_OBJECT
public:
    struct Outcome
    {
        LoadedNotebook loaded; ///< what came out, and the state of the file with the markers
        bool wasAsked = false;
    };
    using Opened = std::function<void(const Result<Outcome> &)>;

    explicit UnfinishedMerge(Dialogs &dialogs, QObject *parent = nullptr);

    /// `refusal` is why NotebookFile could not load it; it comes back where the file holds no
    /// markers. `opened` is called once, but not when the choice was cancelled.
    void open(const QString &path, const Error &refusal, QWidget &window, Opened opened);

private:
    Dialogs &m_dialogs;
};

} // namespace sessionbook
