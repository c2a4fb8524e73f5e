#pragma once

#include "notebook/NotebookData.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// Writes nbformat 4 in the file's own style (a new file in Jupyter's: sorted keys, indent 1, UTF-8
/// unescaped, final newline); cells that did not change are written as the bytes that were read.
/// Pure and thread-safe.
class IpynbWriter
{
public:
    [[nodiscard]] static QByteArray write(const NotebookData &notebook);
    /// The same text in pieces: neighbouring cells that did not change are one slice of the file
    /// that was read, so that saving a large notebook copies only what is new.
    [[nodiscard]] static QList<ByteSlice> pieces(const NotebookData &notebook);
};

} // namespace sessionbook
