#include "notebook/NotebookData.h"

#include "notebook/CellFileId.h"

namespace sessionbook {

NotebookData NotebookData::empty()
{
    NotebookData data;
    data.metadata = R"json({"kernelspec": {"display_name": "Python 3 (ipykernel)",
        "language": "python", "name": "python3"}, "language_info": {"name": "python"}})json";
    data.cells = {Cell::code({})};
    data.cells.first().fileId = CellFileId::random();
    return data;
}

NotebookData NotebookData::withoutOrigin() const
{
    NotebookData data = *this;
    data.origin = {};
    data.style = {};
    for (Cell &cell : data.cells)
        cell.originalJson = {};
    return data;
}

} // namespace sessionbook
