#include "notebook/merge/TextTokens.h"

#include <QHashFunctions>

#include <algorithm>

namespace sessionbook {

namespace {

constexpr qsizetype longestLooked = 20'000;

bool belongsToWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate();
}

} // namespace

TextTokens::TextTokens(QStringView text)
{
    text = text.first(std::min(text.size(), longestLooked));
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype start = at++;
        if (text[start].isSpace())
            continue;
        if (belongsToWord(text[start])) {
            while (at < text.size() && belongsToWord(text[at]))
                ++at;
        }
        m_hashes.push_back(qHash(text.sliced(start, at - start)));
    }
    std::ranges::sort(m_hashes);
}

double TextTokens::similarityTo(const TextTokens &other) const
{
    const size_t total = m_hashes.size() + other.m_hashes.size();
    if (total == 0)
        return 1;
    size_t shared = 0;
    auto mine = m_hashes.begin();
    auto theirs = other.m_hashes.begin();
    while (mine != m_hashes.end() && theirs != other.m_hashes.end()) {
        const auto compared = *mine <=> *theirs;
        shared += compared == 0 ? 1 : 0;
        mine += compared <= 0 ? 1 : 0;
        theirs += compared >= 0 ? 1 : 0;
    }
    return 2.0 * static_cast<double>(shared) / static_cast<double>(total);
}

} // namespace sessionbook
