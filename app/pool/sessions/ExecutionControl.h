#pragma once

#include "pool/kernel/KernelProcess.h"

#include <QString>

#include <chrono>
#include <memory>
#include <mutex>

namespace sessionbook {

/// Why an execution is to stop before its code ends.
enum class StopReason {
    None,
    Canceled,
    Timeout,
    ClientGone,
    KernelRestarted,
    SessionDeleted,
    SessionEnded ///< it went beyond its limits
};

/// The handle by which other threads stop an execution, before it begins or while it runs.
/// Thread-safe.
///
/// The first stop interrupts the cell; the kernel is killed when it has not reacted after `Grace`,
/// or at a second stop that comes more than `Impatience` later (two quick presses of a key are one
/// wish).
class ExecutionControl
{
public:
    static constexpr std::chrono::seconds Grace{5};
    static constexpr std::chrono::seconds Impatience{1};

    /// `why` is kept with the first reason, for whom it is told to.
    void stop(StopReason reason, const QString &why = {});
    [[nodiscard]] StopReason stopReason() const;
    [[nodiscard]] QString why() const;

    /// The kernel that runs the execution, which can be killed from now on.
    void attach(std::shared_ptr<KernelProcess> kernel);
    /// The cell began and can be interrupted; a stop that came before takes effect now.
    void begin();
    void end();
    /// To be called now and then while the cell runs: kills a kernel that does not react.
    void enforce();

private:
    mutable std::mutex m_mutex;
    StopReason m_reason = StopReason::None;
    QString m_why;
    std::chrono::steady_clock::time_point m_stoppedAt;
    std::shared_ptr<KernelProcess> m_kernel;
    bool m_hasBegun = false;
};

} // namespace sessionbook
