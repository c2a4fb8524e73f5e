#pragma once

#include "notebook/Cell.h"

#include <QList>

namespace sessionbook {

/// Says which cell of one notebook is which of another: by the file's ids first, then by content –
/// the same text, wherever it went, then a similar text at the same place, then a similar text
/// elsewhere. A value; pure and thread-safe. The work grows about with the number of cells, also
/// where all of them look alike.
class CellAlignment
{
public:
    [[nodiscard]] static CellAlignment between(const QList<Cell> &left, const QList<Cell> &right);

    static constexpr qsizetype none = -1;
    /// The counterpart's index, or `none`.
    [[nodiscard]] qsizetype rightOf(qsizetype left) const { return m_rightOf.at(left); }
    [[nodiscard]] qsizetype leftOf(qsizetype right) const { return m_leftOf.at(right); }
    [[nodiscard]] const QList<qsizetype> &rights() const { return m_rightOf; }
    [[nodiscard]] const QList<qsizetype> &lefts() const { return m_leftOf; }

private:
    QList<qsizetype> m_rightOf;
    QList<qsizetype> m_leftOf;
};

} // namespace sessionbook
