#include "notebook/json/JsonMember.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonText.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// Python sorts by code points: as UTF-16, but with the surrogates, and with them everything above
/// U+FFFF, last.
char32_t codePointRank(QChar c)
{
    return c.isSurrogate() ? 0x10000U + c.unicode() : c.unicode();
}

bool sortsBefore(const JsonMember &left, const JsonMember &right)
{
    return std::ranges::lexicographical_compare(left.name, right.name, {}, codePointRank,
                                                codePointRank);
}

} // namespace

std::vector<JsonMember> JsonMember::sortedOf(QByteArrayView object)
{
    std::vector<JsonMember> members;
    JsonCursor cursor(object);
    cursor.enterObject();
    while (cursor.nextMember()) {
        QString name = JsonText::toString(cursor.key());
        members.push_back({std::move(name), cursor.takeValue()});
    }
    std::ranges::reverse(members);
    std::ranges::stable_sort(members, sortsBefore);
    // Not std::ranges::unique: clang-tidy 14 cannot parse the subrange it returns.
    const auto sameName
        = [](const JsonMember &left, const JsonMember &right) { return left.name == right.name; };
    members.erase(std::unique(members.begin(), members.end(), sameName), members.end());
    return members;
}

} // namespace sessionbook
