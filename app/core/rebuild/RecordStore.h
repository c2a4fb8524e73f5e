#pragma once

#include "rebuild/SessionRecord.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <deque>

namespace sessionbook {

class Journal;
class Notebook;
class SessionRecorder;

/// Keeps the record of one document's session on the disk, so that the state can be made again
/// after the program's sudden end, or the next day.
///
/// A file in "sessions" of the state directory for each document that has a path, kept for a month;
/// written on a worker thread, in order, a line at a time. That a run ended is written only when
/// the document's journal holds what it showed, or the document is closed: a record never promises
/// outputs that a sudden end took. What cannot be written is not kept: nothing of the document
/// depends on it. Lives in the GUI thread.
class RecordStore : public QObject
{
    Q_OBJECT
public:
    /// `journal` is that of the document, whichever it follows.
    RecordStore(SessionRecorder &recorder, Journal &journal, QObject *parent = nullptr);
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
    struct Lines
    {
        QByteArray text;
        bool areAll = false; ///< in place of what the file holds, not behind it
        quint64 outputs = 0; ///< what the journal must have written before
    };
    void append(const QByteArray &text);
    void appendAfterOutputs(const QByteArray &text);
    void writeAll();
    void writeUpTo(quint64 outputs);
    void write(const Lines &lines);

    SessionRecorder &m_recorder;
    Journal &m_journal;
    std::deque<Lines> m_waiting;
    QPointer<const Notebook> m_notebook;
    QString m_documentPath;
    QThreadPool m_writer; ///< of one thread: lines stay in order
};

} // namespace sessionbook
