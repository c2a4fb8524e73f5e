#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace sessionbook {

/// One side of a text with conflict markers, made whole: the lines outside of the conflicts and
/// those of the side.
struct ConflictSide
{
    QString name; ///< as the marker says: "HEAD", a branch; may be empty
    QByteArray text;
    int lineCount = 0;

    /// Lines that follow one another in the file, too.
    struct Run
    {
        int line = 0; ///< the first, from 1
        int fileLine = 0;
    };
    QList<Run> runs;

    void take(QByteArrayView line, int fileLine);
    /// Where a line of the text stands in the file.
    [[nodiscard]] int fileLine(int line) const;
};

/// A text that git (or Mercurial, or diff3) left with conflict markers.
struct ConflictedText
{
    ConflictSide ours;
    ConflictSide theirs;
    /// What both sides began with; nothing unless every conflict says it (the styles diff3,
    /// zdiff3).
    std::optional<ConflictSide> base;
    QList<int> markerLines; ///< where each conflict begins, from 1
};

/// Reads `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>` at the beginning of lines. Pure.
namespace ConflictMarkers {

/// Nothing where the text holds no conflict, or where markers stand in no order that a merge would
/// write. Conflicts within the base of a conflict have longer markers and stay what they are: text.
[[nodiscard]] std::optional<ConflictedText> parse(const QByteArray &text);

} // namespace ConflictMarkers

} // namespace sessionbook
