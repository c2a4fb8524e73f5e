#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace sessionbook {

/// Reads values as Python and JSON write them: texts in either quotes, numbers, True and true, None
/// and null, lists, tuples and dictionaries. Pure; depth is bounded.
class PythonLiteral
{
public:
    struct Parsed
    {
        QByteArray json;
        qsizetype end = 0; ///< the place behind the value
    };

    /// The value that begins at `position`, as JSON; nothing where there is none.
    [[nodiscard]] static std::optional<Parsed> at(QStringView text, qsizetype position);
};

} // namespace sessionbook
