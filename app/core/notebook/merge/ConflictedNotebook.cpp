#include "notebook/merge/ConflictedNotebook.h"

#include "notebook/ipynb/IpynbReader.h"
#include "notebook/merge/ConflictMarkers.h"
#include "notebook/merge/NotebookMerge.h"

namespace sessionbook {

namespace {

Error inSide(Error error, const ConflictSide &side, const QString &fallbackName)
{
    error.detail = QStringLiteral("git conflict markers; the side “%1” is damaged: %2")
                       .arg(side.name.isEmpty() ? fallbackName : side.name, error.detail);
    if (error.line)
        error.line = side.fileLine(*error.line);
    return error;
}

} // namespace

Result<ConflictedNotebook> ConflictReader::read(const QByteArray &bytes)
{
    const auto text = ConflictMarkers::parse(bytes);
    if (!text)
        return Error{ErrorKind::NotANotebook, QStringLiteral("no conflict markers in order")};
    const auto ours = IpynbReader::read(text->ours.text);
    if (!ours)
        return inSide(ours.error(), text->ours, QStringLiteral("ours"));
    const auto theirs = IpynbReader::read(text->theirs.text);
    if (!theirs)
        return inSide(theirs.error(), text->theirs, QStringLiteral("theirs"));
    ConflictedNotebook notebook{{}, text->ours.name, text->theirs.name};
    // What both began with only helps; where it is damaged the sides alone must do.
    const auto base = text->base ? IpynbReader::read(text->base->text)
                                 : Result<NotebookData>(Error{ErrorKind::NotFound, {}});
    notebook.merged
        = base ? NotebookMerge::merge(*base, *ours, *theirs) : NotebookMerge::merge(*ours, *theirs);
    return notebook;
}

} // namespace sessionbook
