#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace sessionbook {

/// One field of an object: its name decoded, its value as it stands in the text.
struct JsonMember
{
    QString name;
    QByteArrayView value;

    /// In the order Python sorts names by; of a doubled name only the last, as every reader takes
    /// it. `object` must be valid.
    [[nodiscard]] static std::vector<JsonMember> sortedOf(QByteArrayView object);
};

} // namespace sessionbook
