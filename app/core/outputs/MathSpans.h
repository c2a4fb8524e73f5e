#pragma once

#include <QString>
#include <QStringList>

namespace sessionbook {

/// Takes the mathematics out of Markdown before it is read as Markdown, by the rules of Jupyter:
/// $…$, $$…$$, \\(…\\), \\[…\\] and \begin{…}…\end{…}, with braces balanced, not across an empty
/// line, not in code.
struct MathSpans
{
    QString text; ///< the Markdown with a mark (see markFor) in the place of each span
    QStringList spans; ///< as they were written, delimiters included

    [[nodiscard]] static MathSpans extractedFrom(const QString &markdown);
    /// What stands for the span of this number: characters of the private use area, which nothing
    /// in Markdown touches.
    [[nodiscard]] static QString markFor(qsizetype number);
    /// Puts <span class="math"> with the escaped spans into markup in the place of their marks; as
    /// plain text within a tag.
    [[nodiscard]] QString restoredIn(const QString &html) const;
};

} // namespace sessionbook
