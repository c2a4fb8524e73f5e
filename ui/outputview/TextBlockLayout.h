#pragma once

#include "outputs/OutputBlock.h"
#include "outputview/BlockLayout.h"
#include "outputview/TerminalText.h"

#include <QCoreApplication>

namespace sessionbook {

/// What a program printed. Long text shows its beginning and its end, with a line between that says
/// how much is hidden and unfolds it; text of the error stream has a quiet edge at the left.
class TextBlockLayout final : public BlockLayout
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::TextBlockLayout)
public:
    static constexpr int longestUnfolded = 400; ///< rows
    static constexpr int shownAtEitherEnd = 150; ///< rows of a folded text

    TextBlockLayout(const TextBlock &block, const Theme &theme, QString action);

    void setWidth(int width) override;
    [[nodiscard]] int height() const override;
    void paint(QPainter &painter, const QRect &clip) const override;
    [[nodiscard]] QString anchorAt(QPoint point) const override;
    bool activate() override;
    [[nodiscard]] bool isTextAt(QPoint point) const override;
    [[nodiscard]] qsizetype textLength() const override { return m_text.length(); }
    [[nodiscard]] qsizetype positionAt(QPoint point) const override;
    [[nodiscard]] TextSpan wordAt(qsizetype position) const override
    {
        return m_text.wordAt(position);
    }
    [[nodiscard]] QString textIn(TextSpan span) const override;
    [[nodiscard]] QString plainText() const override { return m_text.plain().toString(); }

private:
    [[nodiscard]] bool isLong() const { return m_text.rowCount() > longestUnfolded; }
    [[nodiscard]] bool isFolded() const { return isLong() && !m_isUnfolded; }
    [[nodiscard]] int visibleRows() const;
    /// The row of the fold's line ("… lines hidden" or "Show less") among the visible ones; -1
    /// where there is none.
    [[nodiscard]] int foldRow() const;
    [[nodiscard]] int textRow(int visibleRow) const;
    [[nodiscard]] QString foldText() const;
    void paintFold(QPainter &painter) const;

    TerminalText m_text;
    const Theme &m_theme;
    QString m_action;
    bool m_isStandardError = false;
    bool m_isUnfolded = false;
};

} // namespace sessionbook
