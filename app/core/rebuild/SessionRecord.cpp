#include "rebuild/SessionRecord.h"

#include "notebook/Notebook.h"
#include "rebuild/OutputFingerprint.h"

#include <algorithm>

namespace sessionbook {

void SessionRecord::beginRun(CellId cell, const QString &source)
{
    m_runs.append({.cell = cell, .source = source});
}

void SessionRecord::endRun(CellId cell, RunEnd end, const FileFingerprint &outputs)
{
    const auto isOpen
        = [cell](const RecordedRun &run) { return run.cell == cell && run.end == RunEnd::Running; };
    const auto open = std::find_if(m_runs.rbegin(), m_runs.rend(), isOpen);
    if (open == m_runs.rend())
        return;
    open->end = end;
    open->outputs = outputs;
}

void SessionRecord::addFile(const SentFile &file)
{
    removeFile(file.remoteName);
    m_files.append(file);
}

void SessionRecord::removeFile(const QString &remoteName)
{
    m_files.removeIf([&](const SentFile &file) { return file.remoteName == remoteName; });
}

void SessionRecord::disownLastFailure()
{
    if (!m_runs.isEmpty() && m_runs.last().end == RunEnd::Raised)
        m_runs.last().end = RunEnd::Lost;
}

void SessionRecord::closeOpenRuns()
{
    for (RecordedRun &run : m_runs) {
        if (run.end == RunEnd::Running)
            run.end = RunEnd::Lost;
    }
}

bool SessionRecord::hasState() const
{
    return !m_files.isEmpty() || std::ranges::any_of(m_runs, isRepeatable, &RecordedRun::end);
}

QSet<CellId> SessionRecord::cells() const
{
    QSet<CellId> cells;
    for (const RecordedRun &run : m_runs)
        cells.insert(run.cell);
    return cells;
}

SessionRecord SessionRecord::fromNumbers(const Notebook &notebook)
{
    QList<const Cell *> ran;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const Cell &cell = notebook.cellAt(i);
        if (cell.kind == CellKind::Code && cell.executionCount)
            ran.append(&cell);
    }
    std::ranges::stable_sort(ran, {}, [](const Cell *cell) { return *cell->executionCount; });
    SessionRecord record;
    for (const Cell *cell : std::as_const(ran)) {
        const bool raised = std::ranges::any_of(cell->outputs, [](const Output &output) {
            return std::holds_alternative<ErrorContent>(output.decode());
        });
        record.append({.cell = cell->id,
                       .source = cell->source,
                       .end = raised ? RunEnd::Raised : RunEnd::Done,
                       .outputs = OutputFingerprint::of(cell->outputs)});
    }
    return record;
}

} // namespace sessionbook
