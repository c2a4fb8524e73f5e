#include "export/MarkdownFence.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

qsizetype longestRun(QStringView text, QChar character)
{
    qsizetype longest = 0;
    qsizetype run = 0;
    for (const QChar each : text) {
        run = each == character ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

qsizetype runAtStart(QStringView text, QChar character)
{
    qsizetype length = 0;
    while (length < text.size() && text[length] == character)
        ++length;
    return length;
}

/// The line without the up to three spaces that may stand before a fence; empty where it has more.
QStringView unindented(QStringView line)
{
    const qsizetype spaces = runAtStart(line, u' ');
    return spaces <= 3 ? line.sliced(spaces) : QStringView();
}

/// The fence that begins with this line; empty where none does.
QString opening(QStringView line)
{
    for (const QChar mark : {u'`', u'~'}) {
        const qsizetype length = runAtStart(line, mark);
        const bool isCodeSpan = mark == u'`' && line.sliced(length).contains(u'`');
        if (length >= 3 && !isCodeSpan)
            return QString(length, mark);
    }
    return {};
}

bool ends(QStringView line, const QString &fence)
{
    const qsizetype length = runAtStart(line, fence.front());
    return length >= fence.size() && line.sliced(length).trimmed().isEmpty();
}

QString withLineFeed(QString text)
{
    if (!text.endsWith(u'\n'))
        text += u'\n';
    return text;
}

} // namespace

QString MarkdownFence::around(const QString &text, QStringView info)
{
    const QString fence(std::max<qsizetype>(3, longestRun(text, u'`') + 1), u'`');
    QString word;
    std::ranges::copy_if(info, std::back_inserter(word), [](QChar character) {
        return character.isLetterOrNumber() || QStringView(u"+-#._").contains(character);
    });
    return fence + word + u'\n' + withLineFeed(text) + fence + u'\n';
}

QString MarkdownFence::closed(const QString &markdown)
{
    QString fence;
    for (const QStringView each : QStringView(markdown).split(u'\n')) {
        const QStringView line = unindented(each);
        if (fence.isEmpty())
            fence = opening(line);
        else if (ends(line, fence))
            fence.clear();
    }
    const QString text = withLineFeed(markdown);
    return fence.isEmpty() ? text : text + fence + u'\n';
}

} // namespace sessionbook
