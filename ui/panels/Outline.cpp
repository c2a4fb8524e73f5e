#include "panels/Outline.h"

#include "notebook/Notebook.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Headings are shown as plain text: emphasis, code and link marks go, their words stay.
QString plainTitle(QString title)
{
    static const QRegularExpression closing(u"\\s+#+\\s*$"_s);
    static const QRegularExpression link(u"!?\\[([^\\]]*)\\]\\([^)]*\\)"_s);
    static const QRegularExpression tags(u"<[^>]*>"_s);
    static const QRegularExpression marks(u"[*`]+|(?<!\\w)_+|_+(?!\\w)"_s);
    return title.remove(closing).replace(link, u"\\1"_s).remove(tags).remove(marks).simplified();
}

} // namespace

QList<OutlineEntry> Outline::ofText(CellId cell, const QString &markdown)
{
    static const QRegularExpression heading(u"^ {0,3}(#{1,6})\\s+(.+)$"_s);
    static const QRegularExpression fence(u"^ {0,3}(```|~~~)"_s);
    QList<OutlineEntry> entries;
    bool inFence = false;
    for (const auto &line : markdown.split(u'\n')) {
        if (fence.match(line).hasMatch())
            inFence = !inFence;
        const auto match = inFence ? QRegularExpressionMatch() : heading.match(line);
        if (!match.hasMatch())
            continue;
        const QString title = plainTitle(match.captured(2));
        if (!title.isEmpty())
            entries << OutlineEntry{cell, int(match.capturedLength(1)), title};
    }
    return entries;
}

QList<OutlineEntry> Outline::of(const Notebook &notebook)
{
    QList<OutlineEntry> entries;
    for (int i = 0; i < notebook.cellCount(); ++i) {
        const Cell &cell = notebook.cellAt(i);
        if (cell.kind == CellKind::Markdown)
            entries << ofText(cell.id, cell.source);
    }
    return entries;
}

} // namespace sessionbook
