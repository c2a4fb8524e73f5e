#pragma once

#include <QList>
#include <QtGlobal>

namespace sessionbook {

/// Every process below `pid`, as the host numbers them, in no order.
[[nodiscard]] QList<int> descendantsOf(int pid);
/// Memory that is in use, what several processes share divided among them.
[[nodiscard]] qint64 proportionalBytes(int pid);
[[nodiscard]] qint64 residentBytes(int pid);
/// The most there was since forgetPeak().
[[nodiscard]] qint64 peakResidentBytes(int pid);
void forgetPeak(int pid);
[[nodiscard]] qsizetype openDescriptors(int pid);
[[nodiscard]] qsizetype threadCount(int pid);
/// Returns once nothing below `pid` has used the processor for a moment, or after `limitSeconds`.
void waitUntilIdle(int pid, int limitSeconds = 20);

} // namespace sessionbook
