#include "notebookview/CellEditor.h"

#include "notebookview/CellPainter.h"
#include "notebookview/CodeEdits.h"
#include "notebookview/EditorKeys.h"
#include "notebookview/SidewaysWheel.h"

#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexer.h>

#include <QDropEvent>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStringConverter>
#include <QStyleHints>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QString decoded(QByteArrayView utf8)
{
    // A byte order mark within the text is a character of the text, which QString::fromUtf8() would
    // drop.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::ConvertInitialBom);
    return decoder.decode(utf8);
}

/// The text as an editor can hold it: as long as the source, with replacements for lone surrogates.
QString shownForm(const QString &source)
{
    return source.isValidUtf16() ? source : decoded(source.toUtf8());
}

constexpr unsigned long matchIndicator = 8; // those below belong to lexers
constexpr qsizetype mostMarks = 20'000; // more than can be seen

bool carriesFiles(const QDropEvent &event)
{
    return event.mimeData()->hasUrls();
}

} // namespace

CellEditor::CellEditor(const Theme &theme, QWidget *parent)
    : QsciScintilla(parent)
    , m_theme(theme)
{
    setUp();
    EditorKeys::keepTypingKeysOnly(*standardCommands());
    applyTheme();
    connect(this, &QsciScintilla::SCEN_CHANGE, this, &CellEditor::noteChange);
    connect(this, &QsciScintilla::SCN_UPDATEUI, this, &CellEditor::noteUpdate);
}

void CellEditor::setUp()
{
    setUtf8(true);
    setEolMode(EolUnix);
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::ClickFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWrapMode(WrapNone);
    for (int margin = 0; margin < 5; ++margin)
        setMarginWidth(margin, 0);
    SendScintilla(SCI_SETMARGINLEFT, 0UL, 0L);
    SendScintilla(SCI_SETMARGINRIGHT, 0UL, 0L);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1UL);
    SendScintilla(SCI_SETSCROLLWIDTH, 1UL);
    // Qt buffers the whole window already; a second buffer costs time and blurs on screens with a
    // fractional pixel ratio.
    SendScintilla(SCI_SETBUFFEREDDRAW, 0UL);
    // The notebook's undo stack is the only history.
    forgetHistory();
    SendScintilla(SCI_SETCARETPERIOD,
                  static_cast<unsigned long>(QGuiApplication::styleHints()->cursorFlashTime() / 2));
    setIndentationsUseTabs(false);
    setTabWidth(CodeEdits::indentWidth);
    setTabIndents(true);
    setBackspaceUnindents(true);
}

void CellEditor::assign(CellId cell, CodeLanguage language, const QString &source)
{
    if (language != m_language) {
        m_language = language;
        // Code is read by its lines; prose flows.
        setWrapMode(wraps() ? WrapWord : WrapNone);
        applyLexer();
    }
    m_cell = cell;
    m_hasPending = false;
    if (std::exchange(m_isComposing, false))
        forgetHistory();
    m_label = {};
    m_text = shownForm(source);
    m_caretBefore = {};
    const QScopedValueRollback setting(m_isSetting, true);
    const QByteArray bytes = source.toUtf8();
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_SETSCROLLWIDTH, 1UL);
    SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(bytes.size()), bytes.constData());
    SendScintilla(SCI_GOTOPOS, 0UL);
    SendScintilla(SCI_SETXOFFSET, 0UL);
    SendScintilla(SCI_SETFIRSTVISIBLELINE, 0UL);
}

void CellEditor::applyTheme()
{
    applyLexer();
}

void CellEditor::applyLexer()
{
    QsciLexer *const old = lexer();
    QsciLexer *const created = CodeLexer::create(m_language, m_theme, logicalDpiY(), this);
    setFont(CodeLexer::editorFont(m_theme, logicalDpiY()));
    setLexer(created);
    delete old;
    if (created == nullptr)
        SendScintilla(SCI_STYLECLEARALL);
    applyColors();
    // 1.5 times the font's size, shared out above and below the glyphs, on whole pixels.
    SendScintilla(SCI_SETEXTRAASCENT, 0UL);
    SendScintilla(SCI_SETEXTRADESCENT, 0UL);
    const int extra
        = std::max(lineHeight - static_cast<int>(SendScintilla(SCI_TEXTHEIGHT, 0UL)), 0);
    SendScintilla(SCI_SETEXTRAASCENT, static_cast<unsigned long>(extra - extra / 2));
    SendScintilla(SCI_SETEXTRADESCENT, static_cast<unsigned long>(extra / 2));
}

