#include "CellTags.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sessionbook {

using namespace Qt::StringLiterals;

bool CellTags::contains(const Cell &cell, QStringView tag)
{
    // Most cells have no tags: no need to read their metadata.
    if (!cell.metadata.contains("tags"))
        return false;
    const QJsonArray tags = QJsonDocument::fromJson(cell.metadata).object()["tags"_L1].toArray();
    return std::ranges::any_of(tags,
                               [tag](const QJsonValue &value) { return value.toString() == tag; });
}

} // namespace sessionbook
