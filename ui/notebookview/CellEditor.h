#pragma once

#include "base/TextDelta.h"
#include "notebook/NotebookEditor.h"
#include "notebook/search/TextSearch.h"
#include "notebookview/CodeLexer.h"
#include "notebookview/RunLabel.h"

#include <Qsci/qsciscintilla.h>

namespace sessionbook {

/// One cell's text on the screen: shows it, lets it be typed in, grows with it. Lives in the pool
/// of a NotebookView, which gives it a cell by assign() and takes it back.
///
/// Keeps no history of its own and leaves all keys that are not typing or moving to the window.
/// Positions are UTF-16 units as everywhere else; the bytes that Scintilla counts in stay inside.
/// Text that UTF-8 cannot hold (lone surrogates) shows as a replacement, and what is edited around
/// it leaves it as it was, since edits are told as a TextDelta.
class CellEditor : public QsciScintilla
{
    Q_OBJECT
public:
    static constexpr int lineHeight = 20;

    explicit CellEditor(const Theme &theme, QWidget *parent = nullptr);

    /// Shows another cell: its text from the beginning, no selection.
    void assign(CellId cell, CodeLanguage language, const QString &source);
    [[nodiscard]] CellId cell() const { return m_cell; }
    [[nodiscard]] CodeLanguage language() const { return m_language; }
    /// Colours and fonts anew after the theme changed.
    void applyTheme();
    /// The ground on which the text stands; it differs while the cell is edited.
    void setFieldRole(ColorRole role);
    /// Painted over the right upper corner.
    void setRunLabel(const RunLabel &label);

    [[nodiscard]] const QString &shownText() const { return m_text; }
    /// The text changed elsewhere (undo, replace all): changes only what differs and keeps the
    /// caret where it makes sense.
    void replaceText(const QString &source);
    [[nodiscard]] CaretPosition caret() const;
    void setCaret(CaretPosition caret);
    void putCaretAt(QPoint point);
    /// In own coordinates.
    [[nodiscard]] QRect caretRect() const;
    /// Marks these parts of the text, in order, instead of those marked before.
    void setMatches(const QList<TextRange> &ranges);
    /// Tells by edited() what was typed and not yet told.
    void commit();
    /// Takes back what an input method composes and nobody has entered yet.
    void cancelComposing();
    /// Prose wraps, code does not.
    [[nodiscard]] bool wraps() const { return m_language == CodeLanguage::Markdown; }
    /// The lines as they show at the present width, wrapped ones counted as often as they take a
    /// line.
    [[nodiscard]] int shownLineCount();
    /// The lines a text takes unwrapped, for the height of a cell that has no editor.
    [[nodiscard]] static int lineCount(QStringView source);

signals:
    /// The text changed by the user: once in a turn of the event loop at the latest.
    void edited(const sessionbook::TextDelta &delta, sessionbook::CaretPosition before,
                sessionbook::CaretPosition after);
    void caretMoved();
    void focused();
    void escapePressed();
    void leftUpwards(); ///< the caret key was pressed at the first line…
    void leftDownwards(); ///< … or the last
    void menuRequested(QPoint globalPosition);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool scrollSideways(int pixels);
    void setUp();
    void applyLexer();
    void applyColors();
    void noteChange();
    void noteUpdate(int what);
    void forgetHistory();
    bool handleKey(const QKeyEvent &event);
    [[nodiscard]] bool isForTheWindow(const QKeyEvent &event) const;
    void insertNewline();
    void toggleComments();
    void shiftLines(int message);
    [[nodiscard]] bool caretIsAtEdge(int key);

    [[nodiscard]] bool
    firstLineReachesLabel() const; ///< what is being typed must not hide behind it
    [[nodiscard]] long bytePosition(qsizetype position) const;
    [[nodiscard]] qsizetype textPosition(long bytes) const;
    [[nodiscard]] QString textBetween(long begin, long end) const;

    const Theme &m_theme;
    CellId m_cell;
    CodeLanguage m_language = CodeLanguage::Plain;
    ColorRole m_fieldRole = ColorRole::CodeField;
    RunLabel m_label;
    QString m_text; ///< as it shows, when last told or set
    CaretPosition m_caretBefore; ///< where the caret stood before what was typed since
    bool m_hasPending = false;
    bool m_isSetting = false; ///< a change of ours, not to be told
    bool m_isComposing = false; ///< an input method shows text that is not entered yet
};

} // namespace sessionbook
