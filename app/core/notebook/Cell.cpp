#include "notebook/Cell.h"

namespace sessionbook {

Cell Cell::code(const QString &source)
{
    Cell cell;
    cell.source = source;
    return cell;
}

Cell Cell::markdown(const QString &source)
{
    Cell cell;
    cell.kind = CellKind::Markdown;
    cell.source = source;
    return cell;
}

} // namespace sessionbook
