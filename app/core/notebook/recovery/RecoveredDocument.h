#pragma once

#include "notebook/NotebookData.h"
#include "notebook/recovery/CellDifference.h"
#include "notebook/recovery/JournalReader.h"

namespace sessionbook {

/// A document put together from a journal and the file that the journal is told against. A value.
struct RecoveredDocument
{
    /// What became of the file since the journal began.
    enum class File {
        Unchanged, ///< as the journal knows it
        Changed, ///< by another program, or by a save that the program's end cut off
        Missing, ///< or not to be read
        None ///< the document had none
    };
    /// Where the cells come from that the journal does not tell.
    enum class Base {
        Exact, ///< the file, or a copy of what it was
        PresentFile, ///< the changed file: the journal's cells were put where they belong by id
        Nothing ///< only the journal's own cells are there
    };

    NotebookData data;
    QString path; ///< empty: it had none
    QString name;
    FileFingerprint fingerprint; ///< of the file that the changes are told against
    File file = File::None;
    Base base = Base::Exact;
    NotebookData baseData; ///< what the file held that `fingerprint` is of
    /// For each cell which one of the base's it is, -1 for none; for Journal::followUnsaved().
    QList<qsizetype> baseCells;
    qsizetype baseCellCount = 0;
    CellDifferences differences; ///< from the file as it is now
    bool changesFields = false; ///< of the notebook itself, such as its metadata
    bool isDamaged = false; ///< the journal's end was cut off

    /// There is nothing in it that the file as it is now does not hold.
    [[nodiscard]] bool saysWhatTheFileSays() const
    {
        return differences.isEmpty() && !changesFields && file != File::None
            && file != File::Missing;
    }

    /// As a document that has no file yet.
    [[nodiscard]] RecoveredDocument withoutFile() &&;

    /// Reads the file and the copy: blocks on the disk, thread-safe.
    [[nodiscard]] static RecoveredDocument from(const JournalContent &journal,
                                                const QString &copyPath);
};

} // namespace sessionbook
