#pragma once

#include "rest/TokenSource.h"

#include <QList>

namespace sessionbook {

/// Hands out "token-1" and after each renewal the next; or fails, or keeps the asker waiting.
class FakeTokens final : public TokenSource
{
public:
    void requestToken(const Demand &demand, QObject *, Callback callback) override
    {
        asked.append(demand.freshness);
        claims = demand.claims;
        if (demand.freshness == Freshness::Renewed)
            ++number;
        if (error)
            return callback(*error);
        callback(Secret(token.isEmpty() ? "token-" + QByteArray::number(number) : token));
    }

    QList<Freshness> asked;
    QByteArray claims; ///< of the last that was asked for
    std::optional<RestError> error;
    int number = 1;
    QByteArray token = {}; ///< instead of the numbered ones
};

} // namespace sessionbook
