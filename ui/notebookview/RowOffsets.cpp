#include "notebookview/RowOffsets.h"

#include <algorithm>
#include <bit>

namespace sessionbook {

namespace {

size_t lowestBit(size_t index)
{
    return index & (~index + 1);
}

} // namespace

RowOffsets::RowOffsets(std::vector<int> heights)
    : m_heights(std::move(heights))
{
}

void RowOffsets::rebuildIfStale() const
{
    if (!m_isStale)
        return;
    m_tree.assign(m_heights.size() + 1, 0);
    for (size_t i = 1; i < m_tree.size(); ++i) {
        m_tree[i] += m_heights[i - 1];
        const size_t parent = i + lowestBit(i);
        if (parent < m_tree.size())
            m_tree[parent] += m_tree[i];
    }
    m_isStale = false;
}

long long RowOffsets::offset(int row) const
{
    rebuildIfStale();
    long long sum = 0;
    for (auto i = static_cast<size_t>(row); i > 0; i -= lowestBit(i))
        sum += m_tree[i];
    return sum;
}

int RowOffsets::rowAt(long long y) const
{
    if (m_heights.empty())
        return -1;
    rebuildIfStale();
    size_t before = 0; // rows that end at or above y
    long long rest = std::max(y, 0LL);
    for (size_t step = std::bit_floor(m_heights.size()); step > 0; step /= 2) {
        if (before + step < m_tree.size() && m_tree[before + step] <= rest) {
            before += step;
            rest -= m_tree[before];
        }
    }
    return static_cast<int>(std::min(before, m_heights.size() - 1));
}

void RowOffsets::setHeight(int row, int height)
{
    const auto index = static_cast<size_t>(row);
    const int change = height - m_heights[index];
    m_heights[index] = height;
    if (m_isStale || change == 0)
        return;
    for (size_t i = index + 1; i < m_tree.size(); i += lowestBit(i))
        m_tree[i] += change;
}

void RowOffsets::insert(int row, int height)
{
    m_heights.insert(m_heights.begin() + row, height);
    m_isStale = true;
}

void RowOffsets::remove(int row)
{
    m_heights.erase(m_heights.begin() + row);
    m_isStale = true;
}

void RowOffsets::move(int from, int to)
{
    const int moved = height(from);
    remove(from);
    insert(to, moved);
}

} // namespace sessionbook
