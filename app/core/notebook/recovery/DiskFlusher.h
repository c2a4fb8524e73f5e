#pragma once

#include "notebook/recovery/JournalFile.h"

#include <QMutex>
#include <QThread>
#include <QWaitCondition>

#include <functional>
#include <memory>
#include <vector>

namespace sessionbook {

/// The thread that waits for the disk, so that the journal's writer does not: what was written is
/// safe from the program's end already, and while one flush takes its time the next changes must
/// reach the file.
///
/// Files are flushed at most about every 80 ms, where that is not urgent. Ends when it is
/// destroyed, after the work it has.
class DiskFlusher : public QThread
{
public:
    DiskFlusher();
    ~DiskFlusher() override;

    using Done = std::function<void(const Result<void> &result)>;
    /// `done` is called in this thread; a newer request takes the place of one that waits.
    void request(std::shared_ptr<JournalFile> file, bool isUrgent, Done done);
    /// Other slow work.
    void add(std::function<void()> job);

protected:
    void run() override;

private:
    struct Request
    {
        std::shared_ptr<JournalFile> file;
        Done done;
    };

    QMutex m_mutex;
    QWaitCondition m_wake;
    Request m_request;
    std::vector<std::function<void()>> m_jobs;
    bool m_isUrgent = false;
    bool m_isEnding = false;
};

} // namespace sessionbook
