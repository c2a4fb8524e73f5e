#pragma once

#include "outputs/AnsiText.h"

#include <QList>

namespace sessionbook {

/// One part of a Python traceback, as a stretch of whole lines.
struct TracebackPart
{
    enum class Kind {
        Heading, ///< dashes and "KeyError   Traceback (most recent call last)": says nothing new
        OwnFrame, ///< a cell, or a file of the user's
        LibraryFrame, ///< Python's own or an installed package's
        Note, ///< "During handling of the above exception…", the text of a syntax error, anything
              ///< else
        Conclusion ///< the last "KeyError: 'mass'", which the error's name and message say already
    };

    Kind kind = Kind::Note;
    qsizetype start = 0; ///< in UTF-16 units of AnsiText::plain
    qsizetype length = 0; ///< with the line feed at the end, where there is one

    bool operator==(const TracebackPart &) const = default;
};

/// Finds the frames in a traceback as IPython writes it (versions 5 to 8); text of another kind is
/// one Note. Pure.
struct TracebackFrames
{
    QList<TracebackPart> parts; ///< in order, without gaps
    int libraryFrames = 0;
    int cellLine
        = 0; ///< 1-based line of the cell in the last frame that is a cell's; 0 where there is none

    [[nodiscard]] static TracebackFrames of(const AnsiText &traceback, const QString &name,
                                            const QString &message);
};

} // namespace sessionbook
