#include "credentials/AccessToken.h"

#include <algorithm>

namespace sessionbook {

bool isUsableToken(const Secret &token)
{
    const auto isVisible = [](char c) { return c > ' ' && c < '\x7f'; };
    return !token.isEmpty() && std::ranges::all_of(token.reveal(), isVisible);
}

} // namespace sessionbook
