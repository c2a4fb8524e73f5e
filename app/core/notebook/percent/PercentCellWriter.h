#pragma once

#include "notebook/Cell.h"
#include "notebook/percent/PercentCell.h"

#include <optional>

namespace sessionbook {

/// Writes one cell as lines of a script that PercentCell reads as the same cell; each way of
/// writing is tried by reading it. Pure.
class PercentCellWriter
{
public:
    struct Place
    {
        bool isLast = false;
        bool keepsGap = false; ///< the empty lines behind it were there to keep it from another
        bool mayLackMarker = false; ///< the first, which had none
    };

    explicit PercentCellWriter(PercentDialect dialect)
        : m_dialect(dialect)
        , m_magics(dialect)
    {
    }

    /// With the empty lines behind. `before` is the cell as it was read: what need not change of it
    /// stays.
    [[nodiscard]] QStringList write(const Cell &cell, const std::optional<PercentCell> &before,
                                    Place place) const;
    /// Whether the cell says what was read.
    [[nodiscard]] static bool isSame(const Cell &cell, const PercentCell &before);

private:
    struct Attempt
    {
        const Cell &cell;
        const std::optional<PercentCell> &before;
        Place place;
    };

    [[nodiscard]] std::optional<QStringList> inItsKind(const Attempt &attempt,
                                                       const PercentMarker &marker) const;
    [[nodiscard]] std::optional<QStringList> asLanguage(const Attempt &attempt,
                                                        PercentMarker marker) const;
    [[nodiscard]] QStringList asInactive(const Attempt &attempt, PercentMarker marker) const;
    [[nodiscard]] std::optional<QStringList> separated(const Attempt &attempt, PercentMarker marker,
                                                       const QStringList &body,
                                                       bool hasMarker = true) const;
    [[nodiscard]] bool isReadAs(const QStringList &lines, bool hasMarker, const Cell &cell) const;

    PercentDialect m_dialect;
    MagicLines m_magics;
};

} // namespace sessionbook
