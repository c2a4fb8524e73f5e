#include "notebook/recovery/RecoveredDocument.h"

#include "notebook/files/NotebookCodec.h"
#include "notebook/files/NotebookFile.h"
#include "notebook/json/JsonCursor.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/json/JsonText.h"
#include "notebook/merge/CellAlignment.h"
#include "notebook/recovery/BaseCopy.h"
#include "notebook/recovery/CellComparison.h"

#include <QMultiHash>

#include <algorithm>
#include <numeric>

namespace sessionbook {

namespace {

std::optional<NotebookData> copiedBase(const JournalBase &base, const QString &copyPath)
{
    if (copyPath.isEmpty())
        return std::nullopt;
    const auto bytes = BaseCopy::read(copyPath, base.fingerprint);
    if (!bytes)
        return std::nullopt;
    auto data = NotebookCodec::read(*bytes, documentFormatOf(base.path));
    return data ? std::optional(std::move(*data)) : std::nullopt;
}

/// The outputs of the base, so that one that the journal repeats (its cell was split, or ran to the
/// same end) is again the very bytes of the file, in its layout.
class BaseOutputs
{
public:
    explicit BaseOutputs(const QList<Cell> &cells)
    {
        for (const Cell &cell : cells) {
            for (const Output &output : cell.outputs)
                m_bySize.insert(output.json().size(), output);
        }
    }

    Output named(const QByteArray &json) const
    {
        const auto [begin, end] = m_bySize.equal_range(json.size());
        const auto found = std::find_if(
            begin, end, [&json](const Output &output) { return output.json() == json; });
        return found == end ? Output::fromJson(json) : *found;
    }

private:
    QMultiHash<qsizetype, Output> m_bySize;
};

bool isObject(const QByteArray &json)
{
    return json.isEmpty() || (json.trimmed().startsWith('{') && JsonText::isValid(json));
}

/// Whether it is one `"name": value` without space around it, as the reader cuts fields out.
bool isField(const QByteArray &field)
{
    const QByteArray object = '{' + field + '}';
    if (!JsonText::isValid(object))
        return false;
    JsonCursor cursor(object);
    if (!cursor.enterObject() || !cursor.nextMember())
        return false;
    const char *end = cursor.takeValue().end();
    return !cursor.nextMember() && field.startsWith('"')
        && end == object.constData() + object.size() - 1;
}

/// Whatever the journal holds, what is saved afterwards must be JSON. Outputs are looked at by the
/// writer.
QList<ByteSlice> goodFields(const QList<QByteArray> &fields)
{
    QList<ByteSlice> good;
    for (const QByteArray &field : fields) {
        if (isField(field))
            good += field;
    }
    return good;
}

/// What the journal says, over what the base says.
void apply(const JournaledCell &journaled, const BaseOutputs &known, Cell &cell)
{
    cell.touched = true;
    if (const auto &head = journaled.head) {
        cell.kind = head->kind;
        cell.source = head->source;
        cell.fileId = head->fileId;
        cell.metadata = isObject(head->metadata) ? head->metadata : QByteArray();
        cell.otherFields = goodFields(head->otherFields);
    }
    if (journaled.outputs) {
        cell.outputs.clear();
        for (const QByteArray &output : *journaled.outputs)
            cell.outputs += known.named(output);
        cell.executionCount = journaled.executionCount;
    }
    if (cell.kind != CellKind::Code) {
        cell.outputs.clear();
        cell.executionCount.reset();
    }
}

/// The document from the very base that the journal knows.
class ExactRecovery
{
public:
    ExactRecovery(const JournalState &state, NotebookData base)
        : m_state(state)
        , m_base(std::move(base))
        , m_outputs(m_base.cells)
    {
        for (qsizetype i = 0; i < state.base().cells.size(); ++i)
            m_indexes.insert(state.base().cells.at(i), i);
    }

    void into(RecoveredDocument &document)
    {
        const QList<Cell> cells = std::exchange(m_base.cells, {});
        document.baseCellCount = cells.size();
        int missing = 0;
        for (const quint64 id : m_state.order()) {
            const qsizetype index = m_indexes.value(id, -1);
            const bool isFromBase = index >= 0 && index < cells.size();
            const JournaledCell *journaled = m_state.find(id);
            // Its text is nowhere: an empty cell in its place would be saved over the text.
            if (!isFromBase && !(journaled && journaled->head)) {
                ++missing;
                continue;
            }
            Cell cell = isFromBase ? cells.at(index) : Cell();
            if (journaled)
                apply(*journaled, m_outputs, cell);
            m_base.cells += cell;
            document.baseCells += isFromBase ? index : qsizetype(-1);
        }
        if (missing > 0)
            m_base.faults += QStringLiteral("%1 unchanged cells were in the file alone, which "
                                            "cannot be read any more")
                                 .arg(missing);
        document.data = std::move(m_base);
    }

private:
    const JournalState &m_state;
    NotebookData m_base;
    BaseOutputs m_outputs;
    QHash<quint64, qsizetype> m_indexes;
};

/// The journal's cells put into a file that is another than the journal knows: nothing of either
/// goes missing, so what was deleted here is there again.
class RecoveryIntoPresentFile
{
public:
    RecoveryIntoPresentFile(const JournalState &state, NotebookData file)
        : m_state(state)
        , m_data(std::move(file))
        , m_outputs(m_data.cells)
    {
        m_origins.resize(m_data.cells.size());
        std::iota(m_origins.begin(), m_origins.end(), qsizetype(0));
    }

