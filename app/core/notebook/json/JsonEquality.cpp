#include "notebook/json/JsonEquality.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonText.h"

#include <algorithm>

namespace sessionbook {

namespace {

bool isSameNameAndValue(const JsonMember &left, const JsonMember &right)
{
    return left.name == right.name && JsonEquality::isSameValue(left.value, right.value);
}

bool haveSameMembers(QByteArrayView left, QByteArrayView right)
{
    return std::ranges::equal(JsonMember::sortedOf(left), JsonMember::sortedOf(right),
                              isSameNameAndValue);
}

bool isSameArray(QByteArrayView left, QByteArrayView right)
{
    JsonCursor leftCursor(left);
    JsonCursor rightCursor(right);
    leftCursor.enterArray();
    rightCursor.enterArray();
    while (leftCursor.nextElement()) {
        if (!rightCursor.nextElement()
            || !JsonEquality::isSameValue(leftCursor.takeValue(), rightCursor.takeValue()))
            return false;
    }
    return !rightCursor.nextElement();
}

} // namespace

bool JsonEquality::isSameValue(QByteArrayView left, QByteArrayView right)
{
    if (left == right)
        return true;
    const auto kind = JsonCursor(left).peek();
    if (kind != JsonCursor(right).peek())
        return false;
    switch (kind) {
    case JsonCursor::Kind::Object:
        return haveSameMembers(left, right);
    case JsonCursor::Kind::Array:
        return isSameArray(left, right);
    case JsonCursor::Kind::String:
        return JsonText::toString(left.trimmed()) == JsonText::toString(right.trimmed());
    default:
        return left.trimmed() == right.trimmed();
    }
}

bool JsonEquality::isSameObject(QByteArrayView left, QByteArrayView right)
{
    constexpr QByteArrayView empty = "{}";
    return isSameValue(left.isEmpty() ? empty : left, right.isEmpty() ? empty : right);
}

bool JsonEquality::isSameMember(QByteArrayView left, QByteArrayView right)
{
    return left == right
        || isSameValue('{' + left.toByteArray() + '}', '{' + right.toByteArray() + '}');
}

} // namespace sessionbook
