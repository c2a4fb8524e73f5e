#pragma once

#include "base/TextDelta.h"
#include "notebook/Cell.h"
#include "notebook/search/ReplacementText.h"
#include "notebook/search/TextPattern.h"

#include <QList>

#include <atomic>

namespace sessionbook {

/// A part of a text, in UTF-16 units.
struct TextRange
{
    qsizetype position = 0;
    qsizetype length = 0;

    [[nodiscard]] qsizetype end() const { return position + length; }
    bool operator==(const TextRange &) const = default;
};

struct SearchedText
{
    CellId cell;
    QString text;
};

struct CellMatches
{
    CellId cell;
    QList<TextRange> ranges; ///< in order, without overlap, none of them empty
};

struct CellReplacements
{
    CellId cell;
    QString text; ///< in which the replacements count
    QList<TextDelta> deltas;
};

enum class SearchEnd {
    Complete,
    TooMany, ///< stopped at TextSearch::mostMatches
    TooComplex, ///< the pattern takes too many attempts on some text
    Cancelled
};

struct SearchResult
{
    QList<CellMatches> cells; ///< those with matches, in the order they were given
    qsizetype count = 0;
    SearchEnd end = SearchEnd::Complete;
};

struct ReplaceResult
{
    QList<CellReplacements> cells;
    qsizetype count = 0;
    SearchEnd end = SearchEnd::Complete;
};

/// Looks through the texts of a notebook. Pure; meant for a worker thread: `isCancelled` is looked
/// at between matches and texts.
namespace TextSearch {

inline constexpr qsizetype mostMatches = 200'000;

[[nodiscard]] SearchResult find(const QList<SearchedText> &texts, const TextPattern &pattern,
                                const std::atomic<bool> &isCancelled);
[[nodiscard]] ReplaceResult replacements(const QList<SearchedText> &texts,
                                         const TextPattern &pattern,
                                         const ReplacementText &replacement,
                                         const std::atomic<bool> &isCancelled);
/// For the match that begins exactly there; nothing where none does. Looks at no more of the text
/// than that match does.
[[nodiscard]] std::optional<TextDelta> replacementAt(const QString &text, qsizetype position,
                                                     const TextPattern &pattern,
                                                     const ReplacementText &replacement);

} // namespace TextSearch

} // namespace sessionbook
