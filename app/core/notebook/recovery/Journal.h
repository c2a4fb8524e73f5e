#pragma once

#include "notebook/Cell.h"
#include "notebook/recovery/JournalMail.h"

#include <QMetaObject>
#include <QObject>

#include <memory>
#include <optional>

namespace sessionbook {

class JournalWriter;
class Notebook;

/// The file that a document was read from or saved to, as the journal needs it.
struct JournaledFile
{
    QString path = {}; ///< absolute; empty: there is none yet
    QString name = {}; ///< of a document without a file
    FileFingerprint fingerprint = {}; ///< null without a file
    ByteSlice content = {}; ///< what the file holds, where it is in memory
};

/// Keeps what is unsaved in one document, and outputs that no save keeps, on the disk, beside the
/// document: after the program's sudden end the next start finds every edit and every output
/// (OrphanJournals).
///
/// Observes the notebook and hands each change to a thread of its own at the end of the turn of the
/// event loop, so that a change made of several steps is journalled whole; that thread writes at
/// once and flushes at least every 100 ms. The journal exists only while there is something of
/// that. Undo history and what is only on the screen are no part of it. Lives in the notebook's
/// thread and never waits for the disk, but for its destructor, which waits a few seconds at most.
class Journal : public QObject
{
    Q_OBJECT
public:
    /// `directory` empty: "journals" of the state directory.
    explicit Journal(QString directory = {}, QObject *parent = nullptr);
    /// What is unsaved stays on the disk, unless discard() was called.
    ~Journal() override;

    /// Observes `notebook`, which says what `file` holds; without a file everything in it is
    /// unsaved as soon as something changes. Ends whatever was journalled before.
    void follow(Notebook &notebook, JournaledFile file);
    /// The same for a document that is unsaved at once: it was recovered, or merged with a file
    /// that somebody else changed. `baseCells` tells for each of its cells which one of the file's
    /// it is, -1 for none; those that are not touched say what the file says.
    void followUnsaved(Notebook &notebook, JournaledFile file, const QList<qsizetype> &baseCells,
                       qsizetype baseCellCount);

    /// The same after Notebook::rebased(): `fileCells` are the cells of the file as it was read.
    void followRebased(Notebook &notebook, JournaledFile file, const QList<Cell> &fileCells);

    /// The file is gone or cannot be read any more: from now on the journal holds the whole
    /// document.
    void tellAll();

    /// A snapshot of the document is being saved: what changes from now on is not in it.
    void beginSave();
    /// That snapshot is in `file` now.
    void saved(JournaledFile file);
    void saveFailed();

    /// At once, and to the disk: a run ended. Gives what written() tells when it is there.
    quint64 flush();
    /// Nothing of the document is to be kept: it is closed.
    void discard();

signals:
    /// Once each time that writing stops working, and once when the journal is complete again.
    void failed(const sessionbook::Error &error);
    void recovered();
    /// What was handed over up to that flush() outlives the program, where there was anything to
    /// keep: the system has it. While writing does not work, nothing is told.
    void written(quint64 ticket);
    /// Everything that was handed over is on the disk.
    void stored();

private:
    struct Staged
    {
        std::vector<JournalRecord> order;
        std::map<quint64, CellChange> cells;
        bool document = false;

        [[nodiscard]] bool isEmpty() const { return order.empty() && cells.empty() && !document; }
    };

    void observe(Notebook &notebook);
    /// There is something that the file does not hold.
    [[nodiscard]] bool hasToKeep() const;
    void startFromFile();
    void tellNothing();
    void tellAnew();
    void stageAll(Staged &staged) const;
    void note(JournalRecord step);
    void note(CellId cell, CellChange change);
    void noteInserted(int index);
    void noteDocument();
    void schedule();
    void handOver(bool isUrgent);
    void post(JournalMail mail);
    [[nodiscard]] JournalMail mailOf(Staged staged) const;
    [[nodiscard]] QList<quint64> order() const;

    std::unique_ptr<JournalWriter> m_writer;
    Notebook *m_notebook = nullptr;
    JournaledFile m_file;
    Staged m_staged;
    /// What changed since the snapshot that is being saved, and the order that had.
    struct Save
    {
        QList<quint64> cells;
        Staged since;
    };
    std::optional<Save> m_save;
    std::optional<JournalMail::Start> m_start; ///< to be told with the first change
    bool m_isTold = false; ///< the writer holds changes
    bool m_isScheduled = false;
    bool m_isDiscarded = false;
    quint64 m_ticket = 0;
};

} // namespace sessionbook
