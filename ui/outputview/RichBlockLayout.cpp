#include "outputview/RichBlockLayout.h"

#include "outputview/ImageBlockLayout.h"
#include "outputview/RichMarkup.h"
#include "outputview/RichStyle.h"

#include <QAbstractTextDocumentLayout>
#include <QLinearGradient>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextTable>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace sessionbook {
namespace {

constexpr int moreEdgeWidth = 28;

/// Between the texts of two neighbouring blocks: cells of one row by a tab, all else by a line.
QChar separator(const QTextBlock &before, const QTextBlock &after)
{
    const QTextTable *table = QTextCursor(after).currentTable();
    if (!table || table != QTextCursor(before).currentTable())
        return u'\n';
    const QTextTableCell one = table->cellAt(before.position());
    const QTextTableCell other = table->cellAt(after.position());
    return one.row() == other.row() && one.column() != other.column() ? u'\t' : u'\n';
}

} // namespace

RichBlockLayout::RichBlockLayout(HtmlBlock block, const Theme &theme, ImageCache &images)
    : m_block(std::move(block))
    , m_theme(theme)
{
    RichMarkup markup = RichMarkup::of(m_block, theme);
    m_document = std::make_unique<RichDocument>(std::move(markup.pictures), images);
    m_document->setDefaultFont(m_block.isMarkdown ? theme.textFont : theme.interfaceFont);
    m_document->setDefaultStyleSheet(RichStyle::sheet(theme, m_block.isMarkdown));
    m_document->setHtml(markup.html);
    RichStyle::apply(*m_document, theme);
}

void RichBlockLayout::setWidth(int width)
{
    if (width == m_width)
        return;
    m_width = width;
    fitPictures(width);
    m_document->setTextWidth(width);
    m_height = int(std::ceil(m_document->size().height()));
    setScrollX(m_scrollX);
}

int RichBlockLayout::height() const
{
    return m_height;
}

void RichBlockLayout::fitPictures(int width)
{
    if (m_document->pictures().isEmpty())
        return;
    for (QTextBlock block = m_document->begin(); block.isValid(); block = block.next()) {
        for (auto part = block.begin(); !part.atEnd(); ++part) {
            QTextImageFormat format = part.fragment().charFormat().toImageFormat();
            const ImageBlock *picture
                = format.isValid() ? m_document->picture(format.name()) : nullptr;
            if (!picture)
                continue;
            const QSize natural
                = picture->declaredSize.isEmpty() ? picture->pixelSize : picture->declaredSize;
            const QSize size = ImageBlockLayout::fitted(natural, width);
            if (size == QSizeF(format.width(), format.height()).toSize())
                continue;
            format.setWidth(size.width());
            format.setHeight(size.height());
            QTextCursor cursor(m_document.get());
            cursor.setPosition(part.fragment().position());
            cursor.setPosition(part.fragment().position() + part.fragment().length(),
                               QTextCursor::KeepAnchor);
            cursor.setCharFormat(format);
            break; // the block's fragments are others now; several pictures in one line wrap as
                   // they are
        }
    }
}

int RichBlockLayout::overflow() const
{
    return std::max(0, int(std::ceil(m_document->size().width())) - m_width);
}

void RichBlockLayout::setScrollX(int x)
{
    m_scrollX = std::clamp(x, 0, overflow());
}

void RichBlockLayout::paint(QPainter &painter, const QRect &clip) const
{
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, m_theme.color(ColorRole::Text));
    context.palette.setColor(QPalette::Dark,
                             m_theme.color(ColorRole::Line)); // what <hr> is drawn in
    context.palette.setColor(QPalette::Link, m_theme.color(ColorRole::Accent));
    if (!selection().isEmpty()) {
        QAbstractTextDocumentLayout::Selection marked;
        marked.cursor = QTextCursor(m_document.get());
        marked.cursor.setPosition(int(selection().start));
        marked.cursor.setPosition(int(selection().end), QTextCursor::KeepAnchor);
        marked.format.setBackground(m_theme.color(ColorRole::Selection));
        context.selections.append(marked);
    }
    painter.save();
    const QRect visible = overflow() > 0 ? clip.intersected(QRect(0, 0, m_width, m_height)) : clip;
    if (overflow() > 0)
        painter.setClipRect(visible, Qt::IntersectClip);
    painter.translate(-m_scrollX, 0);
    context.clip = visible.translated(m_scrollX, 0);
    m_document->documentLayout()->draw(&painter, context);
    painter.restore();
    if (m_scrollX < overflow())
        paintMoreEdge(painter, clip);
}

void RichBlockLayout::paintMoreEdge(QPainter &painter, const QRect &clip) const
{
    const QColor page = m_theme.color(ColorRole::Page);
    QColor clear = page;
    clear.setAlpha(0);
    QLinearGradient fade(m_width - moreEdgeWidth, 0, m_width, 0);
    fade.setColorAt(0, clear);
    fade.setColorAt(1, page);
    painter.fillRect(QRect(m_width - moreEdgeWidth, 0, moreEdgeWidth, m_height).intersected(clip),
                     fade);
}

QString RichBlockLayout::anchorAt(QPoint point) const
{
    return m_document->documentLayout()->anchorAt(inDocument(point));
}

const ImageBlock *RichBlockLayout::imageAt(QPoint point) const
{
    return m_document->picture(m_document->documentLayout()->imageAt(inDocument(point)));
}

bool RichBlockLayout::shows(const QByteArray &imageKey) const
{
    return std::ranges::find(m_document->pictures(), imageKey, &ImageBlock::key)
        != m_document->pictures().end();
}

bool RichBlockLayout::isTextAt(QPoint point) const
{
    return m_document->documentLayout()->hitTest(inDocument(point), Qt::ExactHit) >= 0;
}

qsizetype RichBlockLayout::textLength() const
{
    return m_document->characterCount() - 1;
}

qsizetype RichBlockLayout::positionAt(QPoint point) const
{
    if (point.y() < 0)
        return 0;
    if (point.y() >= m_height)
        return textLength();
    return std::clamp<qsizetype>(
        m_document->documentLayout()->hitTest(inDocument(point), Qt::FuzzyHit), 0, textLength());
}

TextSpan RichBlockLayout::wordAt(qsizetype position) const
{
    QTextCursor cursor(m_document.get());
    cursor.setPosition(int(position));
    cursor.select(QTextCursor::WordUnderCursor);
    return {cursor.selectionStart(), cursor.selectionEnd()};
}

QString RichBlockLayout::textIn(TextSpan span) const
{
    QString text;
    QTextBlock before;
    for (QTextBlock block = m_document->findBlock(int(span.start));
         block.isValid() && block.position() < span.end; block = block.next()) {
        if (before.isValid())
            text += separator(before, block);
        const qsizetype from = std::max<qsizetype>(0, span.start - block.position());
        const qsizetype to = std::min<qsizetype>(block.length() - 1, span.end - block.position());
        if (from < to)
            text += block.text().sliced(from, to - from);
        before = block;
    }
    // Qt's signs within a block: a line break, a space that does not break, and the place of a
    // picture.
    return text.replace(QChar::LineSeparator, u'\n')
        .replace(QChar::Nbsp, u' ')
        .remove(QChar::ObjectReplacementCharacter);
}

} // namespace sessionbook
