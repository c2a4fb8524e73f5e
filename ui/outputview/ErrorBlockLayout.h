#pragma once

#include "outputs/OutputBlock.h"
#include "outputs/TracebackFrames.h"
#include "outputview/BlockLayout.h"
#include "outputview/TerminalText.h"

#include <QCoreApplication>

#include <memory>

namespace sessionbook {

/// An error as one tinted field with a red edge: name and message first, then the frames of the
/// person's own code; those of libraries are folded behind a link in the first line. The field
/// hangs out by Theme::fieldPaddingX at either side, so that its text stands where the cell's text
/// stands.
class ErrorBlockLayout final : public BlockLayout
{
    Q_DECLARE_TR_FUNCTIONS(sessionbook::ErrorBlockLayout)
public:
    ErrorBlockLayout(ErrorBlock block, const Theme &theme, QString action);

    void setWidth(int width) override;
    [[nodiscard]] int height() const override;
    void paint(QPainter &painter, const QRect &clip) const override;
    [[nodiscard]] QString anchorAt(QPoint point) const override;
    bool activate() override;
    [[nodiscard]] bool isTextAt(QPoint point) const override;
    [[nodiscard]] qsizetype textLength() const override;
    [[nodiscard]] qsizetype positionAt(QPoint point) const override;
    [[nodiscard]] TextSpan wordAt(qsizetype position) const override;
    [[nodiscard]] QString textIn(TextSpan span) const override;
    [[nodiscard]] QString plainText() const override;

private:
    void rebuild();
    void placeNote();
    [[nodiscard]] QString lineNote() const;
    [[nodiscard]] QString framesNote() const;
    [[nodiscard]] bool hasBody() const { return m_body->length() > 0; }
    [[nodiscard]] int bodyTop() const;
    [[nodiscard]] qsizetype bodyOffset() const
    {
        return m_header.length() + 1;
    } ///< a line feed between the two
    void paintNote(QPainter &painter) const;

    ErrorBlock m_block;
    const Theme &m_theme;
    QString m_action;
    TracebackFrames m_frames;
    TerminalText m_header;
    std::unique_ptr<TerminalText> m_body;
    int m_width = 0;
    QRect m_noteRect; ///< "line 1 · 6 library frames hidden"
    QRect m_linkRect; ///< the second half of it
    bool m_isUnfolded = false;
};

} // namespace sessionbook
