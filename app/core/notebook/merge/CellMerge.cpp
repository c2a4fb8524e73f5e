#include "notebook/merge/CellMerge.h"

#include "notebook/merge/CellEquality.h"
#include "notebook/merge/JsonMerge.h"
#include "notebook/merge/TextMerge.h"

namespace sessionbook {

namespace {

/// The side whose outputs belong to the text that came out.
const Cell &ranLast(const Cell &base, const Cell &ours, const Cell &theirs, const QString &source)
{
    if (CellEquality::haveSameOutputs(ours, theirs))
        return ours;
    if (CellEquality::haveSameOutputs(theirs, base))
        return ours;
    if (CellEquality::haveSameOutputs(ours, base))
        return theirs;
    return ours.source != source && theirs.source == source ? theirs : ours;
}

/// One of the two, changed: it keeps its bytes where it says the same as before.
Cell sideOf(const Cell &side, Cell merged)
{
    merged.id = side.id;
    merged.originalJson = side.originalJson;
    merged.touched = side.touched;
    if (merged == side)
        return side;
    merged.touched = true;
    return merged;
}

void setRun(Cell &cell, const Cell &ran)
{
    const bool isCode = cell.kind == CellKind::Code;
    cell.outputs = isCode ? ran.outputs : QList<Output>();
    cell.executionCount = isCode ? ran.executionCount : std::nullopt;
}

void mergeRun(Cell &cell, const Cell &base, const Cell &ours, const Cell &theirs)
{
    setRun(cell, ranLast(base, ours, theirs, cell.source));
    const bool isOnlyCounted
        = CellEquality::haveSameOutputs(ours, theirs) && ours.executionCount == base.executionCount;
    if (isOnlyCounted && cell.kind == CellKind::Code)
        cell.executionCount = theirs.executionCount;
}

/// A settled cell; a side that says the same keeps its bytes, ours first.
Cell settled(const Cell &merged, const Cell &ours, const Cell &theirs)
{
    const Cell mine = sideOf(ours, merged);
    const Cell other = sideOf(theirs, merged);
    return mine != ours && other == theirs ? other : mine;
}

} // namespace

MergedNotebook::Piece CellMerge::merge(const Cell &base, const Cell &ours, const Cell &theirs)
{
    const TextMerge::Merged source = TextMerge::merge(base.source, ours.source, theirs.source);
    const auto metadata = JsonMerge::merge(base.metadata, ours.metadata, theirs.metadata);
    const auto fields
        = JsonMerge::mergeFields(base.otherFields, ours.otherFields, theirs.otherFields);

    Cell mine = ours;
    if (ours.kind == base.kind)
        mine.kind = theirs.kind;
    if (ours.fileId == base.fileId)
        mine.fileId = theirs.fileId;
    Cell other = mine;
    const bool isKindConflict
        = ours.kind != base.kind && theirs.kind != base.kind && ours.kind != theirs.kind;
    if (isKindConflict)
        other.kind = theirs.kind;
    mine.source = source.ours;
    other.source = source.theirs;
    mine.metadata = metadata.ours;
    other.metadata = metadata.theirs;
    mine.otherFields = fields.ours;
    other.otherFields = fields.theirs;

    if (!source.isConflict() && !metadata.isConflict && !fields.isConflict && !isKindConflict) {
        mergeRun(mine, base, ours, theirs);
        return settled(mine, ours, theirs);
    }
    setRun(mine, ours);
    setRun(other, theirs);
    return CellConflict{sideOf(ours, mine), sideOf(theirs, other), base};
}

MergedNotebook::Piece CellMerge::merge(const Cell &ours, const Cell &theirs)
{
    const auto metadata = JsonMerge::merge({}, ours.metadata, theirs.metadata);
    const auto fields = JsonMerge::mergeFields({}, ours.otherFields, theirs.otherFields);
    Cell mine = ours;
    Cell other = theirs;
    other.fileId = ours.fileId;
    mine.metadata = metadata.ours;
    other.metadata = metadata.theirs;
    mine.otherFields = fields.ours;
    other.otherFields = fields.theirs;
    const bool isSame = ours.source == theirs.source && ours.kind == theirs.kind
        && !metadata.isConflict && !fields.isConflict;
    if (isSame) {
        if (ours.outputs.isEmpty() && !theirs.outputs.isEmpty())
            setRun(mine, theirs);
        return settled(mine, ours, theirs);
    }
    return CellConflict{sideOf(ours, mine), sideOf(theirs, other), std::nullopt};
}

bool CellMerge::isRewritten(const Cell &base, const Cell &now)
{
    return base.source != now.source || base.kind != now.kind
        || !CellEquality::areSameFields(base.otherFields, now.otherFields);
}

} // namespace sessionbook
