#pragma once

#include "notebook/Cell.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace sessionbook {

/// How the file that was read is laid out, so that what we write looks the same.
struct FileStyle
{
    QByteArray indent = " "; ///< one level; empty: all on one line
    QByteArray lineEnd = "\n";
    bool finalNewline = true;

    bool operator==(const FileStyle &) const = default;
};

/// A whole notebook as a value: what IpynbReader gives, Notebook takes and IpynbWriter writes. Crosses threads.
struct NotebookData
{
    int formatMajor = 4;
    int formatMinor = 5;
    QList<Cell> cells;
    QByteArray metadata; ///< JSON object text
    /// Fields of the top level we do not know, as `"name": value` texts.
    QList<QByteArray> otherFields;
    FileStyle style;
    /// What was wrong with the file and has been passed over; for people, one line each, untranslated detail.
    QStringList faults;

    /// What File ▸ New gives: one empty code cell, Python 3 metadata, nbformat 4.5.
    [[nodiscard]] static NotebookData empty();
};

} // namespace sessionbook
