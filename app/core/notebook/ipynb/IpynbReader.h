#pragma once

#include "base/Result.h"
#include "notebook/NotebookData.h"

namespace sessionbook {

/// Reads nbformat 4 (all minors), and 1 to 3 as what they are in format 4 (LegacyUpgrade); pure and
/// thread-safe. Unknown fields are kept, faults that do not
/// hinder are listed in NotebookData::faults, everything else is an error with line and column
/// where the text is not JSON.
class IpynbReader
{
public:
    [[nodiscard]] static Result<NotebookData> read(const QByteArray &bytes);
};

} // namespace sessionbook
