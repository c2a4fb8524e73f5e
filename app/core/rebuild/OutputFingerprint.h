#pragma once

#include "notebook/Output.h"
#include "notebook/files/FileFingerprint.h"

#include <QList>

namespace sessionbook {

/// What a cell showed, in 24 bytes, to tell whether the same code showed the same again. Pure.
///
/// Left out is only what cannot be the same in another interpreter (docs/decisions/0115): where
/// objects lie in memory, the numbers of executions, which of two streams was read first and in how
/// many pieces, how JSON and base64 are laid out. Numbers count as they are written, pictures by
/// their bytes; times are not left out.
class OutputFingerprint
{
public:
    [[nodiscard]] static FileFingerprint of(const QList<Output> &outputs);
    /// The text without what cannot be the same.
    [[nodiscard]] static QString comparable(QString text);
};

} // namespace sessionbook
