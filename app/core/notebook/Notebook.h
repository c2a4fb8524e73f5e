#pragma once

#include "notebook/Cell.h"
#include "notebook/DocumentFields.h"
#include "notebook/EditPlace.h"
#include "notebook/NotebookData.h"
#include "notebook/SharedTexts.h"

#include <QObject>
#include <QSet>
#include <QStringList>
#include <QUndoStack>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace sessionbook {

/// The open document: cells in order, a revision, one undo history. Views observe it, nobody but
/// NotebookEditor changes text or structure, nobody but the execution module changes outputs.
///
/// Owned by the window (or runner) that shows it; lives in one thread. Signals come after the
/// change, one for each cell concerned, so that a view can follow by index.
class Notebook : public QObject
{
    Q_OBJECT
public:
    explicit Notebook(NotebookData data = NotebookData::empty(), QObject *parent = nullptr);
    ~Notebook() override;

    [[nodiscard]] int cellCount() const;
    /// `index` must lie in [0, cellCount()).
    [[nodiscard]] const Cell &cellAt(int index) const;
    [[nodiscard]] CellId idAt(int index) const;
    /// -1 where the cell is not (or no longer) in the notebook.
    [[nodiscard]] int indexOf(CellId id) const;
    /// nullptr where the cell is not in the notebook; valid until the next change.
    [[nodiscard]] const Cell *find(CellId id) const;

    /// Grows with every change of any kind, outputs included; never goes back.
    [[nodiscard]] quint64 revision() const;
    [[nodiscard]] QUndoStack &undoStack() { return m_undoStack; }
    /// Who shows the notebook says where the person is, so that steps can lead back there; an empty
    /// function when it goes.
    void setPlaceSource(std::function<EditPlace()> source);
    /// Text, structure or outputs differ from the last markSaved().
    [[nodiscard]] bool isModified() const;
    void markSaved();
    /// The format the document is saved in from now on; at first, that of the file it comes from.
    /// What a format cannot keep is never unsaved: a script has no place for outputs.
    void setFormat(DocumentFormat format);
    /// There are outputs that no save keeps: those of a script.
    [[nodiscard]] bool hasUnkeptOutputs() const;
    /// What it holds is not what the file holds, although no step of its own made it so: it was
    /// recovered, or the file is gone.
    void markModified();

    /// Replaces a cell's outputs and number; not undoable, does nothing when the cell is gone. One
    /// that is no code at the moment gets them when it is code again. For runs.
    void setOutputs(CellId id, QList<Output> outputs, std::optional<int> executionCount);

    /// The language of the code cells by language_info or kernelspec; "python" where the file says
    /// nothing.
    [[nodiscard]] QString language() const;
    /// JSON object text; empty where the file has none.
    [[nodiscard]] const QByteArray &metadata() const { return m_data.metadata; }
    [[nodiscard]] const QStringList &faults() const;
    /// The format the file had where that was an older one, until the document is saved; 0: none.
    [[nodiscard]] int upgradedFrom() const;
    /// What is to be saved: a value that shares its bytes with the document, so a worker thread may
    /// write it.
    [[nodiscard]] NotebookData snapshot() const;
    [[nodiscard]] NotebookFields fields() const;

    /// From now on `file` is what lies on disk: what says the same as it is written back from its
    /// bytes, and its layout is kept. Changes no content, and the undo history lives on.
    /// `counterparts` gives for each cell the index of the file's cell, or -1 (see
    /// merge/NotebookReplacement.h, which finds them).
    void rebaseOnto(const NotebookData &file, const QList<qsizetype> &counterparts);

signals:
    void cellInserted(int index);
    void cellRemoved(int index, sessionbook::CellId id);
    void cellMoved(int from, int to); ///< `to` is the index after the move
    void cellSourceChanged(sessionbook::CellId id);
    void cellKindChanged(sessionbook::CellId id);
    void cellOutputsChanged(sessionbook::CellId id);
    /// The cell's metadata, its id in the file or another field.
    void cellMetadataChanged(sessionbook::CellId id);
    void notebookMetadataChanged(); ///< perhaps the language(), too
    void modifiedChanged(bool modified);
    void rebased(); ///< what lies on disk is another file now
    /// After undo or redo, once for a step: where the person was, or where the change is.
    void placeRestored(const sessionbook::EditPlace &place);

private:
    friend class NotebookEditor; // the only writer
    friend class NotebookMutation; // what the undo commands call

    struct RunResult
    {
        QList<Output> outputs;
        std::optional<int> executionCount;
    };

    /// A cell, in the notebook or waiting in the undo history. Cells stay where they are in memory,
    /// so that a move in a long notebook shifts pointers only.
    struct Node
    {
        Cell cell;
        std::optional<RunResult> lateResult; ///< of a run that went on while it was no code
        int indexHint = 0; ///< where the cell stood when it was last asked for
        bool isPresent = true;
    };

    Node *addNode(Cell cell);
    void giveFileId(Cell &cell);
    [[nodiscard]] QString unusedFileId();
    void replaceUnfitFileIds();
    void contentChanged();
    void updateModified();
    void announcePlace();

    QUndoStack m_undoStack;
    NotebookData m_data; ///< all but the cells
    std::unordered_map<quint64, std::unique_ptr<Node>> m_nodes; ///< by the value of the id
    std::vector<Node *> m_order;
    QSet<QString> m_fileIds; ///< all that were ever used here
    mutable QString m_language; ///< of the metadata; empty until somebody asks
    SharedTexts m_sharedTexts;
    std::function<EditPlace()> m_placeSource;
    std::optional<EditPlace> m_restoredPlace; ///< by the undo or redo that is under way
    DocumentFormat m_format;
    quint64 m_lastId = 0;
    quint64 m_revision = 0;
    bool m_outputsModified = false;
    bool m_wasModified = false;
    bool m_typingMergeBroken = false;
    QStringList m_pendingTransactions; ///< begun by the editor, without an edit yet
    int m_openTransactions = 0;
};

} // namespace sessionbook
