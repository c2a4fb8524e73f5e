#include "outputview/TerminalText.h"

#include "outputview/TextColumns.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>
#include <QTextOption>

#include <algorithm>
#include <cmath>

namespace sessionbook {
namespace {

constexpr qreal lineSpacing = 1.4;
constexpr int fewestColumns = 20;

bool isWordCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_' || character.isSurrogate()
        || character.isMark();
}

TextSpan overlap(TextSpan one, TextSpan other)
{
    return {std::max(one.start, other.start), std::min(one.end, other.end)};
}

} // namespace

TerminalText::TerminalText(AnsiText text, const Theme &theme, ColorRole ground)
    : m_text(std::move(text))
    , m_theme(theme)
    , m_palette(theme, ground)
    , m_font(theme.codeFont)
    , m_length(m_text.plain.size())
{
    while (m_length > 0 && m_text.plain[m_length - 1] == u'\n')
        --m_length;
    const QFontMetricsF metrics(m_font);
    constexpr int sample = 64; // one character alone would round
    m_advance = std::max(1.0, metrics.horizontalAdvance(QString(sample, u'0')) / sample);
    m_rowHeight = std::max(1, int(std::lround(m_font.pixelSize() * lineSpacing)));
    m_baseline = std::round((m_rowHeight - metrics.height()) / 2 + metrics.ascent());
}

void TerminalText::setWidth(int width)
{
    const int columns = std::max(fewestColumns, int(width / m_advance));
    if (columns == m_columns)
        return;
    m_columns = columns;
    m_rows = TextColumns::wrapped(plain(), columns);
}

TextSpan TerminalText::rowSpan(int row) const
{
    const auto index = static_cast<size_t>(row);
    const qsizetype start = m_rows[index];
    qsizetype end = index + 1 < m_rows.size() ? m_rows[index + 1] : m_length;
    if (end > start && m_text.plain[end - 1] == u'\n')
        --end;
    return {start, end};
}

void TerminalText::paintRows(QPainter &painter, QPointF origin, int first, int last,
                             TextSpan selection) const
{
    for (int row = std::max(0, first); row <= std::min(last, rowCount() - 1); ++row) {
        const TextSpan span = rowSpan(row);
        const bool isSimple
            = TextColumns::isSimple(plain().sliced(span.start, span.end - span.start));
        if (isSimple)
            paintSimpleRow(painter, origin, span, selection);
        else
            paintShapedRow(painter, origin, span, selection);
        origin.ry() += m_rowHeight;
    }
}

std::vector<TerminalText::Piece> TerminalText::piecesOf(TextSpan row) const
{
    std::vector<Piece> pieces;
    const auto endsAfter = [](const AnsiRun &run) { return run.start + run.length; };
    auto run = std::ranges::upper_bound(m_text.runs, row.start, {}, endsAfter);
    qsizetype at = row.start;
    for (; run != m_text.runs.end() && run->start < row.end; ++run) {
        const TextSpan styled = overlap(row, {run->start, run->start + run->length});
        if (styled.start > at)
            pieces.push_back({{at, styled.start}, {}});
        pieces.push_back({styled, run->style});
        at = styled.end;
    }
    if (at < row.end)
        pieces.push_back({{at, row.end}, {}});
    return pieces;
}

QFont TerminalText::fontFor(const AnsiStyle &style) const
{
    QFont font = m_font;
    font.setBold(style.bold);
    font.setItalic(style.italic);
    font.setUnderline(style.underline);
    return font;
}

void TerminalText::paintSimpleRow(QPainter &painter, QPointF origin, TextSpan row,
                                  TextSpan selection) const
{
    const auto rectOf = [&](TextSpan span) {
        return QRectF(origin.x() + qreal(span.start - row.start) * m_advance, origin.y(),
                      qreal(span.end - span.start) * m_advance, m_rowHeight);
    };
    const std::vector<Piece> pieces = piecesOf(row);
    for (const Piece &piece : pieces) {
        if (const QColor ground = m_palette.colors(piece.style).background; ground.isValid())
            painter.fillRect(rectOf(piece.span), ground);
    }
    if (const TextSpan selected = overlap(row, selection); !selected.isEmpty())
        painter.fillRect(rectOf(selected), m_theme.color(ColorRole::Selection));
    for (const Piece &piece : pieces) {
        painter.setFont(fontFor(piece.style));
        painter.setPen(m_palette.colors(piece.style).foreground);
        painter.drawText(QPointF(rectOf(piece.span).x(), origin.y() + m_baseline),
                         m_text.plain.sliced(piece.span.start, piece.span.end - piece.span.start));
    }
}

std::unique_ptr<QTextLayout> TerminalText::shaped(TextSpan row, bool withStyles) const
{
    auto layout = std::make_unique<QTextLayout>(m_text.plain.sliced(row.start, row.end - row.start),
                                                m_font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTabStopDistance(TextColumns::tabWidth * m_advance);
    layout->setTextOption(option);
    if (withStyles) {
        QList<QTextLayout::FormatRange> formats;
        for (const Piece &piece : piecesOf(row)) {
            const TerminalColors colors = m_palette.colors(piece.style);
            QTextCharFormat format;
            format.setFont(fontFor(piece.style));
            format.setForeground(colors.foreground);
            if (colors.background.isValid())
                format.setBackground(colors.background);
            formats.append({int(piece.span.start - row.start),
                            int(piece.span.end - piece.span.start), format});
        }
        layout->setFormats(formats);
    }
    layout->beginLayout();
    layout->createLine().setLineWidth(1e6);
    layout->endLayout();
    return layout;
}

void TerminalText::paintShapedRow(QPainter &painter, QPointF origin, TextSpan row,
                                  TextSpan selection) const
{
    const auto layout = shaped(row, true);
    QList<QTextLayout::FormatRange> selections;
    if (const TextSpan selected = overlap(row, selection); !selected.isEmpty()) {
        QTextCharFormat format;
        format.setBackground(m_theme.color(ColorRole::Selection));
        selections.append(
            {int(selected.start - row.start), int(selected.end - selected.start), format});
    }
    // Characters of another font may be higher; they keep to our baseline, so that rows stay where
    // arithmetic expects them.
    const qreal top = origin.y() + m_baseline - layout->lineAt(0).ascent();
    layout->draw(&painter, {origin.x(), top}, selections);
}

qsizetype TerminalText::positionAt(int row, qreal x) const
{
    if (row < 0)
        return 0;
    if (row >= rowCount())
        return m_length;
    const TextSpan span = rowSpan(row);
    if (TextColumns::isSimple(plain().sliced(span.start, span.end - span.start)))
        return std::clamp(span.start + qsizetype(std::lround(std::max(0.0, x) / m_advance)),
                          span.start, span.end);
    return span.start + shaped(span, false)->lineAt(0).xToCursor(x);
}

qreal TerminalText::rowWidth(int row) const
{
    const TextSpan span = rowSpan(row);
    if (TextColumns::isSimple(plain().sliced(span.start, span.end - span.start)))
        return qreal(span.end - span.start) * m_advance;
    return shaped(span, false)->lineAt(0).naturalTextWidth();
}

TextSpan TerminalText::wordAt(qsizetype position) const
{
    const QStringView text = plain();
    qsizetype start = std::clamp<qsizetype>(position, 0, m_length);
    qsizetype end = start;
    while (start > 0 && isWordCharacter(text[start - 1]))
        --start;
    while (end < m_length && isWordCharacter(text[end]))
        ++end;
    if (start == end && end < m_length && text[end] != u'\n')
        ++end;
    return {start, end};
}

} // namespace sessionbook
