#include "FaultAction.h"

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QString name(const RefuseFault &fault)
{
    return fault.reset ? u"refuse by reset"_s : u"refuse"_s;
}

QString name(const DelayFault &fault)
{
    return u"delay of %1 ms"_s.arg(fault.length.count());
}

QString name(const StatusFault &fault)
{
    return u"status %1"_s.arg(fault.status);
}

QString name(const CutFault &fault)
{
    return u"cut after %1 bytes"_s.arg(fault.afterBytes);
}

QString name(const StallFault &fault)
{
    return u"stall after %1 bytes"_s.arg(fault.afterBytes);
}

QString name(const SlowFault &fault)
{
    return u"slow, %1 bytes a second"_s.arg(fault.bytesPerSecond);
}

QString name(const SessionFault &fault)
{
    return fault.what == SessionFault::What::Vanish ? u"vanish"_s : u"killKernel"_s;
}

} // namespace

QString nameOf(const FaultAction &action)
{
    return std::visit([](const auto &fault) { return name(fault); }, action);
}

} // namespace sessionbook
