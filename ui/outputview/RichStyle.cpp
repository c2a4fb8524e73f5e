#include "outputview/RichStyle.h"

#include "outputview/RichMarkup.h"

#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int quoteBarWidth = 3;
constexpr int tableMargin = 4;
constexpr int fieldTopMargin = 6;
constexpr int fieldBottomMargin = 10;

QString family(const QFont &font)
{
    return u'"' + font.family().remove(u'"') + u'"';
}

QString prose(const Theme &theme)
{
    return uR"(
        p { margin-top: 0px; margin-bottom: 9px; line-height: 133%; }
        ul, ol { margin-top: 0px; margin-bottom: 9px; }
        li { margin-top: 0px; margin-bottom: 3px; line-height: 133%; }
        li p { margin-bottom: 3px; }
        li ul, li ol { margin-bottom: 0px; }
        .h1 { font-size: 23px; font-weight: bold; margin-top: 10px; margin-bottom: 7px; }
        .h2 { font-size: 19px; font-weight: bold; margin-top: 12px; margin-bottom: 6px; }
        .h3 { font-size: 16px; font-weight: bold; margin-top: 10px; margin-bottom: 4px; }
        .h4 { font-size: 14px; font-weight: bold; margin-top: 8px; margin-bottom: 3px; }
        .h5, .h6 { font-size: 14px; font-weight: bold; color: %1; margin-top: 8px; margin-bottom: 3px; }
    )"_s.arg(theme.color(ColorRole::MutedText).name());
}

QString notes()
{
    return uR"(
        th, td { white-space: nowrap; }
        td p, th p { margin-bottom: 0px; }
        p { margin-top: 0px; margin-bottom: 6px; }
        ul, ol { margin-top: 0px; margin-bottom: 6px; }
        .h1 { font-size: 19px; font-weight: bold; margin-top: 6px; margin-bottom: 6px; }
        .h2 { font-size: 16px; font-weight: bold; margin-top: 6px; margin-bottom: 6px; }
        .h3, .h4, .h5, .h6 { font-size: 14px; font-weight: bold; margin-top: 6px; margin-bottom: 4px; }
    )"_s;
}

QString shared(const Theme &theme)
{
    return uR"(
        a { color: %1; text-decoration: none; }
        code, pre { font-family: %2; font-size: 13px; }
        .h1 code { font-size: 22px; }
        .h2 code { font-size: 18px; }
        .h3 code { font-size: 15px; }
        pre { margin-top: 0px; margin-bottom: 0px; line-height: 125%; }
        .math { font-family: %2; font-size: 13px; color: %3; }
        th, td { font-size: 13px; padding-top: 4px; padding-bottom: 4px; padding-left: 12px; padding-right: 12px; }
        .quote p, .quote li { font-size: 14px; }
        th { font-weight: bold; }
        thead th, thead td { border-bottom: 1px solid %4; }
        tbody th { font-weight: normal; color: %5; }
    )"_s.arg(theme.color(ColorRole::Accent).name(), family(theme.codeFont),
             theme.color(ColorRole::Function).name(), theme.color(ColorRole::Line).name(),
             theme.color(ColorRole::MutedText).name());
}

void styleTable(QTextTable &table, const Theme &theme)
{
    QTextTableFormat format = table.format();
    const bool isCode = qRound(format.cellPadding()) == RichMarkup::codePadding;
    const bool isQuote = qRound(format.cellPadding()) == RichMarkup::quotePadding;
    format.setBorder(0);
    format.setTopMargin(isCode || isQuote ? fieldTopMargin : tableMargin);
    format.setBottomMargin(isCode || isQuote ? fieldBottomMargin : tableMargin);
    table.setFormat(format);
    if (!isQuote)
        return;
    QTextTableCell cell = table.cellAt(0, 0);
    QTextTableCellFormat bar = cell.format().toTableCellFormat();
    bar.setLeftBorder(quoteBarWidth);
    bar.setLeftBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    bar.setLeftBorderBrush(theme.color(ColorRole::Line));
    bar.setLeftPadding(12);
    bar.setTopPadding(0);
    bar.setBottomPadding(0);
    cell.setFormat(bar);
}

void styleTables(const QTextFrame &frame, const Theme &theme)
{
    const QList<QTextFrame *> children = frame.childFrames();
    for (QTextFrame *child : children) {
        if (auto *table = qobject_cast<QTextTable *>(child))
            styleTable(*table, theme);
        styleTables(*child, theme);
    }
}

/// A task's box takes the place of the bullet.
void styleTasks(const QTextDocument &document)
{
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextList *list = block.textList();
        const QString text = list ? block.text().left(1) : QString();
        if (text != u"\u2610" && text != u"\u2611")
            continue;
        QTextListFormat format = list->format();
        format.setStyle(QTextListFormat::ListStyleUndefined);
        list->setFormat(format);
    }
}

/// A cell's outputs and its neighbours keep their distance themselves: none above the first line,
/// none below the last.
void trimMargins(QTextDocument &document)
{
    QTextCursor first(document.firstBlock());
    QTextBlockFormat format = first.blockFormat();
    format.setTopMargin(0);
    first.setBlockFormat(format);
    QTextCursor last(document.lastBlock());
    format = last.blockFormat();
    format.setBottomMargin(0);
    last.setBlockFormat(format);
}

/// QTextDocument keeps an empty line before a table that begins the text and after one that ends
/// it; ours take no room.
void collapseEmptyEdges(QTextDocument &document)
{
    for (const QTextBlock &block : {document.firstBlock(), document.lastBlock()}) {
        if (block.length() > 1 || document.blockCount() == 1)
            continue;
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        format.setLineHeight(0, QTextBlockFormat::FixedHeight);
        format.setTopMargin(0);
        format.setBottomMargin(0);
        cursor.setBlockFormat(format);
    }
}

} // namespace

QString RichStyle::sheet(const Theme &theme, bool isMarkdown)
{
    return (isMarkdown ? prose(theme) : notes()) + shared(theme);
}

void RichStyle::apply(QTextDocument &document, const Theme &theme)
{
    QTextCursor edit(&document);
    edit.beginEditBlock();
    styleTables(*document.rootFrame(), theme);
    styleTasks(document);
    trimMargins(document);
    collapseEmptyEdges(document);
    edit.endEditBlock();
}

} // namespace sessionbook
