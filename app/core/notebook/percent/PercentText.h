#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace sessionbook {

/// The lines of scripts; pure functions.
namespace PercentText {

/// Where the lines of the text begin; a line ends with a line feed.
[[nodiscard]] QList<qsizetype> lineStarts(QByteArrayView text);
/// The lines without their ends; a carriage return belongs to the end where `lineEnd` has one.
[[nodiscard]] QStringList lines(QByteArrayView text, const QByteArray &lineEnd);
[[nodiscard]] bool isBlank(QStringView line);
[[nodiscard]] qsizetype blankLinesAtEnd(const QStringList &lines);

} // namespace PercentText

} // namespace sessionbook
