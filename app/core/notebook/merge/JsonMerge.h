#pragma once

#include "notebook/json/ByteSlice.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// Merges two changed versions of one JSON object, name by name and objects within objects. Pure.
namespace JsonMerge {

/// As TextMerge::Merged. A side that says what comes out keeps its bytes.
struct Merged
{
    QByteArray ours;
    QByteArray theirs;
    bool isConflict = false;
};

/// An empty text is an empty object. What tools note for themselves (whether outputs are folded,
/// when a cell ran) is no conflict: ours stays.
[[nodiscard]] Merged merge(const QByteArray &base, const QByteArray &ours,
                           const QByteArray &theirs);

struct MergedFields
{
    QList<ByteSlice> ours;
    QList<ByteSlice> theirs;
    bool isConflict = false;
};

/// The same for `"name": value` texts.
[[nodiscard]] MergedFields mergeFields(const QList<ByteSlice> &base, const QList<ByteSlice> &ours,
                                       const QList<ByteSlice> &theirs);

} // namespace JsonMerge

} // namespace sessionbook