void CellEditor::applyColors()
{
    const QColor field = m_theme.color(m_fieldRole);
    setPaper(field);
    setColor(m_theme.color(ColorRole::Text));
    for (unsigned long style = 0; style <= STYLE_MAX; ++style)
        SendScintilla(SCI_STYLESETBACK, style, field);
    if (lexer() == nullptr)
        SendScintilla(SCI_STYLESETFORE, 0UL, m_theme.color(ColorRole::Text));
    setCaretForegroundColor(m_theme.color(ColorRole::Text));
    setSelectionBackgroundColor(m_theme.color(ColorRole::Selection));
    resetSelectionForegroundColor();
    setMatchedBraceBackgroundColor(m_theme.color(ColorRole::AccentSoft));
    setMatchedBraceForegroundColor(m_theme.color(ColorRole::Accent));
    setUnmatchedBraceBackgroundColor(field);
    setUnmatchedBraceForegroundColor(m_theme.color(ColorRole::Error));
    SendScintilla(SCI_INDICSETSTYLE, matchIndicator, static_cast<long>(INDIC_FULLBOX));
    SendScintilla(SCI_INDICSETFORE, matchIndicator, m_theme.color(ColorRole::Warning));
    SendScintilla(SCI_INDICSETALPHA, matchIndicator, 50L);
    SendScintilla(SCI_INDICSETOUTLINEALPHA, matchIndicator, 160L);
    SendScintilla(SCI_INDICSETUNDER, matchIndicator, 1L);
}

void CellEditor::setFieldRole(ColorRole role)
{
    if (role == m_fieldRole)
        return;
    m_fieldRole = role;
    applyColors();
}

void CellEditor::setRunLabel(const RunLabel &label)
{
    if (label == m_label)
        return;
    m_label = label;
    viewport()->update();
}

void CellEditor::replaceText(const QString &source)
{
    const QString shown = shownForm(source);
    const TextDelta delta = TextDelta::between(m_text, shown);
    if (delta.isEmpty()) {
        m_text = shown; // one copy of a long text rather than two
        return;
    }
    const QScopedValueRollback setting(m_isSetting, true);
    const QByteArray inserted = delta.inserted.toUtf8();
    const long begin = bytePosition(delta.position);
    const long end = bytePosition(delta.position + delta.removed.size());
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(begin), end);
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(inserted.size()),
                  inserted.constData());
    m_text = shown;
    m_hasPending = false;
    m_caretBefore = caret();
}

CaretPosition CellEditor::caret() const
{
    return {.anchor = textPosition(SendScintilla(SCI_GETANCHOR)),
            .position = textPosition(SendScintilla(SCI_GETCURRENTPOS))};
}

void CellEditor::setCaret(CaretPosition caret)
{
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(bytePosition(caret.anchor)),
                  bytePosition(caret.position));
    SendScintilla(SCI_CHOOSECARETX);
    m_caretBefore = caret;
}

void CellEditor::putCaretAt(QPoint point)
{
    const long position
        = SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(std::max(point.x(), 0)),
                        static_cast<long>(point.y()));
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(position));
    SendScintilla(SCI_CHOOSECARETX);
}

QRect CellEditor::caretRect() const
{
    const long position = SendScintilla(SCI_GETCURRENTPOS);
    return {static_cast<int>(SendScintilla(SCI_POINTXFROMPOSITION, 0UL, position)),
            static_cast<int>(SendScintilla(SCI_POINTYFROMPOSITION, 0UL, position)), 2, lineHeight};
}

