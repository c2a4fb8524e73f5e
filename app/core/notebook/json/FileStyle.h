#pragma once

#include <QByteArray>

namespace sessionbook {

/// How the file that was read is laid out, so that what we write looks the same.
struct FileStyle
{
    QByteArray indent = " "; ///< one level; empty: all on one line
    QByteArray lineEnd = "\n";
    bool finalNewline = true;
    QByteArray nameSeparator = ": "; ///< between a name and its value
    QByteArray itemSeparator
        = ","; ///< between items; what follows it is a new line or, without indent, the next item
    bool asciiOnly = false; ///< everything above U+007F is written as \\uXXXX

    bool operator==(const FileStyle &) const = default;
};

} // namespace sessionbook
