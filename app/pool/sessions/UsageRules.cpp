#include "UsageRules.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;

} // namespace

QString excessOf(const SandboxUsage &kernel, const SandboxLimits &limits)
{
    if (kernel.tasks > limits.processes)
        return u"it ran more than %1 processes and threads"_s.arg(limits.processes);
    if (!kernel.isComplete)
        return u"it held too many files open at once"_s;
    return {};
}

QString memoryExcess(qint64 bytes, const SandboxLimits &limits)
{
    return bytes <= limits.memoryBytes ? QString() : limits.memoryReason();
}

QString diskExcess(const DiskUsage &usage, qint64 namelessBytes, const SandboxLimits &limits)
{
    if (usage.bytes + namelessBytes > limits.dataBytes)
        return u"its files took more than the %1 MB it may use of the disk"_s.arg(limits.dataBytes
                                                                                  / MiB);
    if (usage.entries > limits.dataEntries)
        return u"it made more than %1 files"_s.arg(limits.dataEntries);
    if (!usage.isComplete)
        return u"its directories were nested too deeply"_s;
    return {};
}

} // namespace sessionbook
