#include "execution/DisplayRegistry.h"

#include "notebook/Notebook.h"

namespace sessionbook {

namespace {

bool replaceIn(Notebook &notebook, CellId id, const Output &before, const Output &after)
{
    const Cell *cell = notebook.find(id);
    if (!cell)
        return false;
    QList<Output> outputs = cell->outputs;
    const auto place = std::ranges::find(outputs, before);
    if (place == outputs.end())
        return false;
    *place = after;
    notebook.setOutputs(id, outputs, cell->executionCount);
    return true;
}

} // namespace

void DisplayRegistry::forget(CellId cell)
{
    for (auto places = m_places.begin(); places != m_places.end();) {
        places->removeIf([cell](const Place &place) { return place.cell == cell; });
        places = places->isEmpty() ? m_places.erase(places) : std::next(places);
    }
}

void DisplayRegistry::forgetAll()
{
    m_places.clear();
}

void DisplayRegistry::remember(CellId cell, const QList<OutputWindow::NamedDisplay> &displays)
{
    for (const auto &[displayId, output] : displays)
        m_places[displayId].append({cell, output});
}

void DisplayRegistry::update(Notebook &notebook, const QString &displayId,
                             const DisplayContent &content)
{
    const auto places = m_places.find(displayId);
    if (places == m_places.end())
        return;
    const Output after = Output::display(content);
    for (Place &place : *places) {
        if (replaceIn(notebook, place.cell, place.output, after))
            place.output = after;
    }
}

} // namespace sessionbook