void CellEditor::setMatches(const QList<TextRange> &ranges)
{
    SendScintilla(SCI_SETINDICATORCURRENT, matchIndicator);
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, SendScintilla(SCI_GETLENGTH));
    // Counted on from mark to mark: from the beginning each time, many marks in a long text would
    // take quadratic time.
    qsizetype units = 0;
    long bytes = 0;
    const auto bytesAt = [&](qsizetype position) {
        const long found
            = SendScintilla(SCI_POSITIONRELATIVECODEUNITS, static_cast<unsigned long>(bytes),
                            static_cast<long>(position - units));
        bytes = position > units && found == 0 ? SendScintilla(SCI_GETLENGTH) : found;
        units = position;
        return bytes;
    };
    for (qsizetype i = 0; i < std::min(ranges.size(), mostMarks); ++i) {
        const long begin = bytesAt(ranges.at(i).position);
        const long end = bytesAt(ranges.at(i).end());
        SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(begin), end - begin);
    }
}

int CellEditor::shownLineCount()
{
    const auto last = static_cast<unsigned long>(SendScintilla(SCI_GETLINECOUNT) - 1);
    SendScintilla(SCI_ENSUREVISIBLE, last); // wraps what is not wrapped yet
    return static_cast<int>(SendScintilla(SCI_VISIBLEFROMDOCLINE, last)
                            + SendScintilla(SCI_WRAPCOUNT, last));
}

int CellEditor::lineCount(QStringView source)
{
    const qsizetype feeds = source.count(u'\n');
    qsizetype lonelyReturns = 0;
    for (qsizetype at = source.indexOf(u'\r'); at >= 0; at = source.indexOf(u'\r', at + 1)) {
        if (at + 1 == source.size() || source[at + 1] != u'\n')
            ++lonelyReturns;
    }
    return static_cast<int>(feeds + lonelyReturns) + 1;
}

void CellEditor::noteChange()
{
    if (m_isSetting || m_hasPending)
        return;
    m_hasPending = true;
    // A catch for changes that come neither from a key nor from an input method, such as a drop of
    // text.
    QMetaObject::invokeMethod(this, &CellEditor::commit, Qt::QueuedConnection);
}

void CellEditor::commit()
{
    if (!m_hasPending || m_isComposing)
        return;
    m_hasPending = false;
    const QString text = textBetween(0, SendScintilla(SCI_GETLENGTH));
    const TextDelta delta = TextDelta::between(std::exchange(m_text, text), text);
    const CaretPosition caretBefore = std::exchange(m_caretBefore, caret());
    if (!delta.isEmpty())
        emit edited(delta, caretBefore, m_caretBefore);
}

void CellEditor::noteUpdate(int what)
{
    // The field is as high as its text: what Scintilla scrolled to before the field grew must be
    // undone.
    if ((what & SC_UPDATE_V_SCROLL) != 0)
        SendScintilla(SCI_SETFIRSTVISIBLELINE, 0UL);
    if ((what & SC_UPDATE_SELECTION) == 0)
        return;
    if (!m_hasPending)
        m_caretBefore = caret();
    emit caretMoved();
}

bool CellEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && EditorKeys::isEditorKey(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QsciScintilla::event(event);
}

void CellEditor::keyPressEvent(QKeyEvent *event)
{
    if (handleKey(*event))
        event->accept();
    else if (isForTheWindow(*event))
        event->ignore();
    else
        QsciScintilla::keyPressEvent(event);
    commit();
}

// A shortcut that nobody has bound must not be typed as its letter. (Ctrl+Alt types characters on
// some keyboards.)
bool CellEditor::isForTheWindow(const QKeyEvent &event) const
{
    const int key = event.key() | static_cast<int>(event.modifiers() & ~Qt::KeypadModifier);
    const bool isShortcut = event.modifiers().testFlag(Qt::ControlModifier)
        && !event.modifiers().testFlag(Qt::AltModifier);
    return isShortcut && standardCommands()->boundTo(key) == nullptr;
}

bool CellEditor::handleKey(const QKeyEvent &event)
{
    const bool isPlain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (event.text().size() > 1 && event.text().front().isHighSurrogate()) {
        // QScintilla drops keys whose character is beyond the BMP.
        SendScintilla(SCI_REPLACESEL, event.text().toUtf8().constData());
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Escape:
        emit escapePressed();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!isPlain || !caretIsAtEdge(event.key()))
            return false;
        event.key() == Qt::Key_Up ? emit leftUpwards() : emit leftDownwards();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isPlain)
            insertNewline();
        return isPlain;
    default:
        break;
    }
    if (event.modifiers() != Qt::ControlModifier)
        return false;
    switch (event.key()) {
    case Qt::Key_Slash:
        toggleComments();
        return true;
    case Qt::Key_BracketRight:
        shiftLines(SCI_TAB);
        return true;
    case Qt::Key_BracketLeft:
        shiftLines(SCI_BACKTAB);
        return true;
    default:
        return false;
    }
}