    void into(RecoveredDocument &document)
    {
        document.baseCellCount = m_data.cells.size();
        qsizetype next = 0;
        for (const quint64 id : m_state.order()) {
            const JournaledCell *journaled = m_state.find(id);
            if (!journaled || !journaled->head) {
                next = std::min(next + 1, m_data.cells.size());
                continue;
            }
            const qsizetype place = placeOf(journaled->head->fileId);
            if (place < 0) {
                m_data.cells.insert(next, Cell());
                m_origins.insert(next, -1);
            }
            const qsizetype at = place < 0 ? next : place;
            apply(*journaled, m_outputs, m_data.cells[at]);
            next = at + 1;
        }
        document.data = std::move(m_data);
        document.baseCells = m_origins;
    }

private:
    qsizetype placeOf(const QString &fileId) const
    {
        const auto found = std::ranges::find(m_data.cells, fileId, &Cell::fileId);
        return fileId.isEmpty() || found == m_data.cells.end() ? -1 : found - m_data.cells.begin();
    }

    const JournalState &m_state;
    NotebookData m_data;
    BaseOutputs m_outputs;
    QList<qsizetype> m_origins;
};

RecoveredDocument::File stateOf(const JournalBase &base, const Result<LoadedNotebook> &present)
{
    using File = RecoveredDocument::File;
    if (base.path.isEmpty() || (base.fingerprint.isNull() && !present))
        return File::None;
    if (!present)
        return present.error().kind == ErrorKind::NotFound ? File::Missing : File::Changed;
    return present->state.fingerprint == base.fingerprint ? File::Unchanged : File::Changed;
}

} // namespace

RecoveredDocument RecoveredDocument::from(const JournalContent &journal, const QString &copyPath)
{
    const JournalBase &base = journal.state.base();
    RecoveredDocument document;
    document.path = base.path;
    document.name = base.name;
    document.fingerprint = base.fingerprint;
    document.isDamaged = journal.isDamaged;
    const auto present = base.path.isEmpty()
        ? Result<LoadedNotebook>(Error{ErrorKind::NotFound, {}, {}})
        : NotebookFile::load(base.path);
    document.file = stateOf(base, present);

    NotebookData nothing = NotebookData::empty();
    nothing.cells.clear();
    if (document.file == File::Unchanged)
        ExactRecovery(journal.state, document.baseData = present->data).into(document);
    else if (base.fingerprint.isNull())
        ExactRecovery(journal.state, nothing).into(document);
    else if (auto copy = copiedBase(base, copyPath))
        ExactRecovery(journal.state, document.baseData = *copy).into(document);
    else if (present) {
        document.base = Base::PresentFile;
        document.fingerprint = present->state.fingerprint;
        RecoveryIntoPresentFile(journal.state, document.baseData = present->data).into(document);
    } else {
        document.base = Base::Nothing;
        ExactRecovery(journal.state, nothing).into(document);
    }

    if (const auto &fields = journal.state.document()) {
        document.data.formatMinor = fields->formatMinor;
        document.data.metadata = isObject(fields->metadata) ? fields->metadata : QByteArray();
        document.data.otherFields = goodFields(fields->otherFields);
    }
    document.changesFields
        = present && !JsonEquality::isSameObject(present->data.metadata, document.data.metadata);
    const bool isOfPresentFile
        = document.file == File::Unchanged || document.base == Base::PresentFile;
    const QList<Cell> cellsNow = present ? present->data.cells : QList<Cell>();
    if (isOfPresentFile)
        document.differences
            = CellComparison::between(cellsNow, document.data.cells, document.baseCells);
    else
        document.differences = CellComparison::between(
            cellsNow, document.data.cells,
            CellAlignment::between(cellsNow, document.data.cells).lefts());
    return document;
}

RecoveredDocument RecoveredDocument::withoutFile() &&
{
    path.clear();
    fingerprint = {};
    file = File::None;
    baseData = {};
    baseCells.clear();
    baseCellCount = 0;
    return std::move(*this);
}

} // namespace sessionbook
