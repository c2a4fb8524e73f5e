#include "base/ProcessDeparture.h"

#include <QProcess>
#include <QSet>

namespace sessionbook {

namespace {

/// Never destroyed, so that what is still on its way when the program ends has an owner until then.
QSet<QProcess *> &departing()
{
    static auto *const processes = new QSet<QProcess *>;
    return *processes;
}

} // namespace

void letDepart(std::unique_ptr<QProcess> process)
{
    if (process->state() == QProcess::NotRunning)
        return process.release()->deleteLater(); // it may be what is calling us
    QProcess *const leaving = process.release();
    departing().insert(leaving);
    QObject::connect(leaving, &QProcess::stateChanged, leaving,
                     [leaving](QProcess::ProcessState state) {
                         if (state == QProcess::NotRunning && departing().remove(leaving))
                             leaving->deleteLater();
                     });
}

} // namespace sessionbook
