#include "notebook/merge/JsonMerge.h"

#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonMember.h"
#include "notebook/json/JsonWriter.h"

#include <algorithm>
#include <array>
#include <map>

namespace sessionbook {

namespace {

using JsonMerge::Merged;

/// The values of one name; null where a side does not have it.
struct Versions
{
    QByteArrayView base;
    QByteArrayView ours;
    QByteArrayView theirs;
};

using Members = std::map<QString, Versions>;

const FileStyle &oneLine()
{
    static const FileStyle style{.indent = {}, .lineEnd = {}, .itemSeparator = ", "};
    return style;
}

bool isNoteOfATool(QStringView name)
{
    constexpr std::array<QStringView, 8> names{
        u"collapsed", u"scrolled",      u"outputs_hidden", u"source_hidden",
        u"execution", u"executionInfo", u"ExecuteTime",    u"heading_collapsed"};
    return std::ranges::find(names, name) != names.end();
}

/// Null is no value, and none is like it but itself.
bool isSame(QByteArrayView left, QByteArrayView right)
{
    if (left.isNull() || right.isNull())
        return left.isNull() && right.isNull();
    return JsonEquality::isSameValue(left, right);
}

bool isObject(QByteArrayView json)
{
    return JsonCursor(json).peek() == JsonCursor::Kind::Object;
}

Members membersOf(const Versions &objects)
{
    Members members;
    const auto note = [&members](QByteArrayView object, QByteArrayView Versions::*side) {
        if (!isObject(object))
            return;
        for (const JsonMember &member : JsonMember::sortedOf(object))
            members[member.name].*side = member.value;
    };
    note(objects.base, &Versions::base);
    note(objects.ours, &Versions::ours);
    note(objects.theirs, &Versions::theirs);
    return members;
}

Merged mergeObjects(const Versions &objects);

Merged both(QByteArrayView value)
{
    return {value.toByteArray(), value.toByteArray()};
}

/// Empty texts are absent values.
Merged mergeValues(QStringView name, const Versions &values)
{
    if (isSame(values.ours, values.theirs) || isSame(values.theirs, values.base))
        return both(values.ours);
    if (isSame(values.ours, values.base))
        return both(values.theirs);
    if (isNoteOfATool(name))
        return both(values.ours);
    if (isObject(values.ours) && isObject(values.theirs))
        return mergeObjects(values);
    return {values.ours.toByteArray(), values.theirs.toByteArray(), true};
}

void writeMember(JsonWriter &writer, const QString &name, const QByteArray &value)
{
    if (value.isEmpty())
        return;
    writer.name(name);
    writer.raw(value);
}

/// The bytes of the side that says the same, if one does.
QByteArray keptBytes(const QByteArray &merged, const Versions &objects)
{
    for (const QByteArrayView side : {objects.ours, objects.theirs}) {
        if (isObject(side) && JsonEquality::isSameValue(merged, side))
            return side.toByteArray();
    }
    return merged;
}

Merged mergeObjects(const Versions &objects)
{
    Merged merged;
    JsonWriter oursWriter(merged.ours, oneLine());
    JsonWriter theirsWriter(merged.theirs, oneLine());
    oursWriter.beginObject();
    theirsWriter.beginObject();
    for (const auto &[name, values] : membersOf(objects)) {
        const Merged member = mergeValues(name, values);
        writeMember(oursWriter, name, member.ours);
        writeMember(theirsWriter, name, member.theirs);
        merged.isConflict |= member.isConflict;
    }
    oursWriter.endObject();
    theirsWriter.endObject();
    merged.ours = keptBytes(merged.ours, objects);
    merged.theirs = keptBytes(merged.theirs, objects);
    return merged;
}

QByteArray objectOf(const QList<ByteSlice> &fields)
{
    QByteArray object("{");
    for (const ByteSlice &field : fields) {
        if (object.size() > 1)
            object += ',';
        object += field.view();
    }
    return object += '}';
}

QList<ByteSlice> fieldsOf(const QByteArray &object)
{
    QList<ByteSlice> fields;
    const ByteSlice text(object);
    JsonCursor cursor(text.view());
    cursor.enterObject();
    while (cursor.nextMember()) {
        const char *begin = cursor.key().data();
        const QByteArrayView value = cursor.takeValue();
        fields += text.sliceOf({begin, value.data() + value.size()});
    }
    return fields;
}

} // namespace

Merged JsonMerge::merge(const QByteArray &base, const QByteArray &ours, const QByteArray &theirs)
{
    if (JsonEquality::isSameObject(ours, theirs) || JsonEquality::isSameObject(theirs, base))
        return {ours, ours};
    if (JsonEquality::isSameObject(ours, base))
        return {theirs, theirs};
    return mergeObjects({base, ours, theirs});
}

JsonMerge::MergedFields JsonMerge::mergeFields(const QList<ByteSlice> &base,
                                               const QList<ByteSlice> &ours,
                                               const QList<ByteSlice> &theirs)
{
    if (ours == theirs || theirs == base)
        return {ours, ours};
    if (ours == base)
        return {theirs, theirs};
    const QByteArray oursObject = objectOf(ours);
    const QByteArray theirsObject = objectOf(theirs);
    const Merged merged = merge(objectOf(base), oursObject, theirsObject);
    const auto fields = [&](const QByteArray &object) {
        if (object == oursObject)
            return ours;
        return object == theirsObject ? theirs : fieldsOf(object);
    };
    return {fields(merged.ours), fields(merged.theirs), merged.isConflict};
}

} // namespace sessionbook
