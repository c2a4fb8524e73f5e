#include "notebook/merge/TextMerge.h"

#include "notebook/merge/LineMatching.h"

namespace sessionbook {

namespace {

/// The classic three-way merge: lines that all three have are fixed, and each stretch between them
/// is taken from the side that changed it.
class LineMerge
{
public:
    LineMerge(const QString &base, const QString &ours, const QString &theirs)
        : m_base(base.split(u'\n'))
        , m_ours(ours.split(u'\n'))
        , m_theirs(theirs.split(u'\n'))
    {
    }

    TextMerge::Merged run()
    {
        const QList<qsizetype> inOurs = LineMatching::between(m_base, m_ours);
        const QList<qsizetype> inTheirs = LineMatching::between(m_base, m_theirs);
        for (qsizetype line = 0; line < m_base.size(); ++line) {
            if (inOurs.at(line) < 0 || inTheirs.at(line) < 0)
                continue;
            mergeUpTo(line, inOurs.at(line), inTheirs.at(line));
            takeForBoth(m_base.sliced(m_baseAt++, 1));
            ++m_oursAt;
            ++m_theirsAt;
        }
        mergeUpTo(m_base.size(), m_ours.size(), m_theirs.size());
        return {m_forOurs.join(u'\n'), m_forTheirs.join(u'\n')};
    }

private:
    void mergeUpTo(qsizetype baseEnd, qsizetype oursEnd, qsizetype theirsEnd)
    {
        const QStringList base = m_base.sliced(m_baseAt, baseEnd - m_baseAt);
        const QStringList ours = m_ours.sliced(m_oursAt, oursEnd - m_oursAt);
        const QStringList theirs = m_theirs.sliced(m_theirsAt, theirsEnd - m_theirsAt);
        m_baseAt = baseEnd;
        m_oursAt = oursEnd;
        m_theirsAt = theirsEnd;
        if (ours == base)
            return takeForBoth(theirs);
        if (theirs == base || ours == theirs)
            return takeForBoth(ours);
        m_forOurs += ours;
        m_forTheirs += theirs;
    }

    void takeForBoth(const QStringList &lines)
    {
        m_forOurs += lines;
        m_forTheirs += lines;
    }

    QStringList m_base;
    QStringList m_ours;
    QStringList m_theirs;
    qsizetype m_baseAt = 0;
    qsizetype m_oursAt = 0;
    qsizetype m_theirsAt = 0;
    QStringList m_forOurs;
    QStringList m_forTheirs;
};

} // namespace

TextMerge::Merged TextMerge::merge(const QString &base, const QString &ours, const QString &theirs)
{
    if (ours == theirs || theirs == base)
        return {ours, ours};
    if (ours == base)
        return {theirs, theirs};
    return LineMerge(base, ours, theirs).run();
}

} // namespace sessionbook
