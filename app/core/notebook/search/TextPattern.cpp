#include "notebook/search/TextPattern.h"

namespace sessionbook {

namespace {

// PCRE counts its attempts and gives up at this number; nested repetitions would otherwise double
// them with every character. A fraction of a second.
constexpr int mostAttempts = 1'000'000;

Error invalid(const QRegularExpression &expression)
{
    Error error{ErrorKind::InvalidArgument, expression.errorString()};
    error.column = static_cast<int>(expression.patternErrorOffset()) + 1;
    return error;
}

QString wholeWordsOf(const QString &pattern)
{
    return QStringLiteral("(?<!\\w)(?:%1)(?!\\w)").arg(pattern);
}

} // namespace

TextPattern::TextPattern(QRegularExpression expression, bool isExpression)
    : m_expression(std::move(expression))
    , m_isExpression(isExpression)
{
}

Result<TextPattern> TextPattern::compile(const SearchOptions &options)
{
    QRegularExpression::PatternOptions flags
        = QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption;
    flags.setFlag(QRegularExpression::CaseInsensitiveOption, !options.matchesCase);
    QString pattern
        = options.isExpression ? options.text : QRegularExpression::escape(options.text);
    const QRegularExpression alone(pattern, flags);
    if (!alone.isValid())
        return invalid(alone);
    if (options.wholeWords)
        pattern = wholeWordsOf(pattern);
    const QRegularExpression bounded(
        QStringLiteral("(*LIMIT_MATCH=%1)").arg(mostAttempts) + pattern, flags);
    if (!bounded.isValid())
        return Error{ErrorKind::InvalidArgument, bounded.errorString()};
    return TextPattern(bounded, options.isExpression);
}

} // namespace sessionbook
