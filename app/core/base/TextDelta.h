#pragma once

#include <QString>

namespace sessionbook {

/// The smallest single replacement that turns one text into another: what typing, pasting and undo
/// exchange. Positions count UTF-16 units and never fall between the halves of a surrogate pair.
struct TextDelta
{
    qsizetype position = 0;
    QString removed;
    QString inserted;

    /// The common beginning and end of both texts are left out.
    [[nodiscard]] static TextDelta between(const QString &before, const QString &after);

    [[nodiscard]] bool isEmpty() const { return removed.isEmpty() && inserted.isEmpty(); }
    [[nodiscard]] TextDelta inverted() const { return {position, inserted, removed}; }
    /// `text` must contain `removed` at `position`.
    [[nodiscard]] QString appliedTo(const QString &text) const;

    bool operator==(const TextDelta &) const = default;
};

} // namespace sessionbook
