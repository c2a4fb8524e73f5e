#include "notebook/CellFileId.h"

#include <QRandomGenerator>

namespace sessionbook {

QString CellFileId::random()
{
    return QStringLiteral("%1").arg(QRandomGenerator::global()->generate(), 8, 16,
                                    QLatin1Char('0'));
}

} // namespace sessionbook
