#include "notebookview/CellRows.h"

#include "notebook/Notebook.h"
#include "notebookview/CellEditor.h"
#include "notebookview/CellPainter.h"

#include <algorithm>

namespace sessionbook {

namespace {

constexpr int keptRows = 24; // on each side of the view
constexpr int textLineHeight = 22;
constexpr int outputLineHeight = 19;
constexpr int usualPictureHeight = 360;
constexpr int highestEstimate = 560;
constexpr int hintHeight = 24;
constexpr qsizetype probedBytes = 2048;

int estimatedText(const QString &text, int width)
{
    const qsizetype charactersALine = std::max(width / 8, 10);
    const qsizetype lines = text.count(u'\n') + 1 + text.size() / (2 * charactersALine);
    return static_cast<int>(lines) * textLineHeight;
}

int estimatedOutput(const Output &output)
{
    const auto start
        = QByteArrayView(output.json()).first(std::min(output.json().size(), probedBytes));
    if (start.contains("image/"))
        return usualPictureHeight;
    const auto lines = start.count("\\n") + 1;
    return std::min(static_cast<int>(lines) * outputLineHeight, highestEstimate);
}

} // namespace

CellRows::CellRows(const Theme &theme, ImageCache &images)
    : m_theme(theme)
    , m_images(images)
{
}

CellRows::~CellRows() = default;

void CellRows::reset(const Notebook *notebook)
{
    m_notebook = notebook;
    m_measured.clear();
    m_messages.clear();
    m_sourceShown.clear();
    m_shownLines.clear();
    m_layouts.clear();
    const int count = notebook != nullptr ? notebook->cellCount() : 0;
    std::vector<int> heights;
    heights.reserve(static_cast<size_t>(count));
    for (int row = 0; row < count; ++row)
        heights.push_back(estimate(notebook->cellAt(row)).height());
    m_offsets = RowOffsets(std::move(heights));
}

void CellRows::setPage(const PageGeometry &page)
{
    if (page == m_page)
        return;
    const bool isOtherWidth = page.contentWidth != m_page.contentWidth;
    m_page = page;
    if (isOtherWidth)
        m_measured.clear();
}

void CellRows::insert(int row)
{
    m_offsets.insert(row, estimate(m_notebook->cellAt(row)).height());
}

void CellRows::remove(int row, CellId id)
{
    m_offsets.remove(row);
    forget(id);
    m_messages.remove(id);
    m_shownLines.remove(id);
}

void CellRows::sourceChanged(CellId id)
{
    const Cell *const cell = m_notebook->find(id);
    if (cell == nullptr)
        return;
    if (cell->kind == CellKind::Markdown)
        return contentChanged(id);
    // The outputs stay as they are: only the field grows or shrinks, and it is known exactly.
    const auto measured = m_measured.find(id);
    if (measured == m_measured.end())
        return reestimate(id);
    measured->field = fieldHeight(*cell);
    m_offsets.setHeight(m_notebook->indexOf(id), measured->height());
}

void CellRows::contentChanged(CellId id)
{
    forget(id);
    reestimate(id);
}

void CellRows::imageArrived(CellId id)
{
    m_measured.remove(id);
}

void CellRows::forgetLayouts()
{
    m_layouts.clear();
    m_measured.clear();
}

void CellRows::forget(CellId id)
{
    m_layouts.erase(id);
    m_measured.remove(id);
}

void CellRows::reestimate(CellId id)
{
    const int row = m_notebook->indexOf(id);
    if (row >= 0)
        m_offsets.setHeight(row, estimate(m_notebook->cellAt(row)).height());
}

void CellRows::setMessage(CellId id, const QString &message)
{
    if (m_messages.value(id) == message)
        return;
    message.isEmpty() ? static_cast<void>(m_messages.remove(id))
                      : static_cast<void>(m_messages.insert(id, message));
    m_measured.remove(id);
}

void CellRows::setShowsSource(CellId id, bool showsSource)
{
    if (showsSource == m_sourceShown.contains(id))
        return;
    m_shownLines.remove(id);
    showsSource ? static_cast<void>(m_sourceShown.insert(id))
                : static_cast<void>(m_sourceShown.remove(id));
    m_measured.remove(id);
}

bool CellRows::showsSource(const Cell &cell) const
{
    return cell.kind != CellKind::Markdown || m_sourceShown.contains(cell.id);
}

bool CellRows::measure(int row)
{
    const Cell &cell = m_notebook->cellAt(row);
    if (m_measured.contains(cell.id))
        return false;
    const RowParts parts = exact(cell);
    m_measured.insert(cell.id, parts);
    const bool hasChanged = parts.height() != m_offsets.height(row);
    m_offsets.setHeight(row, parts.height());
    return hasChanged;
}

bool CellRows::isMeasured(int row) const
{
    return m_measured.contains(m_notebook->idAt(row));
}

RowGeometry CellRows::geometry(int row) const
{
    const Cell &cell = m_notebook->cellAt(row);
    const auto measured = m_measured.constFind(cell.id);
    const RowParts parts = measured != m_measured.constEnd() ? *measured : estimate(cell);
    return RowGeometry::of(parts, m_page, static_cast<int>(m_offsets.offset(row)));
}

OutputLayout *CellRows::layout(const Cell &cell)
{
    if (OutputLayout *const existing = existingLayout(cell.id)) {
        existing->setWidth(m_page.contentWidth);
        return existing;
    }
    std::unique_ptr<OutputLayout> made;
    if (cell.kind == CellKind::Markdown && !cell.source.trimmed().isEmpty())
        made = OutputLayout::forMarkdown(cell.source, m_theme, m_images);
    else if (cell.kind == CellKind::Code && !cell.outputs.isEmpty())
        made
            = std::make_unique<OutputLayout>(OutputDocument::from(cell.outputs), m_theme, m_images);
    if (made == nullptr)
        return nullptr;
    made->setWidth(m_page.contentWidth);
    return (m_layouts[cell.id] = std::move(made)).get();
}

OutputLayout *CellRows::existingLayout(CellId id) const
{
    const auto found = m_layouts.find(id);
    return found != m_layouts.end() ? found->second.get() : nullptr;
}

void CellRows::keepNear(int first, int last)
{
    std::erase_if(m_layouts, [&](const auto &entry) {
        const int row = m_notebook->indexOf(entry.first);
        return (row < first - keptRows || row > last + keptRows) && !entry.second->hasSelection();
    });
}

bool CellRows::holdsError(const Cell &cell)
{
    // Jupyter writes its keys sorted, so an error output begins with its name.
    return std::ranges::any_of(cell.outputs, [](const Output &output) {
        return QByteArrayView(output.json())
            .first(std::min<qsizetype>(output.json().size(), 64))
            .contains("\"ename\"");
    });
}

int CellRows::fieldHeight(const Cell &cell) const
{
    const auto wrapped = m_shownLines.constFind(cell.id);
    const int lines
        = wrapped != m_shownLines.constEnd() ? *wrapped : CellEditor::lineCount(cell.source);
    return lines * CellEditor::lineHeight + 2 * Theme::fieldPaddingY;
}

bool CellRows::setShownLines(CellId id, int lines)
{
    const int row = m_notebook->indexOf(id);
    if (row < 0)
        return false;
    m_shownLines.insert(id, lines);
    const int before = m_offsets.height(row);
    m_measured.remove(id);
    measure(row);
    return m_offsets.height(row) != before;
}

RowParts CellRows::estimate(const Cell &cell) const
{
    RowParts parts;
    if (showsSource(cell))
        parts.field = fieldHeight(cell);
    else
        parts.body = estimatedText(cell.source, m_page.contentWidth);
    for (const Output &output : cell.outputs)
        parts.body += estimatedOutput(output);
    return parts;
}

RowParts CellRows::exact(const Cell &cell)
{
    RowParts parts;
    const bool isSource = showsSource(cell);
    if (isSource)
        parts.field = fieldHeight(cell);
    if (!isSource || cell.kind == CellKind::Code) {
        const OutputLayout *const body = layout(cell);
        parts.body = body != nullptr ? body->height() : isSource ? 0 : hintHeight;
    }
    const QString text = message(cell.id);
    if (!text.isEmpty())
        parts.message = CellPainter::messageHeight(m_theme, text, m_page.contentWidth);
    return parts;
}

} // namespace sessionbook