bool CellEditor::caretIsAtEdge(int key)
{
    const int line = caretRect().top() / lineHeight; // as it shows: prose wraps
    return line == (key == Qt::Key_Up ? 0 : shownLineCount() - 1);
}

void CellEditor::insertNewline()
{
    const long begin = SendScintilla(SCI_GETSELECTIONSTART);
    const long line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(begin));
    const long lineStart = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    const QString before = textBetween(lineStart, begin);
    const QString indent
        = m_language == CodeLanguage::Python ? CodeEdits::indentAfter(before) : QString();
    SendScintilla(SCI_REPLACESEL, (u"\n"_s + indent).toUtf8().constData());
    SendScintilla(SCI_CHOOSECARETX);
    ensureCursorVisible();
}

void CellEditor::toggleComments()
{
    if (m_language != CodeLanguage::Python)
        return;
    const long selectionEnd = SendScintilla(SCI_GETSELECTIONEND);
    const long first = SendScintilla(
        SCI_LINEFROMPOSITION, static_cast<unsigned long>(SendScintilla(SCI_GETSELECTIONSTART)));
    long last = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(selectionEnd));
    // A selection that ends before the first character of a line does not mean that line.
    if (last > first
        && selectionEnd == SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(last)))
        --last;
    const long begin = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(first));
    const long end = SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(last));
    const QStringList lines = textBetween(begin, end).split(u'\n');
    const QByteArray toggled = CodeEdits::withCommentsToggled(lines).join(u'\n').toUtf8();

    const bool hadSelection = hasSelectedText();
    const qsizetype behind
        = textPosition(SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(first)))
        - textPosition(SendScintilla(SCI_GETCURRENTPOS));
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(begin), end);
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(toggled.size()),
                  toggled.constData());
    if (hadSelection) {
        SendScintilla(SCI_SETSEL, static_cast<unsigned long>(begin),
                      begin + static_cast<long>(toggled.size()));
        return;
    }
    // One line: the caret stays before the same character.
    const qsizetype lineEnd
        = textPosition(SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(first)));
    const qsizetype position = std::max(lineEnd - behind, textPosition(begin));
    setCaret({position, position});
}

void CellEditor::shiftLines(int message)
{
    if (hasSelectedText()) {
        SendScintilla(static_cast<unsigned>(message));
        return;
    }
    // Without a selection these messages would insert a tab where the caret stands instead of
    // moving the line.
    const long line = SendScintilla(SCI_LINEFROMPOSITION,
                                    static_cast<unsigned long>(SendScintilla(SCI_GETCURRENTPOS)));
    const long indent = SendScintilla(SCI_GETLINEINDENTATION, static_cast<unsigned long>(line));
    const long step = message == SCI_TAB ? CodeEdits::indentWidth : -CodeEdits::indentWidth;
    const long lineEnd = SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(line));
    const long behind = lineEnd - SendScintilla(SCI_GETCURRENTPOS);
    SendScintilla(SCI_SETLINEINDENTATION, static_cast<unsigned long>(line),
                  std::max(indent + step, 0L));
    const long newEnd = SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(line));
    const long lineStart = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line));
    SendScintilla(SCI_GOTOPOS, static_cast<unsigned long>(std::max(newEnd - behind, lineStart)));
}

void CellEditor::inputMethodEvent(QInputMethodEvent *event)
{
    // What is being composed stands in the text already, but is not entered yet: it must not reach
    // the notebook. Scintilla takes it back through its own history, which therefore is kept while
    // composing, and only then.
    const bool wasComposing = std::exchange(m_isComposing, !event->preeditString().isEmpty());
    if (m_isComposing && !wasComposing)
        SendScintilla(SCI_SETUNDOCOLLECTION, 1UL);
    QsciScintilla::inputMethodEvent(event);
    if (wasComposing && !m_isComposing)
        forgetHistory();
    commit();
}

