#pragma once

#include "notebook/Output.h"

#include <QStringList>

namespace sessionbook {

/// Outputs of the formats 2 and 3 as outputs of format 4. Pure.
namespace LegacyOutput {

/// `output` is any valid JSON value; what is no object gives nothing. `faults` gets what is wrong,
/// without the place.
[[nodiscard]] std::optional<Output> upgraded(QByteArrayView output, int formatMajor,
                                             QStringList &faults);

} // namespace LegacyOutput

} // namespace sessionbook
