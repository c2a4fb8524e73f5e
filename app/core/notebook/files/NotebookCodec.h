#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"
#include "notebook/DocumentFormat.h"

#include <QByteArray>
#include <QList>

namespace sessionbook {

/// Between the bytes of a file and a notebook, whatever the format. Pure and thread-safe.
class NotebookCodec
{
public:
    /// Errors: those of the format's reader.
    [[nodiscard]] static Result<NotebookData> read(const QByteArray &bytes, DocumentFormat format);
    /// The text of the file in pieces, to be written one behind the other: what nobody touched is
    /// not copied to be saved.
    [[nodiscard]] static QList<ByteSlice> write(const NotebookData &notebook,
                                                DocumentFormat format);
};

} // namespace sessionbook
