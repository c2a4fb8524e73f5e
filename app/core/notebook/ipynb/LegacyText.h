#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace sessionbook {

/// Longer texts as the formats before 4 hold them; pure functions.
namespace LegacyText {

/// A string, or a list of lines joined as IPython joined them: format 2 stored lines without their
/// ends, format 3 with them, and its first files without. Nothing where it is neither.
[[nodiscard]] std::optional<QString> joined(QByteArrayView json, int formatMajor);

} // namespace LegacyText

} // namespace sessionbook
