#include "document/RecoveryText.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

int countOf(const CellDifferences &differences, CellDifference::Kind kind)
{
    return static_cast<int>(std::ranges::count(differences, kind, &CellDifference::kind));
}

} // namespace

RecoveryOffer RecoveryText::of(const RecoveredDocument &document, const QDateTime &changedAt)
{
    RecoveryOffer offer{
        .changedAt = changedAt, .summary = summaryOf(document), .note = noteOn(document)};
    if (!document.path.isEmpty())
        offer.name = QFileInfo(document.path).fileName();
    else
        offer.name = document.name.isEmpty() ? tr("Untitled") : document.name;
    offer.place = document.path.isEmpty()
        ? tr("never saved")
        : QDir::toNativeSeparators(QFileInfo(document.path).path());
    for (const CellDifference &difference : document.differences)
        offer.differences += lineOf(difference);
    return offer;
}

QString RecoveryText::summaryOf(const RecoveredDocument &document)
{
    using Kind = CellDifference::Kind;
    const CellDifferences &differences = document.differences;
    QStringList parts;
    if (const int count = countOf(differences, Kind::Changed); count > 0)
        parts += tr("%n changed cell(s)", nullptr, count);
    if (const int count = countOf(differences, Kind::Added); count > 0)
        parts += tr("%n new cell(s)", nullptr, count);
    if (const int count = countOf(differences, Kind::Removed); count > 0)
        parts += tr("%n deleted cell(s)", nullptr, count);
    if (const int count = countOf(differences, Kind::Moved); count > 0)
        parts += tr("%n moved cell(s)", nullptr, count);
    return parts.isEmpty() ? tr("metadata of the notebook") : parts.join(u", "_s);
}

QString RecoveryText::noteOn(const RecoveredDocument &document)
{
    QStringList notes;
    if (document.base == RecoveredDocument::Base::PresentFile)
        notes += tr("The file was changed since, and no copy of what it was is left: the cells "
                    "that were not saved are put into the file as it is now.");
    else if (document.base == RecoveredDocument::Base::Nothing)
        notes += tr("The file cannot be read any more, and no copy of it is left: only the cells "
                    "that were not saved can be recovered.");
    else if (document.file == RecoveredDocument::File::Changed)
        notes += tr("Another program changed the file since. What it changed is merged into what "
                    "is recovered, and what contradicts is asked.");
    else if (document.file == RecoveredDocument::File::Missing)
        notes += tr("The file is no longer there. Saving makes it again.");
    if (document.isDamaged)
        notes += tr("The end of the journal was cut off; the very last change may be missing.");
    return notes.join(u' ');
}

QString RecoveryText::lineOf(const CellDifference &difference)
{
    using Kind = CellDifference::Kind;
    //: stands for the beginning of a cell's text
    const QString title = difference.title.isEmpty() ? tr("(empty)") : difference.title;
    switch (difference.kind) {
    case Kind::Added:
        return tr("Cell %1 is new: %2").arg(difference.number).arg(title);
    case Kind::Removed:
        return tr("Cell %1 of the file was deleted: %2").arg(difference.number).arg(title);
    case Kind::Moved:
        return tr("Cell %1 was moved: %2").arg(difference.number).arg(title);
    case Kind::Changed:
        break;
    }
    if (difference.text && difference.outputs)
        return tr("Cell %1, text and outputs: %2").arg(difference.number).arg(title);
    if (difference.text)
        return tr("Cell %1, text: %2").arg(difference.number).arg(title);
    return tr("Cell %1, outputs: %2").arg(difference.number).arg(title);
}

} // namespace sessionbook
