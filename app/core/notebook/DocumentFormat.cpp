#include "notebook/DocumentFormat.h"

namespace sessionbook {

DocumentFormat documentFormatOf(const QString &path)
{
    const bool isScript = path.endsWith(QLatin1String(".py"), Qt::CaseInsensitive);
    return isScript ? DocumentFormat::PercentScript : DocumentFormat::Notebook;
}

} // namespace sessionbook
