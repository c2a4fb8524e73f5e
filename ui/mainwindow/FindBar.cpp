#include "mainwindow/FindBar.h"

#include "mainwindow/ElidedLabel.h"
#include "theme/Icons.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int fieldWidth = 300;

bool isEnter(int key)
{
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

} // namespace

FindBar::FindBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"findBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(tr("Find and replace"));
    build();
    setTheme(theme);
    setHasMatches(false);
    hide();
}

QLineEdit *FindBar::newField(const QString &name, const QString &title)
{
    auto *field = new QLineEdit(this);
    field->setObjectName(name);
    field->setAccessibleName(title);
    field->setPlaceholderText(title);
    field->setMinimumWidth(120);
    field->setMaximumWidth(fieldWidth);
    field->installEventFilter(this);
    return field;
}

QToolButton *FindBar::newButton(const QString &name, const QString &title)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setToolTip(title);
    button->setAccessibleName(title);
    button->setFocusPolicy(Qt::TabFocus);
    button->installEventFilter(this);
    return button;
}

QToolButton *FindBar::newSwitch(const QString &name, const QString &text, const QString &title)
{
    auto *button = newButton(name, title);
    button->setText(text);
    button->setCheckable(true);
    connect(button, &QToolButton::toggled, this, &FindBar::optionsChanged);
    return button;
}

QPushButton *FindBar::newPushButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    button->installEventFilter(this);
    return button;
}

void FindBar::build()
{
    m_text = newField(u"findText"_s, tr("Find"));
    m_case = newSwitch(u"findCase"_s, u"Aa"_s, tr("Match case"));
    //: The face of the switch for whole words; a word between two bars, or its like
    m_words = newSwitch(u"findWords"_s, tr("|ab|"), tr("Whole words"));
    m_expression = newSwitch(u"findExpression"_s, u".*"_s, tr("Regular expression"));
    m_status = new ElidedLabel(this);
    m_status->setObjectName(u"findStatus"_s);
    m_status->setTextFormat(Qt::PlainText);
    m_status->setMinimumWidth(60);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_previous = newButton(u"findPrevious"_s, tr("Previous match (Shift+F3)"));
    m_next = newButton(u"findNext"_s, tr("Next match (F3)"));
    m_close = newButton(u"findClose"_s, tr("Close the find bar (Esc)"));
    m_replacement = newField(u"replaceText"_s, tr("Replace with"));
    m_replace = newPushButton(u"replaceOne"_s, tr("&Replace"));
    m_replaceAll = newPushButton(u"replaceAll"_s, tr("Replace &All"));

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setHorizontalSpacing(4);
    layout->setVerticalSpacing(6);
    int column = 0;
    for (QWidget *widget : std::initializer_list<QWidget *>{m_text, m_case, m_words, m_expression,
                                                            m_previous, m_next, m_status, m_close})
        layout->addWidget(widget, 0, column++);
    layout->setColumnStretch(0, 2);
    layout->setColumnStretch(6, 3);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(m_replace);
    buttons->addWidget(m_replaceAll);
    buttons->addStretch();
    layout->addWidget(m_replacement, 1, 0);
    layout->addLayout(buttons, 1, 1, 1, 6);

    connect(m_text, &QLineEdit::textChanged, this, &FindBar::optionsChanged);
    connect(m_next, &QToolButton::clicked, this, &FindBar::nextRequested);
    connect(m_previous, &QToolButton::clicked, this, &FindBar::previousRequested);
    connect(m_close, &QToolButton::clicked, this, &FindBar::closeRequested);
    connect(m_replace, &QPushButton::clicked, this, &FindBar::replaceRequested);
    connect(m_replaceAll, &QPushButton::clicked, this, &FindBar::replaceAllRequested);
}

void FindBar::setTheme(const Theme &theme)
{
    m_theme = theme;
    m_previous->setIcon(Icons::icon(u"arrow-up"_s, theme));
    m_next->setIcon(Icons::icon(u"arrow-down"_s, theme));
    m_close->setIcon(Icons::icon(u"x"_s, theme, ColorRole::MutedText));
}

void FindBar::open(bool withReplacing, const QString &text)
{
    // Once open for replacing, it stays so until it is closed.
    showReplacing(withReplacing || (!isHidden() && !m_replacement->isHidden()));
    show();
    if (!text.isEmpty())
        m_text->setText(text);
    m_text->selectAll();
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::showReplacing(bool shown)
{
    for (QWidget *widget : std::initializer_list<QWidget *>{m_replacement, m_replace, m_replaceAll})
        widget->setVisible(shown);
}

SearchOptions FindBar::options() const
{
    return {.text = m_text->text(),
            .matchesCase = m_case->isChecked(),
            .wholeWords = m_words->isChecked(),
            .isExpression = m_expression->isChecked()};
}

QString FindBar::replacement() const
{
    return m_replacement->text();
}

void FindBar::setStatus(const QString &text, Tone tone)
{
    m_status->setText(text);
    m_status->setAccessibleName(text);
    m_status->setProperty("tone", tone == Tone::Fault ? u"fault"_s : QString());
    m_status->style()->polish(m_status);
}

void FindBar::setHasMatches(bool hasMatches)
{
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_previous, m_next, m_replace, m_replaceAll})
        widget->setEnabled(hasMatches);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    const bool isKey
        = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (!isKey)
        return QWidget::eventFilter(watched, event);
    const auto *const press = static_cast<QKeyEvent *>(event);
    const Qt::KeyboardModifiers modifiers = press->modifiers() & ~Qt::KeypadModifier;
    const bool isOurs = press->key() == Qt::Key_Escape || isEnter(press->key());
    if (!isOurs)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // else Shift+Enter would run a cell
        return true;
    }
    return handleKey(watched, press->key(), modifiers) || QWidget::eventFilter(watched, event);
}

bool FindBar::handleKey(const QObject *field, int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Escape) {
        emit closeRequested();
        return true;
    }
    if (const auto *button = qobject_cast<const QAbstractButton *>(field)) {
        const_cast<QAbstractButton *>(button)->click();
        return true;
    }
    if (field == m_replacement && modifiers == Qt::NoModifier && m_replace->isEnabled())
        emit replaceRequested();
    else if (field == m_text && modifiers == Qt::NoModifier)
        emit nextRequested();
    else if (modifiers == Qt::ShiftModifier)
        emit previousRequested();
    return true;
}

} // namespace sessionbook
