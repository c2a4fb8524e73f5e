#include "dialogs/pools/AccessCheckDialog.h"

#include "dialogs/pools/CommandLine.h"
#include "theme/Icons.h"
#include "wording/AccessText.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Step = AccessCheck::Step;
using State = AccessCheck::State;

constexpr QSize firstSize(600, 560);
constexpr int margin = 20;
constexpr int iconSize = 16;

struct Mark
{
    QString icon;
    ColorRole color;
};

Mark markOf(State state)
{
    switch (state) {
    case State::Passed:
        return {u"circle-check"_s, ColorRole::Ok};
    case State::Failed:
        return {u"circle-x"_s, ColorRole::Error};
    case State::Running:
        return {u"more-horizontal"_s, ColorRole::Accent};
    case State::Unknown:
        return {u"info"_s, ColorRole::MutedText};
    case State::Waiting:
        break;
    }
    return {u"clock"_s, ColorRole::MutedText};
}

} // namespace

AccessCheckDialog::AccessCheckDialog(const AccessCheckRequest &request, const Theme &theme,
                                     QWidget *parent)
    : QDialog(parent)
    , m_request(request)
    , m_theme(theme)
{
    setObjectName(u"accessCheckDialog"_s);
    setWindowTitle(tr("Access to %1").arg(request.poolName));
    resize(firstSize);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, 16);
    layout->setSpacing(12);
    layout->addWidget(newContent(), 1);
    layout->addWidget(newButtons());
    checkAgain();
}

QWidget *AccessCheckDialog::newContent()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins({});
    layout->setSpacing(16);
    layout->addWidget(newSteps());
    layout->addWidget(newAdvice());
    layout->addStretch(1);
    auto *scroll = new QScrollArea(this); // narrow windows make long sentences tall
    scroll->setObjectName(u"accessScroll"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

QWidget *AccessCheckDialog::newSteps()
{
    auto *steps = new QWidget(this);
    auto *grid = new QGridLayout(steps);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < int(Step::Count); ++i) {
        Line &line = m_lines.at(std::size_t(i));
        line.icon = new QLabel(steps);
        line.icon->setFixedSize(iconSize, iconSize + 4);
        line.title = new QLabel(AccessText::title(Step(i)), steps);
        line.title->setObjectName(u"accessTitle%1"_s.arg(i));
        line.outcome = new QLabel(steps);
        line.outcome->setObjectName(u"accessOutcome%1"_s.arg(i));
        line.outcome->setProperty("tone", u"muted"_s);
        for (QLabel *label : {line.title, line.outcome}) {
            label->setTextFormat(Qt::PlainText);
            label->setWordWrap(true);
        }
        grid->addWidget(line.icon, 2 * i, 0, Qt::AlignTop);
        grid->addWidget(line.title, 2 * i, 1);
        grid->addWidget(line.outcome, 2 * i + 1, 1);
        line.outcome->setContentsMargins(0, 0, 0, 8);
        line.outcome->setAlignment(Qt::AlignTop);
    }
    return steps;
}

QWidget *AccessCheckDialog::newAdvice()
{
    m_advicePart = new QWidget(this);
    m_advicePart->setObjectName(u"accessAdvicePart"_s);
    m_advice = new QLabel(m_advicePart);
    m_advice->setObjectName(u"accessAdvice"_s);
    m_detail = new QLabel(m_advicePart);
    m_detail->setObjectName(u"accessDetail"_s);
    m_detail->setProperty("tone", u"muted"_s);
    for (QLabel *label : {m_advice, m_detail}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_command = new CommandLine(m_advicePart);
    auto *layout = new QVBoxLayout(m_advicePart);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(8);
    layout->addWidget(m_advice);
    layout->addWidget(m_command);
    layout->addWidget(m_detail);
    return m_advicePart;
}

QWidget *AccessCheckDialog::newButtons()
{
    auto *buttons = new QWidget(this);
    const auto add = [buttons](const QString &name, const QString &text) {
        auto *button = new QPushButton(text, buttons);
        button->setObjectName(name);
        button->setAutoDefault(false);
        return button;
    };
    m_copy = add(u"accessCopy"_s, tr("Copy &Report"));
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(AccessText::report(*m_check)); });
    m_signIn = add(u"accessSignIn"_s, tr("&Sign In…"));
    connect(m_signIn, &QPushButton::clicked, this,
            [this] { m_request.signIn(this, [this] { checkAgain(); }); });
    m_again = add(u"accessAgain"_s, tr("Check A&gain"));
    connect(m_again, &QPushButton::clicked, this, &AccessCheckDialog::checkAgain);
    auto *close = add(u"accessClose"_s, tr("&Close"));
    close->setDefault(true);
    close->setFocus();
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addWidget(m_copy);
    layout->addStretch();
    layout->addWidget(m_signIn);
    layout->addWidget(m_again);
    layout->addWidget(close);
    return buttons;
}

void AccessCheckDialog::checkAgain()
{
    m_check = m_request.newCheck();
    if (!m_check)
        return showAll();
    connect(m_check.get(), &AccessCheck::changed, this, &AccessCheckDialog::showAll);
    connect(m_check.get(), &AccessCheck::finished, this, &AccessCheckDialog::showAll);
    m_check->start();
    showAll();
}

void AccessCheckDialog::showAll()
{
    for (int i = 0; i < int(Step::Count); ++i)
        showStep(Step(i));
    const bool isFinished = m_check && m_check->isFinished();
    m_copy->setEnabled(isFinished);
    m_again->setEnabled(isFinished);
    showAdvice();
}

void AccessCheckDialog::showStep(Step step)
{
    const Line &line = m_lines.at(std::size_t(step));
    const State state = m_check ? m_check->finding(step).state : State::Waiting;
    const Mark mark = markOf(state);
    line.icon->setPixmap(Icons::icon(mark.icon, m_theme, mark.color)
                             .pixmap(QSize(iconSize, iconSize), devicePixelRatioF()));
    const QString outcome = m_check ? AccessText::outcome(*m_check, step) : QString();
    line.outcome->setText(state == State::Running ? tr("Being tried…") : outcome);
    //: spoken: a step of a check and how it went
    line.title->setAccessibleDescription(state == State::Passed       ? tr("in order")
                                             : state == State::Failed ? tr("failed")
                                                                      : tr("not known yet"));
    const bool isMuted = state == State::Waiting;
    line.title->setEnabled(!isMuted);
}

void AccessCheckDialog::showAdvice()
{
    const auto failed = m_check ? m_check->failedStep() : std::nullopt;
    m_advicePart->setVisible(failed.has_value());
    m_signIn->setVisible(failed && *failed <= Step::Role && *failed != Step::Connection);
    if (!failed)
        return;
    m_advice->setText(AccessText::advice(*m_check, *failed));
    const QString command = AccessText::command(*m_check, *failed);
    m_command->setCommand(command);
    m_command->setVisible(!command.isEmpty());
    const QString detail = AccessText::detail(*m_check, *failed);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

} // namespace sessionbook