void CellEditor::cancelComposing()
{
    if (!m_isComposing)
        return;
    QGuiApplication::inputMethod()->reset();
    QInputMethodEvent nothing;
    inputMethodEvent(&nothing);
}

void CellEditor::forgetHistory()
{
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
}

// Its scroll bars are hidden, and a hidden one has no range: the offset is Scintilla's to keep.
bool CellEditor::scrollSideways(int pixels)
{
    const long farthest = SendScintilla(SCI_GETSCROLLWIDTH) - viewport()->width();
    if (farthest <= 0)
        return false;
    const long offset = std::clamp(SendScintilla(SCI_GETXOFFSET) + pixels, 0L, farthest);
    SendScintilla(SCI_SETXOFFSET, static_cast<unsigned long>(offset));
    return true;
}

void CellEditor::wheelEvent(QWheelEvent *event)
{
    const int sideways = SidewaysWheel::pixels(*event);
    if (sideways != 0 && scrollSideways(sideways))
        return event->accept();
    // The wheel scrolls the page. It is handed on rather than ignored: Qt ends an ignored wheel
    // event at a scroll area.
    event->accept();
    if (parentWidget() == nullptr)
        return;
    QWheelEvent onPage(parentWidget()->mapFromGlobal(event->globalPosition()),
                       event->globalPosition(), event->pixelDelta(), event->angleDelta(),
                       event->buttons(), event->modifiers(), event->phase(), event->inverted());
    QCoreApplication::sendEvent(parentWidget(), &onPage);
}

void CellEditor::focusInEvent(QFocusEvent *event)
{
    QsciScintilla::focusInEvent(event);
    // Braces match where the caret is, and only the editor with the focus has one to look at.
    setBraceMatching(SloppyBraceMatch);
    emit focused();
}

void CellEditor::focusOutEvent(QFocusEvent *event)
{
    QsciScintilla::focusOutEvent(event);
    setBraceMatching(NoBraceMatch);
    SendScintilla(SCI_BRACEHIGHLIGHT, ~0UL, -1L);
    commit();
}

void CellEditor::contextMenuEvent(QContextMenuEvent *event)
{
    emit menuRequested(event->globalPos());
}

// Files are the window's to upload; the events travel on to it. Text stays ours.
void CellEditor::dragEnterEvent(QDragEnterEvent *event)
{
    carriesFiles(*event) ? event->ignore() : QsciScintilla::dragEnterEvent(event);
}

void CellEditor::dragMoveEvent(QDragMoveEvent *event)
{
    carriesFiles(*event) ? event->ignore() : QsciScintilla::dragMoveEvent(event);
}

void CellEditor::dropEvent(QDropEvent *event)
{
    carriesFiles(*event) ? event->ignore() : QsciScintilla::dropEvent(event);
}

void CellEditor::paintEvent(QPaintEvent *event)
{
    QsciScintilla::paintEvent(event);
    if (m_label.text.isEmpty() || (hasFocus() && firstLineReachesLabel()))
        return;
    QPainter painter(viewport());
    CellPainter(painter, m_theme).runLabel(viewport()->rect(), m_label, m_fieldRole);
}

bool CellEditor::firstLineReachesLabel() const
{
    constexpr int widestLabel = 120;
    const long end = SendScintilla(SCI_GETLINEENDPOSITION, 0UL);
    return SendScintilla(SCI_POINTXFROMPOSITION, 0UL, end) > viewport()->width() - widestLabel;
}

long CellEditor::bytePosition(qsizetype position) const
{
    if (position <= 0)
        return 0;
    if (position >= m_text.size() && !m_hasPending)
        return SendScintilla(SCI_GETLENGTH);
    const long found
        = SendScintilla(SCI_POSITIONRELATIVECODEUNITS, 0UL, static_cast<long>(position));
    return found > 0 ? found : SendScintilla(SCI_GETLENGTH);
}

qsizetype CellEditor::textPosition(long bytes) const
{
    return SendScintilla(SCI_COUNTCODEUNITS, 0UL, bytes);
}

QString CellEditor::textBetween(long begin, long end) const
{
    const auto *const bytes
        = static_cast<const char *>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return decoded(QByteArrayView(bytes + begin, end - begin));
}

} // namespace sessionbook
