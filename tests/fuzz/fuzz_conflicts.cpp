// Any bytes as a file with conflict markers, and what is merged from it through all that follows.
// Broken promises abort.
#include "notebook/ipynb/IpynbReader.h"
#include "notebook/ipynb/IpynbWriter.h"
#include "notebook/merge/ConflictMarkers.h"
#include "notebook/merge/ConflictedNotebook.h"
#include "notebook/merge/NotebookMerge.h"
#include "notebook/merge/NotebookReplacement.h"

#include <cstdlib>

using namespace sessionbook;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void requireSides(const ConflictedText &text, qsizetype size)
{
    require(!text.markerLines.isEmpty());
    for (const ConflictSide &side : {text.ours, text.theirs, text.base.value_or(ConflictSide())}) {
        require(side.text.size() < size);
        for (int line = 1; line <= side.lineCount; ++line)
            require(side.fileLine(line) >= line);
    }
}

/// What is written must be what was chosen.
void requireWritten(const NotebookData &resolved)
{
    const auto again = IpynbReader::read(IpynbWriter::write(resolved));
    require(again.hasValue());
    require(again->cells.size() == resolved.cells.size());
    for (qsizetype i = 0; i < resolved.cells.size(); ++i)
        require(again->cells.at(i).source == resolved.cells.at(i).source);
}

/// One side becomes the other in an open notebook, and comes back.
void requireReplacement(const NotebookData &ours, const NotebookData &theirs)
{
    Notebook notebook(ours);
    const QByteArray before = IpynbWriter::write(notebook.snapshot());
    NotebookReplacement::apply(notebook, theirs, QStringLiteral("Reload"));
    require(notebook.undoStack().count() <= 1);
    notebook.undoStack().undo();
    require(IpynbWriter::write(notebook.snapshot()) == before);
    NotebookReplacement::reload(notebook, theirs, QStringLiteral("Reload"));
    require(IpynbWriter::write(notebook.snapshot()) == theirs.origin.text.view());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto text = ConflictMarkers::parse(bytes);
    const auto notebook = ConflictReader::read(bytes);
    require(text || !notebook);
    if (!text)
        return 0;
    requireSides(*text, bytes.size());
    const auto ours = IpynbReader::read(text->ours.text);
    const auto theirs = IpynbReader::read(text->theirs.text);
    require(notebook.hasValue() == (ours && theirs));
    if (!notebook)
        return 0;
    const qsizetype conflicts = notebook->merged.conflicts().size();
    for (const MergeChoice choice : {MergeChoice::Ours, MergeChoice::Theirs, MergeChoice::Both})
        requireWritten(notebook->merged.resolved(QList<MergeChoice>(conflicts, choice)));
    require(!NotebookMerge::merge(*ours, *theirs, *ours).hasConflicts());
    if (ours->upgradedFrom == 0 && theirs->upgradedFrom == 0)
        requireReplacement(*ours, *theirs);
    return 0;
}
