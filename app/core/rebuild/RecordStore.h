#pragma once

#include "rebuild/SessionRecord.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

namespace sessionbook {

class Notebook;
class SessionRecorder;

/// Keeps the record of one document's session on the disk, so that the state can be made again
/// after the program's sudden end, or the next day.
///
/// A file in "sessions" of the state directory for each document that has a path, kept for a month;
/// written on a worker thread, in order, a line at a time. What cannot be written is not kept:
/// nothing of the document depends on it. Lives in the GUI thread.
class RecordStore : public QObject
{
    Q_OBJECT
public:
    explicit RecordStore(SessionRecorder &recorder, QObject *parent = nullptr);
    /// Waits for what is being written, a moment.
    ~RecordStore() override;

    /// Another document, which the record belongs to from now on. `path` empty: it has no file, and
    /// nothing is kept.
    void follow(const QString &path, const Notebook &notebook);
    /// The same document has a file now, or another one: what ran belongs to that.
    void setPath(const QString &path);
    /// Reads what was kept for the document; ends in loaded() where there is something.
    void load();
    /// The document is closed by a person: what ran is kept for the next time.
    void close();

signals:
    /// `wasClosed`: by close(), not by the program's sudden end.
    void loaded(const sessionbook::SessionRecord &record, bool wasClosed);

private:
    void append(const QByteArray &lines);
    void writeAll();

    SessionRecorder &m_recorder;
    QPointer<const Notebook> m_notebook;
    QString m_documentPath;
    QThreadPool m_writer; ///< of one thread: lines stay in order
};

} // namespace sessionbook
