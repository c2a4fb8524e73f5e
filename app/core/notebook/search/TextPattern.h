#pragma once

#include "base/Result.h"

#include <QRegularExpression>
#include <QString>

namespace sessionbook {

/// What to look for.
struct SearchOptions
{
    QString text;
    bool matchesCase = false;
    bool wholeWords = false;
    bool isExpression = false; ///< a regular expression (PCRE); ^ and $ stand for every line

    bool operator==(const SearchOptions &) const = default;
};

/// A pattern that is ready to look with. A value; thread-safe. Whatever it is, it gives up on a
/// text after a bounded number of steps instead of trying for hours.
class TextPattern
{
public:
    /// InvalidArgument with the reason, and the column where it is known, for what is no regular
    /// expression.
    [[nodiscard]] static Result<TextPattern> compile(const SearchOptions &options);

    [[nodiscard]] const QRegularExpression &expression() const { return m_expression; }
    [[nodiscard]] bool isExpression() const { return m_isExpression; }

private:
    TextPattern(QRegularExpression expression, bool isExpression);

    QRegularExpression m_expression;
    bool m_isExpression;
};

} // namespace sessionbook
