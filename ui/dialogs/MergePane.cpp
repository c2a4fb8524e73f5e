#include "dialogs/MergePane.h"

#include "dialogs/OutputPreview.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QTextBlock>
#include <QTextEdit>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

QColor mixed(const QColor &ground, const QColor &ink, qreal share)
{
    const auto mix
        = [share](float from, float to) { return from + (to - from) * static_cast<float>(share); };
    return QColor::fromRgbF(mix(ground.redF(), ink.redF()), mix(ground.greenF(), ink.greenF()),
                            mix(ground.blueF(), ink.blueF()));
}

} // namespace

MergePane::MergePane(const QString &name, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_name(name)
    , m_theme(theme)
{
    setObjectName(u"mergePane"_s);
    m_caption = new QLabel(this);
    m_caption->setObjectName(u"mergeCaption"_s);
    m_caption->setTextFormat(Qt::PlainText); // branches are named by other people
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_text = new QTextEdit(this);
    m_text->setObjectName(u"mergeText"_s);
    m_text->setAccessibleName(tr("Text of “%1”").arg(name));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->setFont(theme.codeFont);
    m_text->setMinimumSize(120, 90);
    m_text->setTabChangesFocus(true);

    m_outputs = new OutputPreview(theme);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(u"mergeOutputs"_s);
    m_scroll->setWidget(m_outputs);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumHeight(60);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_caption);
    layout->addWidget(m_text, 3);
    layout->addWidget(m_scroll, 2);
    showOutputs({});
}

void MergePane::showText(const QString &kind, const QList<MergeRow> &rows)
{
    //: the name of a side of a merge, and the kind of the cell there
    m_caption->setText(tr("%1 – %2").arg(m_name, kind));
    fill(rows);
}

void MergePane::showNothing(const QString &why)
{
    m_caption->setText(m_name);
    m_text->setExtraSelections({});
    m_text->setPlainText(why);
    QTextCursor cursor(m_text->document());
    cursor.select(QTextCursor::Document);
    QTextCharFormat muted;
    muted.setForeground(m_theme.color(ColorRole::MutedText));
    muted.setFont(m_theme.interfaceFont);
    cursor.setCharFormat(muted);
    showOutputs({});
}

void MergePane::showOutputs(const QList<Output> &outputs)
{
    m_outputs->setOutputs(outputs);
    m_scroll->setVisible(!outputs.isEmpty());
}

void MergePane::setChosen(bool chosen)
{
    if (property("chosen").toBool() == chosen)
        return;
    setProperty("chosen", chosen);
    style()->unpolish(this);
    style()->polish(this);
}

void MergePane::fill(const QList<MergeRow> &rows)
{
    QStringList lines;
    for (const MergeRow &row : rows)
        lines += row.folded > 0 ? tr("⋯ %n equal line(s)", nullptr, row.folded) : row.text;
    m_text->setCurrentCharFormat({});
    m_text->setPlainText(lines.join(u'\n'));

    const QColor field = m_theme.color(ColorRole::WarningField);
    const QColor mark = mixed(field, m_theme.color(ColorRole::Warning), 0.35);
    QList<QTextEdit::ExtraSelection> marks;
    m_firstChange = -1;
    QTextBlock block = m_text->document()->begin();
    for (const MergeRow &row : rows) {
        QTextEdit::ExtraSelection line;
        line.cursor = QTextCursor(block);
        if (row.folded > 0) {
            line.cursor.select(QTextCursor::BlockUnderCursor);
            line.format.setForeground(m_theme.color(ColorRole::MutedText));
            marks += line;
        } else if (row.isChanged) {
            if (m_firstChange < 0)
                m_firstChange = block.position();
            line.format.setBackground(field);
            line.format.setProperty(QTextFormat::FullWidthSelection, true);
            marks += line;
            line.format = {};
            line.format.setBackground(mark);
            line.cursor.setPosition(block.position() + static_cast<int>(row.markBegin));
            line.cursor.setPosition(block.position() + static_cast<int>(row.markEnd),
                                    QTextCursor::KeepAnchor);
            marks += line;
        }
        block = block.next();
    }
    m_text->setExtraSelections(marks);
    showFirstChange();
}

/// With a line or two before it, in the middle of what fits.
void MergePane::showFirstChange()
{
    QTextCursor cursor(m_text->document());
    cursor.setPosition(std::max(m_firstChange, 0));
    const int top = m_text->cursorRect(cursor).top() + m_text->verticalScrollBar()->value();
    m_text->verticalScrollBar()->setValue(top - m_text->viewport()->height() / 3);
}

void MergePane::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    // When the text has been laid out anew.
    QMetaObject::invokeMethod(this, &MergePane::showFirstChange, Qt::QueuedConnection);
}

} // namespace sessionbook
