#pragma once

#include <QList>
#include <QStringView>

namespace sessionbook {

/// A stretch of code that is set in a colour; in UTF-16 units.
struct CodeToken
{
    enum class Kind {
        Keyword,
        String,
        Number,
        Comment,
        Function ///< a name that is defined, a decorator, a magic
    };

    qsizetype start = 0;
    qsizetype length = 0;
    Kind kind = Kind::Keyword;

    bool operator==(const CodeToken &) const = default;
};

/// Python as notebooks hold it, with IPython's magics, cut for colouring: what the cell editor
/// shows in colours, no more. Forgiving (every text has tokens), pure, linear.
namespace PythonTokens {

/// Ordered, not overlapping; everything between is plain.
[[nodiscard]] QList<CodeToken> in(QStringView code);

} // namespace PythonTokens

} // namespace sessionbook
