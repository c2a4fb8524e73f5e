#include "notebook/MimeBundle.h"

#include <algorithm>

namespace sessionbook {

const MimePart *MimeBundle::find(QStringView type) const
{
    const auto found = std::ranges::find(parts, type, &MimePart::type);
    return found == parts.end() ? nullptr : &*found;
}

bool MimeBundle::isJsonType(QStringView type)
{
    return type == QLatin1String("application/json")
        || (type.startsWith(QLatin1String("application/"))
            && type.endsWith(QLatin1String("+json")));
}

} // namespace sessionbook
