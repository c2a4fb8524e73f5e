#pragma once

#include "outputs/AnsiText.h"
#include "outputview/BlockLayout.h"
#include "outputview/TerminalPalette.h"

#include <QFont>

#include <memory>
#include <vector>

class QTextLayout;

namespace sessionbook {

/// Terminal text in rows of equal height, wrapped at a column: any stretch of rows is painted,
/// found and measured without looking at the others. Rows of plain characters go by arithmetic;
/// others are shaped by Qt, one row at a time.
class TerminalText
{
public:
    /// `theme` must outlive the text. Line feeds at the very end give no row.
    TerminalText(AnsiText text, const Theme &theme, ColorRole ground);

    void setWidth(int width);
    [[nodiscard]] int rowCount() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    [[nodiscard]] qsizetype length() const { return m_length; }
    [[nodiscard]] QStringView plain() const { return QStringView(m_text.plain).first(m_length); }

    /// The baseline-to-baseline stack of rows `first`…`last` (inclusive) with the top left corner
    /// of `first` at `origin`.
    void paintRows(QPainter &painter, QPointF origin, int first, int last,
                   TextSpan selection) const;
    [[nodiscard]] qsizetype positionAt(int row, qreal x) const;
    [[nodiscard]] qreal rowWidth(int row) const;
    [[nodiscard]] TextSpan rowSpan(int row) const; ///< without the line feed
    [[nodiscard]] TextSpan wordAt(qsizetype position) const;

private:
    struct Piece
    {
        TextSpan span;
        AnsiStyle style;
    };

    [[nodiscard]] std::vector<Piece> piecesOf(TextSpan row) const;
    void paintSimpleRow(QPainter &painter, QPointF origin, TextSpan row, TextSpan selection) const;
    void paintShapedRow(QPainter &painter, QPointF origin, TextSpan row, TextSpan selection) const;
    [[nodiscard]] std::unique_ptr<QTextLayout> shaped(TextSpan row, bool withStyles) const;
    [[nodiscard]] QFont fontFor(const AnsiStyle &style) const;

    AnsiText m_text;
    const Theme &m_theme;
    TerminalPalette m_palette;
    QFont m_font;
    qreal m_advance = 1;
    int m_rowHeight = 1;
    qreal m_baseline = 0;
    qsizetype m_length = 0;
    int m_columns = 0;
    std::vector<qsizetype> m_rows{0};
};

} // namespace sessionbook
