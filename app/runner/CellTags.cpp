#include "CellTags.h"

#include "notebook/NotebookEditor.h"

namespace sessionbook {

bool CellTags::contains(const Cell &cell, QStringView tag)
{
    // Most cells have no tags: no need to read their metadata.
    return cell.metadata.contains("tags") && NotebookEditor::tagsOf(cell).contains(tag);
}

} // namespace sessionbook
