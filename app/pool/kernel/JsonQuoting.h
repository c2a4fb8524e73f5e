#pragma once

#include <QByteArrayView>

#include <string>

namespace sessionbook {

/// Appends UTF-8 text as a JSON string, quotes included.
///
/// For long texts: a tree of Qt's JSON values would hold two more copies of them, and escapes a
/// character at a time. Pure, any thread.
void appendQuoted(std::string &json, QByteArrayView text);

} // namespace sessionbook
