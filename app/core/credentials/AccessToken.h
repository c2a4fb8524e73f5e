#pragma once

#include "base/Secret.h"

#include <QDateTime>

namespace sessionbook {

struct AccessToken
{
    Secret token;
    QDateTime expiresAt; ///< UTC; invalid: does not expire as far as we know
};

} // namespace sessionbook
