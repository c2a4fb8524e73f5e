#include "notebook/search/TextSearch.h"

namespace sessionbook {

namespace {

/// As long as the text, with replacements for lone surrogates, which no pattern can look at.
QString searchable(const QString &text)
{
    if (text.isValidUtf16())
        return text;
    QString form = text;
    for (qsizetype i = 0; i < form.size(); ++i) {
        const bool isPair = form.at(i).isHighSurrogate() && i + 1 < form.size()
            && form.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else if (form.at(i).isSurrogate())
            form[i] = QChar::ReplacementCharacter;
    }
    return form;
}

/// Calls `take` for each match that is not empty, until `found` is too many.
template<typename Take>
SearchEnd findIn(const QString &text, const TextPattern &pattern, qsizetype &found,
                 const std::atomic<bool> &isCancelled, Take take)
{
    QRegularExpressionMatchIterator matches = pattern.expression().globalMatch(searchable(text));
    while (matches.hasNext()) {
        if (isCancelled)
            return SearchEnd::Cancelled;
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() == 0)
            continue;
        if (found == TextSearch::mostMatches)
            return SearchEnd::TooMany;
        ++found;
        take(match);
    }
    return matches.isValid() ? SearchEnd::Complete : SearchEnd::TooComplex;
}

} // namespace

SearchResult TextSearch::find(const QList<SearchedText> &texts, const TextPattern &pattern,
                              const std::atomic<bool> &isCancelled)
{
    SearchResult result;
    for (const SearchedText &text : texts) {
        CellMatches matches{text.cell, {}};
        result.end = findIn(text.text, pattern, result.count, isCancelled,
                            [&matches](const QRegularExpressionMatch &match) {
                                matches.ranges += {match.capturedStart(), match.capturedLength()};
                            });
        if (!matches.ranges.isEmpty())
            result.cells += matches;
        if (isCancelled)
            result.end = SearchEnd::Cancelled;
        if (result.end != SearchEnd::Complete)
            break;
    }
    return result;
}

ReplaceResult TextSearch::replacements(const QList<SearchedText> &texts, const TextPattern &pattern,
                                       const ReplacementText &replacement,
                                       const std::atomic<bool> &isCancelled)
{
    ReplaceResult result;
    for (const SearchedText &text : texts) {
        CellReplacements cell{text.cell, text.text, {}};
        result.end = findIn(text.text, pattern, result.count, isCancelled,
                            [&](const QRegularExpressionMatch &match) {
                                cell.deltas += {
                                    match.capturedStart(),
                                    text.text.mid(match.capturedStart(), match.capturedLength()),
                                    replacement.expanded(match)};
                            });
        if (!cell.deltas.isEmpty())
            result.cells += cell;
        if (isCancelled)
            result.end = SearchEnd::Cancelled;
        if (result.end != SearchEnd::Complete)
            break;
    }
    return result;
}

std::optional<TextDelta> TextSearch::replacementAt(const QString &text, qsizetype position,
                                                   const TextPattern &pattern,
                                                   const ReplacementText &replacement)
{
    const auto match
        = pattern.expression().match(searchable(text), position, QRegularExpression::NormalMatch,
                                     QRegularExpression::AnchorAtOffsetMatchOption);
    if (match.capturedLength() == 0)
        return std::nullopt;
    return TextDelta{position, text.mid(position, match.capturedLength()),
                     replacement.expanded(match)};
}

} // namespace sessionbook
