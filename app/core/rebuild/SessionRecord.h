#pragma once

#include "notebook/Cell.h"
#include "notebook/files/FileFingerprint.h"

#include <QList>
#include <QSet>
#include <QString>

namespace sessionbook {

class Notebook;

/// How a run ended, as far as it tells what became of the session's state.
enum class RunEnd {
    Running,
    Done,
    Raised, ///< a Python error: what ran before it took effect
    Interrupted, ///< somewhere, by a person
    TimedOut, ///< somewhere
    Lost ///< the session ended or was cut off meanwhile
};

/// Whether running it again has the same effect: not of what ended at a moment that no second run
/// meets.
[[nodiscard]] constexpr bool isRepeatable(RunEnd end)
{
    return end == RunEnd::Done || end == RunEnd::Raised;
}

struct RecordedRun
{
    CellId cell; ///< may be gone from the notebook since
    QString source; ///< what ran; the cell may have been edited since
    RunEnd end = RunEnd::Running;
    FileFingerprint outputs = {}; ///< OutputFingerprint at the run's end

    bool operator==(const RecordedRun &) const = default;
};

struct SentFile
{
    QString localPath;
    QString remoteName;
    FileFingerprint content; ///< of what was sent; null where the file changed meanwhile

    bool operator==(const SentFile &) const = default;
};

/// What made a session's state: the code that ran in it, in order, and the files that were sent. A
/// value: with it the state can be made again elsewhere.
class SessionRecord
{
public:
    void beginRun(CellId cell, const QString &source);
    /// Of the last run of that cell that is still Running; nothing where there is none.
    void endRun(CellId cell, RunEnd end, const FileFingerprint &outputs);
    /// Takes the place of a file of the same name.
    void addFile(const SentFile &file);
    void removeFile(const QString &remoteName);
    void append(const RecordedRun &run) { m_runs.append(run); }
    /// The last run failed because the state that it needed was gone already: it is no part of it.
    void disownLastFailure();
    /// Runs that nobody saw end ended with the session.
    void closeOpenRuns();

    [[nodiscard]] const QList<RecordedRun> &runs() const { return m_runs; }
    [[nodiscard]] const QList<SentFile> &files() const { return m_files; }
    /// There is something to make again.
    [[nodiscard]] bool hasState() const;
    [[nodiscard]] QSet<CellId> cells() const;

    /// What the numbers of a notebook's cells tell that ran before this program saw it: in the
    /// order of the numbers, with the present sources and outputs.
    [[nodiscard]] static SessionRecord fromNumbers(const Notebook &notebook);

    bool operator==(const SessionRecord &) const = default;

private:
    QList<RecordedRun> m_runs;
    QList<SentFile> m_files;
};

} // namespace sessionbook
