#pragma once

#include "base/FileDescriptor.h"
#include "base/Result.h"

#include <QStringList>

#include <chrono>
#include <optional>
#include <vector>

namespace sessionbook {

/// How a process ended.
struct ExitReason
{
    int code = 0;
    int signal = 0; ///< 0 when it ended by itself

    /// "exit code 1" or "signal 11 (Segmentation fault)".
    [[nodiscard]] QString text() const;
};

/// A running program whose standard output and error come here; killed and waited for when
/// destroyed.
///
/// start() belongs to a thread that lives as long as the child: bubblewrap's --die-with-parent
/// kills it when the thread that started it ends. Everything else may be called from any thread, by
/// one at a time.
class ChildProcess
{
public:
    struct Limits
    {
        qint64 memoryBytes = 0; ///< 0: as it is
        qint64 fileBytes = 0;
        int openFiles = 0;
        int niceness = 0; ///< added to ours
        int cgroupEntrance = -1; ///< see SessionCgroup; -1: our own group
    };

    /// `inherited` keep their numbers in the child; every other descriptor of ours is closed there.
    /// Its environment is empty: ours may hold secrets, and a sandbox's processes can read that of
    /// the program that made it.
    [[nodiscard]] static Result<ChildProcess>
    start(const QStringList &command, const std::vector<int> &inherited, const Limits &limits);
    ChildProcess(ChildProcess &&) = default;
    ChildProcess &operator=(ChildProcess &&) = delete;
    ~ChildProcess();

    [[nodiscard]] int pid() const { return m_pid; }
    /// Readable once the process has ended.
    [[nodiscard]] int endDescriptor() const { return m_end.get(); }
    [[nodiscard]] int outputDescriptor() const { return m_output.get(); }
    [[nodiscard]] int errorDescriptor() const { return m_errors.get(); }
    [[nodiscard]] bool hasEnded() const;
    void kill();
    /// Waits for the end, at most so long, and tells how it was.
    [[nodiscard]] std::optional<ExitReason> wait(std::chrono::milliseconds limit);

private:
    ChildProcess(int pid, FileDescriptor output, FileDescriptor errors);

    int m_pid = -1;
    FileDescriptor m_end;
    FileDescriptor m_output;
    FileDescriptor m_errors;
    std::optional<ExitReason> m_exit;
};

/// Waits until the descriptor is readable or the time is over.
[[nodiscard]] bool waitReadable(int descriptor, std::chrono::milliseconds limit);
/// A descriptor that becomes readable when the process ends; closed when there is no such process.
[[nodiscard]] FileDescriptor openProcess(int pid);
/// A signal that cannot hit another process that got the same number meanwhile.
void signalProcess(const FileDescriptor &process, int signal);

} // namespace sessionbook
