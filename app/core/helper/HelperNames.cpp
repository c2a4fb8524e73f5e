#include "helper/HelperNames.h"

#include <QStringList>

namespace sessionbook {

using namespace Qt::StringLiterals;

QStringList HelperNames::prefixes()
{
    return {u".sessionbook/"_s, u".sessionbook-"_s};
}

QString HelperNames::segment(const QString &prefix, const QString &run, int number)
{
    return u"%1%2-%3.jsonl"_s.arg(prefix, run).arg(number);
}

QString HelperNames::interrupt(const QString &run)
{
    return u".sessionbook-%1.interrupt"_s.arg(run);
}

bool HelperNames::isOurs(const QString &name)
{
    return name == ".sessionbook"_L1 || name.startsWith(".sessionbook-"_L1);
}

} // namespace sessionbook
