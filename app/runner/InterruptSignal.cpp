#include "InterruptSignal.h"

#include <QSocketNotifier>

#include <array>

#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace sessionbook {

namespace {

constexpr std::array endingSignals{SIGINT, SIGTERM, SIGHUP};

/// A handler may do next to nothing, but it may write to a descriptor.
int wakeUp = -1;

void noteSignal(int)
{
    const eventfd_t one = 1;
    [[maybe_unused]] const auto written = ::write(wakeUp, &one, sizeof one);
}

} // namespace

InterruptSignal::InterruptSignal(QObject *parent)
    : QObject(parent)
{
    wakeUp = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(wakeUp, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        eventfd_t count = 0;
        if (::eventfd_read(wakeUp, &count) == 0)
            emit received();
    });
    for (const int number : endingSignals)
        ::signal(number, noteSignal);
}

InterruptSignal::~InterruptSignal()
{
    for (const int number : endingSignals)
        ::signal(number, SIG_DFL);
    ::close(wakeUp);
}

} // namespace sessionbook
