#pragma once

#include "execution/RunState.h"
#include "notebook/Cell.h"
#include "rebuild/SentFileCheck.h"
#include "rebuild/SessionRecord.h"

#include <QList>

#include <optional>

namespace sessionbook {

/// What became of one cell when its session's state was made again.
struct RebuiltCell
{
    enum class Result {
        Same,
        Differs,
        FailedAnew, ///< it had not failed before
        NotReached, ///< something before it stopped the rebuild
        NotRepeatable ///< it had been interrupted, or was running when the session ended
    };

    CellId cell; ///< may be gone from the notebook
    QString source; ///< what ran
    Result result = Result::NotReached;
    /// What it shows now, where it ran.
    QList<Output> outputs = {};
    std::optional<int> executionCount = {};
};

/// How a rebuild ended. A value.
struct RebuildReport
{
    enum class End {
        Complete,
        Failed, ///< a cell failed that had not failed before; see `stoppedAt`
        SessionLost, ///< the new session ended, too, or could not be reached
        UploadFailed,
        Cancelled
    };

    End end = End::Complete;
    QList<RebuiltCell> cells; ///< each once, in the order in which they ran last
    QList<SentFileCheck> filesLeftOut; ///< as they were not what was sent
    CellId stoppedAt; ///< invalid where no cell stopped it
    CellRunInfo failure; ///< of Failed and SessionLost
    RestError uploadError; ///< of UploadFailed
    QString failedUpload; ///< the file's name
    SessionRecord record; ///< what is in the new session
    int lastExecutionCount = 0;

    /// The cells that can be compared, and how many of them show the same.
    [[nodiscard]] int comparableCount() const;
    [[nodiscard]] int count(RebuiltCell::Result result) const;
    [[nodiscard]] bool isRestored() const
    {
        return end == End::Complete && count(RebuiltCell::Result::Same) == comparableCount()
            && filesLeftOut.isEmpty();
    }
};

} // namespace sessionbook
