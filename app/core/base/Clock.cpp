#include "base/Clock.h"

#include <QTimer>

namespace sessionbook {

std::chrono::milliseconds SystemClock::monotonic() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

QDateTime SystemClock::now() const
{
    return QDateTime::currentDateTimeUtc();
}

void SystemClock::callAfter(std::chrono::milliseconds delay, QObject *context,
                            std::function<void()> callback)
{
    QTimer::singleShot(delay, context, std::move(callback));
}

} // namespace sessionbook
