#pragma once

#include "notebook/Cell.h"
#include "notebook/DocumentFormat.h"
#include "notebook/json/ByteSlice.h"
#include "notebook/json/FileStyle.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace sessionbook {

/// The text of the file a notebook was read from, and where its cells lie in it: what did not
/// change is written back from here.
struct FileOrigin
{
    ByteSlice text; ///< empty for a new notebook
    qsizetype cellsBegin = 0; ///< of the list's opening bracket
    qsizetype cellsEnd = 0; ///< behind its closing bracket; equal to cellsBegin where the file has
                            ///< no list of cells
    QByteArray metadata; ///< what the file said
    QList<ByteSlice> otherFields; ///< what the file said
    int formatMinor = 0; ///< what the file said
    DocumentFormat format = DocumentFormat::Notebook; ///< whose bytes the text and the cells' are

    bool operator==(const FileOrigin &) const = default;
};

/// A whole notebook as a value: what IpynbReader gives, Notebook takes and IpynbWriter writes.
/// Crosses threads.
struct NotebookData
{
    int formatMajor = 4;
    int formatMinor = 5;
    QList<Cell> cells;
    QByteArray metadata; ///< JSON object text
    /// Fields of the top level we do not know, as `"name": value` texts.
    QList<ByteSlice> otherFields;
    FileStyle style;
    FileOrigin origin;
    /// What was wrong with the file and has been passed over; for people, one line each,
    /// untranslated detail.
    QStringList faults;
    /// The major version the file had where that was an older one, which is never written again;
    /// 0: none.
    int upgradedFrom = 0;
    /// What was upgraded, as it was read: nothing of the document is written back from it.
    ByteSlice upgradedText;

    /// What File ▸ New gives: one empty code cell, Python 3 metadata, nbformat 4.5.
    [[nodiscard]] static NotebookData empty();
    /// The same without the file it was read from: all of it is written anew, in the style of a new
    /// file.
    [[nodiscard]] NotebookData withoutOrigin() const;
};

} // namespace sessionbook
