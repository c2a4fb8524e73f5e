#include "notebook/percent/MagicLines.h"

#include "notebook/percent/QuoteState.h"

#include <QRegularExpression>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

using Pattern = QRegularExpression;

// Jupytext's patterns, so that both take the same lines for commands.
const QString comments = u"^\\s*(?:# |#)*"_s;

bool isCommand(const QString &line)
{
    static const Pattern noEscape(comments + u"%{1,3}[a-zA-Z].*#\\s*noescape"_s);
    static const Pattern forced(comments + u"%{1,3}[a-zA-Z].*#\\s*escape"_s);
    static const Pattern magic(comments + u"%{1,3}[a-zA-Z]"_s);
    static const Pattern helpOrShell(comments + u"\\s*[?!]\\s*[A-Za-z.~$\\\\/{}]"_s);
    static const Pattern assignment(
        u"^(?:# |#)*\\s*[a-zA-Z_][a-zA-Z_$0-9]*\\s*=\\s*(?:%{1,3}|!)[a-zA-Z]"_s);
    static const Pattern helpBehind(u"^\\s*(?:# )*\\S*\\?\\s*$"_s);
    static const Pattern shellWord(
        u"^(?:# |#)*(?:cat|cd|cp|mv|rm|rmdir|mkdir|copy|ddir|echo|ls|ldir"
        "|ren)(?:$|\\s$|\\s[^=,])"_s);
    if (forced.match(line).hasMatch())
        return true;
    if (noEscape.match(line).hasMatch())
        return false;
    return std::ranges::any_of(
        std::initializer_list<const Pattern *>{&magic, &helpOrShell, &assignment, &helpBehind,
                                               &shellWord},
        [&line](const Pattern *pattern) { return pattern->match(line).hasMatch(); });
}

bool isPlainCommand(const QString &line)
{
    static const Pattern pattern(comments + u"(?:%[a-zA-Z]|!\\s*[A-Za-z.~$\\\\/{}])"_s);
    return pattern.match(line).hasMatch();
}

qsizetype indentOf(const QString &line)
{
    const auto first = std::ranges::find_if(line, [](QChar c) { return !c.isSpace(); });
    return first - line.begin();
}

QString commented(const QString &line, qsizetype indent)
{
    return line.left(indent) + u"# "_s + line.mid(indent);
}

/// Takes one "# " or "#" away; nothing where there is none.
QString uncommented(const QString &line)
{
    const qsizetype indent = indentOf(line);
    if (!QStringView(line).sliced(indent).startsWith(u'#'))
        return line;
    const bool hasSpace = QStringView(line).sliced(indent).startsWith(u"# ");
    return line.left(indent) + line.mid(indent + (hasSpace ? 2 : 1));
}

/// The next line belongs to the same command.
bool goesOn(const QString &line)
{
    return QStringView(line).trimmed().endsWith(u'\\');
}

} // namespace

bool MagicLines::isMarker(const QString &line) const
{
    static const Pattern jupytext(
        u"^\\s*#\\s*(?:%%%*\\s.*|(?:%%|<codecell>|In\\[[0-9 ]*\\]:?)\\s*)$"_s,
        Pattern::DotMatchesEverythingOption);
    static const Pattern plain(u"^\\s*#\\s*(?:%%.*|(?:<codecell>|In\\[[0-9 ]*\\]:?)\\s*)$"_s,
                               Pattern::DotMatchesEverythingOption);
    return (m_dialect == PercentDialect::Jupytext ? jupytext : plain).match(line).hasMatch();
}

bool MagicLines::isMagic(const QString &line) const
{
    return m_dialect == PercentDialect::Jupytext ? isCommand(line) : isPlainCommand(line);
}

/// A marker behind one or more comment signs.
bool MagicLines::isCommentedMarker(const QString &line) const
{
    const auto text = std::ranges::find_if(line, [](QChar c) { return c != u'#' && !c.isSpace(); });
    if (text == line.end())
        return false;
    const qsizetype sign = line.lastIndexOf(u'#', text - line.begin());
    return sign >= 0 && isMarker(line.mid(sign));
}

QString MagicLines::written(const QString &line, bool continues) const
{
    if (continues)
        return u"# "_s + line;
    if (isMagic(line)) {
        const QString escaped = commented(line, indentOf(line));
        // Where the comment hides the command from the reader it stays as it is.
        return isMagic(escaped) && !isMarker(escaped) ? escaped : line;
    }
    return isCommentedMarker(line) ? commented(line, indentOf(line)) : line;
}

QStringList MagicLines::toScript(const QStringList &source,
                                 const QHash<QString, QString> &asRead) const
{
    QStringList lines;
    QuoteState quotes;
    bool continues = false;
    for (const QString &line : source) {
        QString script = line;
        if (!quotes.isOpen()) {
            script = asRead.value(line, written(line, continues));
            continues = (continues || isMagic(line)) && goesOn(line);
        }
        quotes.read(script);
        lines += script;
    }
    return lines;
}

QStringList MagicLines::fromScript(const QStringList &lines) const
{
    QStringList source;
    QuoteState quotes;
    bool continues = false;
    for (const QString &line : lines) {
        QString text = line;
        if (!quotes.isOpen()) {
            const bool isCommand = continues || isMagic(line);
            const QString once = uncommented(line);
            if (isCommand || (isCommentedMarker(line) && isCommentedMarker(once)))
                text = once;
            continues = isCommand && goesOn(line);
        }
        quotes.read(line);
        source += text;
    }
    return source;
}

QStringList MagicLines::toComments(const QStringList &source) const
{
    QStringList lines;
    for (const QString &line : source) {
        const QString comment = line.isEmpty() ? u"#"_s : u"# "_s + line;
        lines += isCommentedMarker(comment) ? u"# "_s + comment : comment;
    }
    return lines;
}

QStringList MagicLines::fromComments(const QStringList &lines) const
{
    QStringList source;
    for (const QString &line : lines) {
        const bool isComment = line.startsWith(u'#');
        const QString once = isComment ? line.mid(line.startsWith(u"# "_s) ? 2 : 1) : line;
        const bool isTwice = isComment && once.startsWith(u"# "_s) && isCommentedMarker(once);
        source += isTwice ? once.mid(2) : once;
    }
    return source;
}

} // namespace sessionbook
