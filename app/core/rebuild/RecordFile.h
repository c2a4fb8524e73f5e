#pragma once

#include "rebuild/SessionRecord.h"

#include <QByteArray>

namespace sessionbook {

class Notebook;

/// A session's record as a file of lines, each a JSON object that says what happened next, so that
/// it is only ever appended to, and a line that was cut off loses itself alone. Pure.
///
/// Cells are named by their id in the notebook's file, where they have one, and their place.
namespace RecordFile {

[[nodiscard]] QByteArray lineFor(const RecordedRun &began, const Notebook &notebook);
/// Of the run that began last.
[[nodiscard]] QByteArray lineForEnd(const RecordedRun &ended);
[[nodiscard]] QByteArray lineFor(const SentFile &file);
[[nodiscard]] QByteArray lineForRemoved(const QString &remoteName);
[[nodiscard]] QByteArray linesFor(const SessionRecord &record, const Notebook &notebook);

/// The last of a document that a person closed.
inline constexpr char closingLine[] = "{\"closed\":true}\n";

/// What the lines say of the cells of `notebook`, opened anew; lines that make no sense are passed
/// over. Runs that have no end in it were Lost.
[[nodiscard]] SessionRecord read(const QByteArray &lines, const Notebook &notebook);

} // namespace RecordFile

} // namespace sessionbook
