#include "support/notebook/WrittenNotebook.h"

#include "support/notebook/PlainJson.h"

#include <map>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

PlainJson objectOf(const QByteArray &json)
{
    return PlainJson::parse(json.isEmpty() ? QByteArray("{}") : json).value_or(PlainJson{});
}

/// Texts of outputs may be stored whole or as the list of their lines.
bool isSameText(const PlainJson *left, const PlainJson *right)
{
    if (left == nullptr || right == nullptr)
        return left == right;
    return *left == *right || (left->joined() && left->joined() == right->joined());
}

bool isSameBundle(const PlainJson *left, const PlainJson *right)
{
    if (left == nullptr || right == nullptr || left->members.size() != right->members.size())
        return left == right;
    return std::ranges::all_of(left->members, [right](const auto &member) {
        const PlainJson *const there = right->member(member.first);
        const bool isJson = member.first.endsWith(u"json");
        return there != nullptr
            && (isJson ? *there == member.second : isSameText(there, &member.second));
    });
}

bool isSameOutput(const PlainJson &written, const PlainJson &model)
{
    if (written.members.size() != model.members.size())
        return false;
    return std::ranges::all_of(model.members, [&written](const auto &member) {
        const PlainJson *const there = written.member(member.first);
        if (member.first == u"text")
            return isSameText(there, &member.second);
        if (member.first == u"data" && member.second.kind == PlainJson::Kind::Object)
            return isSameBundle(there, &member.second);
        return there != nullptr && *there == member.second;
    });
}

QString kindName(CellKind kind)
{
    return kind == CellKind::Code    ? u"code"_s
        : kind == CellKind::Markdown ? u"markdown"_s
                                     : u"raw"_s;
}

/// The model's other fields; of a doubled one the last.
std::map<QString, PlainJson> otherFields(const QList<ByteSlice> &fields)
{
    std::map<QString, PlainJson> values;
    for (const ByteSlice &field : fields) {
        const PlainJson object = objectOf('{' + field.toByteArray() + '}');
        for (const auto &[name, value] : object.members)
            values[name] = value;
    }
    return values;
}

QString differenceInOutputs(const PlainJson *written, const Cell &cell)
{
    const QList<PlainJson> outputs = written != nullptr ? written->items : QList<PlainJson>();
    if (outputs.size() != cell.outputs.size())
        return u"number of outputs"_s;
    for (qsizetype i = 0; i < outputs.size(); ++i) {
        if (!isSameOutput(outputs.at(i), objectOf(cell.outputs.at(i).json().toByteArray())))
            return u"output %1"_s.arg(i + 1);
    }
    return {};
}

/// As what is no cell in the file is read.
bool saysNothing(const Cell &cell)
{
    return cell.kind == CellKind::Raw && cell.source.isEmpty() && cell.otherFields.isEmpty()
        && objectOf(cell.metadata) == objectOf({});
}

QString differenceInCell(const PlainJson &written, const Cell &cell, int formatMinor)
{
    const auto text = [&written](QStringView name) {
        const PlainJson *const value = written.member(name);
        return value != nullptr ? value->joined().value_or(QString()) : QString();
    };
    if (written.kind != PlainJson::Kind::Object)
        return saysNothing(cell) ? QString() : u"no object"_s;
    const QString kind = text(u"cell_type");
    const bool isKnown = kind == u"code" || kind == u"markdown" || kind == u"raw";
    if (isKnown ? kind != kindName(cell.kind) : cell.kind != CellKind::Raw)
        return u"kind"_s;
    if (text(u"source") != cell.source)
        return u"source"_s;
    const PlainJson *const metadata = written.member(u"metadata");
    if (metadata != nullptr && metadata->kind == PlainJson::Kind::Object
        && *metadata != objectOf(cell.metadata))
        return u"metadata"_s;
    if (metadata == nullptr && objectOf(cell.metadata) != objectOf({}))
        return u"no metadata"_s;
    const PlainJson *const count = written.member(u"execution_count");
    const QString number = cell.executionCount ? QString::number(*cell.executionCount) : u"null"_s;
    if (cell.kind == CellKind::Code && (count != nullptr ? count->text : u"null"_s) != number)
        return u"execution count"_s;
    if (formatMinor >= 5 && !cell.fileId.isEmpty() && text(u"id") != cell.fileId
        && text(u"id") != cell.freshFileId)
        return u"id"_s;
    for (const auto &[name, value] : otherFields(cell.otherFields)) {
        const PlainJson *const there = written.member(name);
        const bool isLeftOut
            = there == nullptr && cell.kind == CellKind::Code && name == u"attachments";
        if (!isLeftOut && (there == nullptr || *there != value))
            return u"field "_s + name;
    }
    return cell.kind == CellKind::Code ? differenceInOutputs(written.member(u"outputs"), cell)
                                       : QString();
}

} // namespace

QString WrittenNotebook::difference(const QByteArray &written, const NotebookData &model)
{
    const bool hasMark = written.startsWith("\xef\xbb\xbf");
    const auto root = PlainJson::parse(hasMark ? written.mid(3) : written);
    if (!root)
        return u"not JSON"_s;
    const PlainJson *const metadata = root->member(u"metadata");
    if (metadata != nullptr ? *metadata != objectOf(model.metadata) : !model.metadata.isEmpty())
        return u"metadata of the notebook"_s;
    for (const auto &[name, value] : otherFields(model.otherFields)) {
        const PlainJson *const there = root->member(name);
        if (there == nullptr || *there != value)
            return u"field "_s + name;
    }
    const PlainJson *const cells = root->member(u"cells");
    const QList<PlainJson> list = cells != nullptr ? cells->items : QList<PlainJson>();
    if (list.size() != model.cells.size())
        return u"number of cells"_s;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString difference
            = differenceInCell(list.at(i), model.cells.at(i), model.formatMinor);
        if (!difference.isEmpty())
            return u"cell %1: %2"_s.arg(i + 1).arg(difference);
    }
    return {};
}

} // namespace sessionbook
