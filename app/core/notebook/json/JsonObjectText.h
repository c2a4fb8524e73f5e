#pragma once

#include "base/Error.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// The texts of JSON objects, such as metadata, as people read and change them. Pure functions; an
/// empty text stands for {}.
namespace JsonObjectText {

/// Why the text is no JSON object, with line and column; nothing where it is one. NaN and the
/// infinities, which files may hold, are not JSON.
[[nodiscard]] std::optional<Error> faultIn(QByteArrayView text);
/// Laid out over lines, two spaces a level, in the order of the text.
[[nodiscard]] QByteArray pretty(QByteArrayView object);

/// The texts in the list of that name; empty where there is none.
[[nodiscard]] QStringList texts(QByteArrayView object, QStringView name);
/// The object with that list put in; an empty list takes the member away.
[[nodiscard]] QByteArray withTexts(QByteArrayView object, QStringView name,
                                   const QStringList &texts);

} // namespace JsonObjectText

} // namespace sessionbook
