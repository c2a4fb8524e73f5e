#pragma once

#include "rest/TokenSource.h"

#include <QList>

namespace sessionbook {

/// Hands out "token-1" and after each renewal the next; or fails, or keeps the asker waiting.
class FakeTokens final : public TokenSource
{
public:
    void requestToken(Freshness freshness, QObject *, Callback callback) override
    {
        asked.append(freshness);
        if (freshness == Freshness::Renewed)
            ++number;
        if (error)
            return callback(*error);
        callback(Secret("token-" + QByteArray::number(number)));
    }

    QList<Freshness> asked;
    std::optional<RestError> error;
    int number = 1;
};

} // namespace sessionbook
