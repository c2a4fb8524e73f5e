#include "SessionRules.h"

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

std::optional<SessionEnd> SessionRules::endAt(const QDateTime &now, const QDateTime &createdAt,
                                              const QDateTime &lastAccessedAt, bool isBusy) const
{
    if (lifetime > 0s && createdAt.addSecs(lifetime.count()) <= now)
        return SessionEnd{u"Lifetime"_s, u"its lifetime of %1 s was over"_s.arg(lifetime.count())};
    if (cooldown > 0s && !isBusy && lastAccessedAt.addSecs(cooldown.count()) < now)
        return SessionEnd{u"Cooldown"_s, u"it was left alone for %1 s"_s.arg(cooldown.count())};
    return {};
}

QDateTime SessionRules::expiryOf(const QDateTime &createdAt, const QDateTime &lastAccessedAt) const
{
    QDateTime expiry(QDate(9999, 12, 31), QTime(0, 0), Qt::UTC);
    if (lifetime > 0s)
        expiry = createdAt.addSecs(lifetime.count());
    if (cooldown > 0s)
        expiry = std::min(expiry, lastAccessedAt.addSecs(cooldown.count()));
    return expiry;
}

} // namespace sessionbook
