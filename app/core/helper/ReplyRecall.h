#pragma once

#include "helper/HelperFrame.h"
#include "rest/RestError.h"

#include <QObject>

#include <chrono>

namespace sessionbook {

class ExecuteCodeJob;
class KernelHelper;

/// Asks the kernel once more for a run's reply that was lost on its way, ever less often, until it
/// is found or is known not to be had; ends in exactly one of its signals.
///
/// Waits in the kernel behind the code, if that still runs; never sends that again. Borrows the
/// helper.
class ReplyRecall : public QObject
{
    Q_OBJECT
public:
    /// `room`: characters that the reply may hold; `loss`: how it was lost.
    ReplyRecall(KernelHelper &helper, QString run, int room, RestError loss,
                QObject *parent = nullptr);

    void start();

signals:
    void found(const sessionbook::HelperFrame &frame);
    /// A new kernel answered in the old one's place: what ran is gone with it.
    void kernelGone();
    /// Nobody knows the run, or nobody answered for long enough.
    void failed(const sessionbook::RestError &error);

private:
    void askLater();
    void ask();
    void answered(const ExecuteCodeJob &job, const QString &call);

    KernelHelper &m_helper;
    QString m_run;
    int m_room;
    RestError m_loss;
    std::chrono::milliseconds m_delay;
    std::chrono::milliseconds m_end;
};

} // namespace sessionbook
