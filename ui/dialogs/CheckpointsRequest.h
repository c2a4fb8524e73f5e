#pragma once

#include "theme/Theme.h"

#include <QList>
#include <QString>

#include <functional>

namespace sessionbook {

/// A kept version of a document, in words.
struct CheckpointRow
{
    QString time;
    QString changes;
    QString details; ///< more of the changes, for a tool tip
    QString size;
};

/// A line of what restoring a version would change.
struct DifferenceLine
{
    enum class Kind { Heading, Same, Removed, Added };

    Kind kind = Kind::Same;
    QString text;

    bool operator==(const DifferenceLine &) const = default;
};

struct CheckpointPreview
{
    QList<DifferenceLine> lines;
    bool canRestore = true; ///< false: damaged, or it says what the document says
};

struct CheckpointsRequest
{
    QString documentName;
    QList<CheckpointRow> rows; ///< newest first
    QString note; ///< what else there is to say; empty for nothing
    Theme theme;
    /// Asked for the row that is looked at; answers at most once, later.
    std::function<void(int row, std::function<void(const CheckpointPreview &)> answer)> preview;
};

} // namespace sessionbook
