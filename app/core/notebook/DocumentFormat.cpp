#include "notebook/DocumentFormat.h"

namespace sessionbook {

DocumentFormat documentFormatOf(const QString &)
{
    return DocumentFormat::Notebook;
}

} // namespace sessionbook
