#pragma once

#include <cstddef>
#include <vector>

namespace sessionbook {

/// Heights of rows and where each begins: prefix sums in a Fenwick tree. Looking up and changing
/// one height cost O(log n), inserting and removing O(n) once before the next lookup, however many
/// there were. A value.
class RowOffsets
{
public:
    RowOffsets() = default;
    explicit RowOffsets(std::vector<int> heights);

    [[nodiscard]] int count() const { return static_cast<int>(m_heights.size()); }
    [[nodiscard]] int height(int row) const { return m_heights[static_cast<std::size_t>(row)]; }
    /// The sum of the heights before `row`; `row` may be count().
    [[nodiscard]] long long offset(int row) const;
    [[nodiscard]] long long total() const { return offset(count()); }
    /// The row that covers `y`; the first for what lies above, the last for what lies below, -1
    /// where there is none.
    [[nodiscard]] int rowAt(long long y) const;

    void setHeight(int row, int height);
    void insert(int row, int height);
    void remove(int row);
    /// `to` is the index after the move.
    void move(int from, int to);

private:
    void rebuildIfStale() const;

    std::vector<int> m_heights;
    mutable std::vector<long long> m_tree; // one-based; built anew before a lookup where m_isStale
    mutable bool m_isStale = true;
};

} // namespace sessionbook
