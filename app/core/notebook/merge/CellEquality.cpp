#include "notebook/merge/CellEquality.h"

#include "notebook/json/JsonEquality.h"

#include <algorithm>

namespace sessionbook {

bool CellEquality::haveSameOutputs(const Cell &left, const Cell &right)
{
    return std::ranges::equal(left.outputs, right.outputs,
                              [](const Output &one, const Output &other) {
                                  return JsonEquality::isSameValue(one.json(), other.json());
                              });
}

bool CellEquality::areSameFields(const QList<ByteSlice> &left, const QList<ByteSlice> &right)
{
    return std::ranges::equal(left, right, [](const ByteSlice &one, const ByteSlice &other) {
        return JsonEquality::isSameMember(one.view(), other.view());
    });
}

} // namespace sessionbook
