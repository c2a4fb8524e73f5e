#pragma once

#include "base/Error.h"
#include "notebook/json/JsonCursor.h"

#include <QByteArrayView>

namespace sessionbook {

/// Turns an offset into line and column, once something is wrong. Pure.
namespace JsonFaultPlace {

/// An InvalidJson error; names git conflict markers as what they are.
[[nodiscard]] Error error(QByteArrayView text, const JsonFault &fault);
/// The offset of the first byte that is not UTF-8; the text's size where there is none.
[[nodiscard]] qsizetype firstInvalidUtf8(QByteArrayView text);

} // namespace JsonFaultPlace

} // namespace sessionbook
