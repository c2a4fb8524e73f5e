#include "ConstantTime.h"

namespace sessionbook {

bool equalsInConstantTime(const QByteArray &given, const Secret &wanted)
{
    if (wanted.isEmpty())
        return false;
    const QByteArray &secret = wanted.reveal();
    unsigned difference = given.size() == secret.size() ? 0U : 1U;
    for (qsizetype i = 0; i < given.size(); ++i)
        difference |= unsigned(uchar(given.at(i)) ^ uchar(secret.at(i % secret.size())));
    return difference == 0;
}

} // namespace sessionbook
