#include "dialogs/MergeDialog.h"

#include "dialogs/MergePane.h"
#include "notebook/json/JsonWriter.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

/// Below this width the sides stand below each other.
constexpr int narrow = 620;

/// What a conflict in anything but text and kind is about.
QString fieldsText(const Cell &cell)
{
    QByteArray object = cell.metadata.isEmpty() ? QByteArray("{}") : cell.metadata;
    QByteArray text;
    JsonWriter(text, FileStyle{.indent = "  "}).relay(object);
    for (const ByteSlice &field : cell.otherFields)
        text += '\n' + field.view().first(std::min<qsizetype>(field.size(), 200)).toByteArray();
    return QString::fromUtf8(text);
}

bool differInText(const CellConflict &conflict)
{
    return !conflict.ours || !conflict.theirs || conflict.ours->source != conflict.theirs->source
        || conflict.ours->kind != conflict.theirs->kind;
}

QString elided(const QString &name)
{
    constexpr int longest = 24;
    return name.size() <= longest ? name : name.left(longest - 1) + u'…';
}

} // namespace

MergeDialog::MergeDialog(const MergeQuestion &question, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_question(question)
    , m_theme(theme)
    , m_conflicts(question.merged.conflicts())
    , m_choices(m_conflicts.size())
{
    setObjectName(u"mergeDialog"_s);
    setWindowTitle(tr("Choose Between Changes to “%1”").arg(question.documentName));
    int place = 0;
    for (const auto &piece : question.merged.pieces()) {
        ++place;
        if (std::holds_alternative<CellConflict>(piece))
            m_places += place;
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(10);
    layout->addLayout(newHeading());
    layout->addLayout(newPanes(), 1);
    layout->addLayout(newChoices());
    layout->addLayout(newFooter());
    resize(980, 680);
    showConflict(0);
    // On no button: what has the focus would look chosen.
    setFocusPolicy(Qt::StrongFocus);
    setFocus();
}

QLayout *MergeDialog::newHeading()
{
    m_title = new QLabel(this);
    m_title->setObjectName(u"mergeTitle"_s);
    m_place = new QLabel(this);
    m_place->setObjectName(u"panelHeading"_s);
    const auto newStep = [this](const QString &name, Qt::ArrowType arrow, const QString &text,
                                const QKeySequence &key, int step) {
        auto *button = new QToolButton(this);
        button->setObjectName(name);
        button->setArrowType(arrow);
        button->setAccessibleName(text);
        button->setToolTip(u"%1 (%2)"_s.arg(text, key.toString(QKeySequence::NativeText)));
        const auto go = [this, step] { showConflict(m_current + step); };
        connect(button, &QToolButton::clicked, this, go);
        connect(new QShortcut(key, this), &QShortcut::activated, this, go);
        return button;
    };
    m_previous = newStep(u"mergePrevious"_s, Qt::LeftArrow, tr("Previous cell"),
                         QKeySequence(Qt::CTRL | Qt::Key_PageUp), -1);
    m_next = newStep(u"mergeNext"_s, Qt::RightArrow, tr("Next cell"),
                     QKeySequence(Qt::CTRL | Qt::Key_PageDown), 1);
    m_reason = new QLabel(this);
    m_reason->setObjectName(u"mergeReason"_s);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);

    auto *line = new QHBoxLayout;
    line->addWidget(m_title, 1);
    line->addWidget(m_place);
    line->addWidget(m_previous);
    line->addWidget(m_next);
    auto *heading = new QVBoxLayout;
    heading->setSpacing(2);
    heading->addLayout(line);
    heading->addWidget(m_reason);
    return heading;
}

QLayout *MergeDialog::newPanes()
{
    m_ours = new MergePane(m_question.oursName, m_theme, this);
    m_theirs = new MergePane(m_question.theirsName, m_theme, this);
    m_panes = new QHBoxLayout;
    m_panes->setSpacing(10);
    m_panes->addWidget(m_ours, 1);
    m_panes->addWidget(m_theirs, 1);
    return m_panes;
}

QLayout *MergeDialog::newChoices()
{
    m_buttons = new QButtonGroup(this);
    m_choiceRow = new QHBoxLayout;
    m_choiceRow->setSpacing(8);
    m_choiceRow->addWidget(newChoice(MergeChoice::Ours, u"mergeOurs"_s, Qt::Key_1), 1);
    m_choiceRow->addWidget(newChoice(MergeChoice::Theirs, u"mergeTheirs"_s, Qt::Key_2), 1);
    m_choiceRow->addWidget(newChoice(MergeChoice::Both, u"mergeBoth"_s, Qt::Key_3), 1);
    m_forAll = new QCheckBox(tr("The same for &all cells that are left"), this);
    m_forAll->setObjectName(u"mergeForAll"_s);
    auto *choices = new QVBoxLayout;
    choices->setSpacing(8);
    choices->addLayout(m_choiceRow);
    choices->addWidget(m_forAll);
    return choices;
}

QPushButton *MergeDialog::newChoice(MergeChoice choice, const QString &name,
                                    const QKeySequence &key)
{
    auto *button = new QPushButton(this);
    button->setObjectName(name);
    button->setCheckable(true);
    button->setAutoDefault(false);
    button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    button->setToolTip(tr("Key: %1").arg(key.toString(QKeySequence::NativeText)));
    m_buttons->addButton(button, static_cast<int>(choice));
    connect(button, &QPushButton::clicked, this, [this, choice] { choose(choice); });
    connect(new QShortcut(key, this), &QShortcut::activated, button, &QPushButton::click);
    return button;
}

QLayout *MergeDialog::newFooter()
{
    m_left = new QLabel(this);
    m_left->setObjectName(u"mergeLeft"_s);
    m_left->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_apply = buttons->addButton(tr("&Apply"), QDialogButtonBox::AcceptRole);
    m_apply->setObjectName(u"mergeApply"_s);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *end = new QHBoxLayout;
    end->addWidget(m_left, 1);
    end->addWidget(buttons);
    return end;
}

QList<MergeChoice> MergeDialog::choices() const
{
    QList<MergeChoice> choices;
    for (const auto &choice : m_choices)
        choices += choice.value_or(MergeChoice::Ours);
    return choices;
}

void MergeDialog::resizeEvent(QResizeEvent *event)
{
    const auto direction
        = event->size().width() < narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    m_panes->setDirection(direction);
    m_choiceRow->setDirection(direction);
    QDialog::resizeEvent(event);
}

QString MergeDialog::reasonOf(const CellConflict &conflict) const
{
    const QString &ours = m_question.oursName;
    const QString &theirs = m_question.theirsName;
    if (!conflict.ours && !conflict.base)
        return tr("Only “%1” has this cell.").arg(theirs);
    if (!conflict.theirs && !conflict.base)
        return tr("Only “%1” has this cell.").arg(ours);
    if (!conflict.ours)
        return tr("Deleted in “%1”, changed in “%2”.").arg(ours, theirs);
    if (!conflict.theirs)
        return tr("Deleted in “%1”, changed in “%2”.").arg(theirs, ours);
    if (conflict.ours->kind != conflict.theirs->kind)
        return tr("The type of the cell is different in “%1” and in “%2”.").arg(ours, theirs);
    return differInText(conflict)
        ? tr("The same lines are different in “%1” and in “%2”.").arg(ours, theirs)
        : tr("The metadata is different in “%1” and in “%2”.").arg(ours, theirs);
}

void MergeDialog::showSides(const CellConflict &conflict)
{
    const auto textOf = [&conflict](const std::optional<Cell> &cell) {
        if (!cell)
            return QString();
        return differInText(conflict) ? cell->source : fieldsText(*cell);
    };
    const auto kindOf = [](const Cell &cell) {
        if (cell.kind == CellKind::Code)
            return tr("Code");
        return cell.kind == CellKind::Markdown ? tr("Markdown") : tr("Raw");
    };
    // A cell that stands alone differs from nothing.
    const MergeRows rows = MergeRows::of(textOf(conflict.ours ? conflict.ours : conflict.theirs),
                                         textOf(conflict.theirs ? conflict.theirs : conflict.ours));
    const auto show
        = [&](MergePane &pane, const std::optional<Cell> &cell, const QList<MergeRow> &lines) {
              if (!cell)
                  return pane.showNothing(conflict.base ? tr("This cell was deleted here.")
                                                        : tr("This cell is not here."));
              pane.showText(kindOf(*cell), lines);
              const bool areSame = conflict.ours && conflict.theirs
                  && conflict.ours->outputs == conflict.theirs->outputs;
              pane.showOutputs(areSame ? QList<Output>() : cell->outputs);
          };
    show(*m_ours, conflict.ours, rows.ours);
    show(*m_theirs, conflict.theirs, rows.theirs);
}

void MergeDialog::showChoices(const CellConflict &conflict)
{
    const auto keep = [](const QString &name, const std::optional<Cell> &cell) {
        return cell ? tr("Keep “%1”").arg(elided(name)) : tr("Leave the cell out");
    };
    m_buttons->button(static_cast<int>(MergeChoice::Ours))
        ->setText(u"1  "_s + keep(m_question.oursName, conflict.ours));
    m_buttons->button(static_cast<int>(MergeChoice::Theirs))
        ->setText(u"2  "_s + keep(m_question.theirsName, conflict.theirs));
    auto *both = m_buttons->button(static_cast<int>(MergeChoice::Both));
    both->setText(u"3  "_s + tr("Keep both"));
    both->setVisible(conflict.ours && conflict.theirs);
}

void MergeDialog::showConflict(qsizetype index)
{
    m_current = std::clamp<qsizetype>(index, 0, m_conflicts.size() - 1);
    const CellConflict &conflict = m_conflicts.at(m_current);
    m_title->setText(tr("Cell %1").arg(m_places.at(m_current)));
    m_place->setText(tr("%1 of %2").arg(m_current + 1).arg(m_conflicts.size()));
    m_reason->setText(reasonOf(conflict));
    showSides(conflict);
    showChoices(conflict);
    updateState();
}

void MergeDialog::choose(MergeChoice choice)
{
    const CellConflict &conflict = m_conflicts.at(m_current);
    if (choice == MergeChoice::Both && !(conflict.ours && conflict.theirs))
        return;
    m_choices[m_current] = choice;
    if (m_forAll->isChecked()) {
        for (auto &other : m_choices)
            other = other.value_or(choice);
        m_forAll->setChecked(false);
    }
    if (undecided() > 0)
        return showConflict(nextUndecided());
    updateState();
    m_apply->setFocus();
}

void MergeDialog::updateState()
{
    const auto choice = m_choices.at(m_current);
    m_buttons->setExclusive(false); // else nothing can be shown as not yet chosen
    for (QAbstractButton *button : m_buttons->buttons())
        button->setChecked(choice && m_buttons->id(button) == static_cast<int>(*choice));
    m_buttons->setExclusive(true);
    m_ours->setChosen(choice && *choice != MergeChoice::Theirs);
    m_theirs->setChosen(choice && *choice != MergeChoice::Ours);
    m_previous->setEnabled(m_current > 0);
    m_next->setEnabled(m_current + 1 < m_conflicts.size());
    const auto left = static_cast<int>(undecided());
    m_forAll->setEnabled(left > 0);
    m_left->setText(left == 0 ? tr("Every cell is decided.")
                              : tr("%n cell(s) left to decide", nullptr, left));
    m_apply->setEnabled(left == 0);
    m_apply->setDefault(left == 0);
}

qsizetype MergeDialog::undecided() const
{
    return m_choices.count(std::nullopt);
}

/// Behind the current one, else the first.
qsizetype MergeDialog::nextUndecided() const
{
    for (qsizetype step = 1; step <= m_choices.size(); ++step) {
        const qsizetype index = (m_current + step) % m_choices.size();
        if (!m_choices.at(index))
            return index;
    }
    return m_current;
}

} // namespace sessionbook
