#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <optional>

namespace sessionbook {

/// The texts of single JSON values, decoded and encoded; pure functions. What is decoded must have
/// passed a JsonCursor.
namespace JsonText {

/// A string with its quotes; anything else gives an empty text. Lone halves of surrogate pairs are
/// kept.
[[nodiscard]] QString toString(QByteArrayView json);
/// The same in UTF-8; lone halves become U+FFFD.
[[nodiscard]] QByteArray toUtf8(QByteArrayView json);
/// A whole number that fits; nothing for everything else.
[[nodiscard]] std::optional<int> toInt(QByteArrayView json);
/// A string, or a list of strings joined: how notebooks hold longer texts. Nothing when it is
/// neither.
[[nodiscard]] std::optional<QString> toJoinedString(QByteArrayView json);
[[nodiscard]] std::optional<QByteArray> toJoinedUtf8(QByteArrayView json);

/// With quotes, escaped as Python's json module does; `asciiOnly` escapes everything above U+007F,
/// too.
[[nodiscard]] QByteArray fromString(QStringView text, bool asciiOnly = false);
[[nodiscard]] QByteArray fromUtf8(QByteArrayView text, bool asciiOnly = false);

/// The same string with its escapes as fromString() sets them.
[[nodiscard]] QByteArray normalised(QByteArrayView json, bool asciiOnly = false);

/// Whether the text is one JSON value in valid UTF-8 and nothing else.
[[nodiscard]] bool isValid(QByteArrayView json);
[[nodiscard]] bool isValidUtf8(QByteArrayView text);
/// The lines with their ends, cut where Python's str.splitlines(True) cuts; Jupyter stores longer
/// texts so.
[[nodiscard]] QStringList splitLines(const QString &text);

} // namespace JsonText

} // namespace sessionbook
