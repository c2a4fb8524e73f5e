#pragma once

#include <QByteArray>

namespace sessionbook {

/// JSON text with one member a line, for reading: order of members and spelling of numbers stay as
/// they are.
class JsonLayout
{
public:
    /// Text that is not JSON comes back with its line breaks changed at most.
    [[nodiscard]] static QByteArray indented(const QByteArray &json);
};

} // namespace sessionbook
