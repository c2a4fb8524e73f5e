#pragma once

#include <QByteArray>
#include <QByteArrayView>

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

    /// By the first line: a file that mixes them has no style of its own.
    [[nodiscard]] static QByteArray lineEndOf(QByteArrayView text);
};

} // namespace sessionbook
