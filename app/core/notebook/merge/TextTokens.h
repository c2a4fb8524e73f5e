#pragma once

#include <QStringView>

#include <vector>

namespace sessionbook {

/// The words and signs of a text without their order: enough to say how much of one text is found
/// in another. A value; takes a bounded part of long texts.
class TextTokens
{
public:
    explicit TextTokens(QStringView text);

    /// Hashes, sorted.
    [[nodiscard]] const std::vector<size_t> &hashes() const { return m_hashes; }
    /// From 0, nothing in common, to 1, the same words; two empty texts are the same.
    [[nodiscard]] double similarityTo(const TextTokens &other) const;

private:
    std::vector<size_t> m_hashes;
};

} // namespace sessionbook
