#include "notebookview/CodeEdits.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

qsizetype indentOf(QStringView line)
{
    const auto *const end
        = std::find_if(line.begin(), line.end(), [](QChar c) { return c != u' ' && c != u'\t'; });
    return end - line.begin();
}

bool isBlank(QStringView line)
{
    return line.trimmed().isEmpty();
}

/// The code of a line without the comment at its end; a '#' within quotes does not begin one.
QStringView withoutComment(QStringView line)
{
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (!quote.isNull()) {
            if (c == u'\\')
                ++i;
            else if (c == quote)
                quote = QChar();
        } else if (c == u'#') {
            return line.left(i);
        } else if (c == u'\'' || c == u'"') {
            quote = c;
        }
    }
    return line;
}

bool endsItsBlock(QStringView statement)
{
    const qsizetype wordEnd
        = std::find_if(statement.begin(), statement.end(), [](QChar c) { return !c.isLetter(); })
        - statement.begin();
    const QStringView word = statement.left(wordEnd);
    return word == u"return" || word == u"pass" || word == u"break" || word == u"continue"
        || word == u"raise";
}

bool isComment(QStringView line)
{
    return line.trimmed().startsWith(u'#');
}

QString uncommented(const QString &line)
{
    const qsizetype hash = indentOf(line);
    const qsizetype length = line.mid(hash + 1).startsWith(u' ') ? 2 : 1;
    return line.left(hash) + line.mid(hash + length);
}

} // namespace

QString CodeEdits::indentAfter(QStringView beforeCaret)
{
    const QString indent = beforeCaret.left(indentOf(beforeCaret)).toString();
    const QStringView code = withoutComment(beforeCaret).trimmed();
    if (code.endsWith(u':'))
        return indent + QString(indentWidth, u' ');
    if (endsItsBlock(code) && indent.endsWith(QString(indentWidth, u' ')))
        return indent.chopped(indentWidth);
    return indent;
}

QStringList CodeEdits::withCommentsToggled(const QStringList &lines)
{
    const bool allComments = std::ranges::all_of(
        lines, [](const QString &line) { return isBlank(line) || isComment(line); });
    const bool anyText
        = std::ranges::any_of(lines, [](const QString &line) { return !isBlank(line); });
    qsizetype column = std::numeric_limits<qsizetype>::max();
    for (const QString &line : lines) {
        if (!isBlank(line) || !anyText)
            column = std::min(column, indentOf(line));
    }
    QStringList toggled;
    for (const QString &line : lines) {
        if (isBlank(line) && anyText)
            toggled.append(line);
        else if (allComments && anyText)
            toggled.append(uncommented(line));
        else
            toggled.append(line.left(column) + u"# "_s + line.mid(column));
    }
    return toggled;
}

} // namespace sessionbook
