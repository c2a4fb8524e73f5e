#pragma once

#include "base/Result.h"
#include "notebook/recovery/JournalState.h"

namespace sessionbook {

/// A journal as far as it is whole.
struct JournalContent
{
    JournalState state;
    /// Behind the last change that is whole; what follows was torn off or damaged.
    qsizetype wholeBytes = 0;
    bool isDamaged = false; ///< something followed
};

/// Reads a journal's bytes, hostile ones included: gives what can be known up to the first damage.
/// Pure and thread-safe; memory is a small multiple of the bytes.
class JournalReader
{
public:
    /// Error InvalidArgument where not even the base is there.
    [[nodiscard]] static Result<JournalContent> read(QByteArrayView bytes);
};

} // namespace sessionbook
