#pragma once

#include "notebook/percent/MagicLines.h"
#include "notebook/percent/PercentMarker.h"

#include <QStringList>

namespace sessionbook {

/// One cell of a script taken apart: what it says and how it stands there. A value.
struct PercentCell
{
    bool hasMarker = false; ///< false: what comes before the first marker
    PercentMarker marker;
    QString markerLine;
    QStringList body; ///< the lines as they stand in the script
    QStringList behind; ///< empty lines that only keep the cells apart
    QString openingQuotes; ///< of a text cell that is no comment; with the line feed
    QString closingQuotes;
    QString source; ///< as in a notebook

    /// `lines` begin with the marker where there is one.
    [[nodiscard]] static PercentCell fromLines(const QStringList &lines, bool hasMarker,
                                               const MagicLines &magics);
};

} // namespace sessionbook
