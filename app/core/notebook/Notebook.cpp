#include "notebook/Notebook.h"

#include "notebook/CellFileId.h"
#include "notebook/json/JsonEquality.h"
#include "notebook/NotebookLanguage.h"

#include <algorithm>

namespace sessionbook {

namespace {

/// Takes the bytes of the file for what they say already.
void takeIfSame(QByteArray &json, const QByteArray &inFile)
{
    if (JsonEquality::isSameObject(json, inFile))
        json = inFile;
}

void takeIfSame(Output &output, const Output &inFile)
{
    if (JsonEquality::isSameValue(output.json(), inFile.json()))
        output = inFile;
}

void takeIfSame(ByteSlice &field, const ByteSlice &inFile)
{
    if (JsonEquality::isSameMember(field.view(), inFile.view()))
        field = inFile;
}

template<typename T> void takeIfSame(QList<T> &items, const QList<T> &inFile)
{
    for (qsizetype i = 0; i < std::min(items.size(), inFile.size()); ++i)
        takeIfSame(items[i], inFile.at(i));
}

/// Gives an open cell the bytes of the same cell in a file.
void rebaseCell(Cell &cell, const Cell &inFile)
{
    takeIfSame(cell.metadata, inFile.metadata);
    takeIfSame(cell.otherFields, inFile.otherFields);
    takeIfSame(cell.outputs, inFile.outputs);
    cell.originalJson = inFile.originalJson;
    cell.touched = inFile.touched;
    if (!cell.freshFileId.isEmpty() && cell.freshFileId == inFile.fileId)
        cell.fileId = std::exchange(cell.freshFileId, {}); // it was written
    Cell same = inFile;
    same.id = cell.id;
    same.freshFileId = cell.freshFileId;
    cell.touched |= cell != same;
}

} // namespace

Notebook::Notebook(NotebookData data, QObject *parent)
    : QObject(parent)
    , m_data(std::move(data))
    , m_format(m_data.origin.format)
{
    QList<Cell> cells = std::exchange(m_data.cells, {});
    m_order.reserve(static_cast<size_t>(cells.size()));
    for (Cell &cell : cells) {
        m_order.push_back(addNode(std::move(cell)));
        m_order.back()->indexHint = static_cast<int>(m_order.size()) - 1;
    }
    replaceUnfitFileIds();
    connect(&m_undoStack, &QUndoStack::cleanChanged, this, &Notebook::updateModified);
    connect(&m_undoStack, &QUndoStack::indexChanged, this, &Notebook::announcePlace);
}

Notebook::~Notebook()
{
    // The commands give back the cells they hold when they go, so they must go while there is a
    // notebook to give them to.
    m_undoStack.disconnect(this);
    m_undoStack.clear();
}

int Notebook::cellCount() const
{
    return static_cast<int>(m_order.size());
}

const Cell &Notebook::cellAt(int index) const
{
    Q_ASSERT(index >= 0 && index < cellCount());
    return m_order[static_cast<size_t>(index)]->cell;
}

CellId Notebook::idAt(int index) const
{
    return cellAt(index).id;
}

int Notebook::indexOf(CellId id) const
{
    const auto found = m_nodes.find(id.value());
    if (found == m_nodes.end() || !found->second->isPresent)
        return -1;
    Node *node = found->second.get();
    // Edits shift a cell by a few places at most between two questions, so the search goes outwards
    // from where it was.
    const int count = cellCount();
    const int start = std::clamp(node->indexHint, 0, count - 1);
    for (int distance = 0; distance < count; ++distance) {
        for (const int index : {start - distance, start + distance}) {
            if (index >= 0 && index < count && m_order[static_cast<size_t>(index)] == node)
                return node->indexHint = index;
        }
    }
    return -1;
}

const Cell *Notebook::find(CellId id) const
{
    const auto found = m_nodes.find(id.value());
    const bool isHere = found != m_nodes.end() && found->second->isPresent;
    return isHere ? &found->second->cell : nullptr;
}

void Notebook::setPlaceSource(std::function<EditPlace()> source)
{
    m_placeSource = std::move(source);
}

quint64 Notebook::revision() const
{
    return m_revision;
}

bool Notebook::isModified() const
{
    return m_outputsModified || !m_undoStack.isClean();
}

void Notebook::markSaved()
{
    m_outputsModified = false;
    m_data.upgradedFrom = 0;
    m_data.upgradedText = {};
    m_undoStack.setClean();
    updateModified();
}

void Notebook::markModified()
{
    m_outputsModified = true;
    updateModified();
}

void Notebook::setFormat(DocumentFormat format)
{
    m_format = format;
}

bool Notebook::hasUnkeptOutputs() const
{
    return m_format == DocumentFormat::PercentScript
        && std::ranges::any_of(m_order,
                               [](const Node *node) { return !node->cell.outputs.isEmpty(); });
}

void Notebook::setOutputs(CellId id, QList<Output> outputs, std::optional<int> executionCount)
{
    const auto found = m_nodes.find(id.value());
    if (found == m_nodes.end())
        return;
    Node &node = *found->second;
    if (node.cell.kind != CellKind::Code) {
        node.lateResult = {std::move(outputs), executionCount};
        return;
    }
    if (node.cell.executionCount == executionCount && node.cell.outputs == outputs)
        return;
    node.cell.outputs = std::move(outputs);
    node.cell.executionCount = executionCount;
    node.cell.touched = true;
    // A deleted cell takes what its run brings, too: undo must not bring it back without.
    if (!node.isPresent)
        return;
    m_outputsModified |= m_format == DocumentFormat::Notebook;
    contentChanged();
    emit cellOutputsChanged(id);
}

QString Notebook::language() const
{
    if (m_language.isEmpty())
        m_language = NotebookLanguage::of(m_data.metadata);
    return m_language;
}

const QStringList &Notebook::faults() const
{
    return m_data.faults;
}

int Notebook::upgradedFrom() const
{
    return m_data.upgradedFrom;
}

NotebookData Notebook::snapshot() const
{
    NotebookData data = m_data;
    data.cells.reserve(cellCount());
    for (const Node *node : m_order)
        data.cells.append(node->cell);
    return data;
}

NotebookFields Notebook::fields() const
{
    return {m_data.formatMajor, m_data.formatMinor, m_data.metadata, m_data.otherFields};
}

void Notebook::rebaseOnto(const NotebookData &file, const QList<qsizetype> &counterparts)
{
    Q_ASSERT(counterparts.size() == cellCount());
    m_data.origin = file.origin;
    m_format = file.origin.format;
    m_data.style = file.style;
    m_data.faults = file.faults;
    m_data.upgradedFrom = file.upgradedFrom;
    m_data.upgradedText = file.upgradedText;
    takeIfSame(m_data.metadata, file.metadata);
    takeIfSame(m_data.otherFields, file.otherFields);
    for (int i = 0; i < cellCount(); ++i) {
        if (counterparts.at(i) >= 0)
            rebaseCell(m_order[static_cast<size_t>(i)]->cell, file.cells.at(counterparts.at(i)));
    }
    replaceUnfitFileIds();
    emit rebased();
}

Notebook::Node *Notebook::addNode(Cell cell)
{
    cell.id = CellId(++m_lastId);
    auto node = std::make_unique<Node>();
    node->cell = std::move(cell);
    return (m_nodes[m_lastId] = std::move(node)).get();
}

/// A new one, in the formats that have them.
void Notebook::giveFileId(Cell &cell)
{
    cell.freshFileId.clear();
    cell.fileId = m_data.formatMinor < 5 ? QString() : unusedFileId();
}

QString Notebook::unusedFileId()
{
    QString id;
    do {
        id = CellFileId::random();
    } while (m_fileIds.contains(id));
    m_fileIds.insert(id);
    return id;
}

/// Where the format has ids, a cell without one of its own gets one: at once when it is new, and
/// for the time it changes when its bytes are to stay.
void Notebook::replaceUnfitFileIds()
{
    for (const Node *node : m_order)
        m_fileIds.insert(node->cell.fileId);
    if (m_data.formatMinor < 5)
        return;
    QSet<QString> seen{QString()};
    for (Node *node : m_order) {
        Cell &cell = node->cell;
        const bool isFit = !seen.contains(cell.fileId);
        seen.insert(cell.fileId);
        if (isFit)
            cell.freshFileId.clear();
        else if (cell.originalJson.isEmpty())
            giveFileId(cell);
        else if (cell.freshFileId.isEmpty())
            cell.freshFileId = unusedFileId();
    }
}

void Notebook::contentChanged()
{
    ++m_revision;
    updateModified();
}

/// The index changes once a step, after all its commands: the place the last of them gave counts.
void Notebook::announcePlace()
{
    if (const auto place = std::exchange(m_restoredPlace, std::nullopt))
        emit placeRestored(*place);
}

void Notebook::updateModified()
{
    if (m_wasModified == isModified())
        return;
    m_wasModified = !m_wasModified;
    emit modifiedChanged(m_wasModified);
}

} // namespace sessionbook
