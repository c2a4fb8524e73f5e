#include "panels/SessionPanel.h"

#include "base/Clock.h"
#include "dialogs/Dialogs.h"
#include "notebook/Notebook.h"
#include "panels/PoolSessions.h"
#include "panels/TwoLineDelegate.h"
#include "theme/Icons.h"
#include "wording/ErrorText.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int identifierRole = Qt::UserRole + 10;
constexpr int cellRole = Qt::UserRole + 11;

/// In whole minutes or hours: more says nothing, and there is little room.
QString durationText(qint64 seconds)
{
    const qint64 minutes = std::max<qint64>(0, seconds) / 60;
    if (minutes < 1)
        //: a duration
        return SessionPanel::tr("< 1 min");
    if (minutes < 120)
        //: a duration
        return SessionPanel::tr("%1 min").arg(minutes);
    //: a duration
    return SessionPanel::tr("%1 h").arg(minutes / 60);
}

QString resultText(RebuiltCell::Result result)
{
    switch (result) {
    case RebuiltCell::Result::Same:
        return SessionPanel::tr("same");
    case RebuiltCell::Result::Differs:
        return SessionPanel::tr("differs");
    case RebuiltCell::Result::FailedAnew:
        return SessionPanel::tr("failed");
    case RebuiltCell::Result::NotReached:
        return SessionPanel::tr("not reached");
    case RebuiltCell::Result::NotRepeatable:
        break;
    }
    return SessionPanel::tr("not run again");
}

ColorRole dotOf(RebuiltCell::Result result)
{
    switch (result) {
    case RebuiltCell::Result::Same:
        return ColorRole::Ok;
    case RebuiltCell::Result::Differs:
        return ColorRole::Warning;
    case RebuiltCell::Result::FailedAnew:
        return ColorRole::Error;
    default:
        return ColorRole::MutedText;
    }
}

QLabel *newLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

SessionPanel::SessionPanel(PoolSessions &sessions, Dialogs &dialogs, Clock &clock,
                           const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_sessions(sessions)
    , m_dialogs(dialogs)
    , m_clock(clock)
    , m_delegate(new TwoLineDelegate(theme, this))
{
    setObjectName(u"sessionPanel"_s);
    build();
    setTheme(theme);
    connect(&m_sessions, &PoolSessions::changed, this, &SessionPanel::reload);
    forgetReport();
    reload();
}

void SessionPanel::build()
{
    m_heading = newLabel(u"panelHeading"_s, this);
    m_refresh = new QToolButton(this);
    m_refresh->setObjectName(u"refreshSessionsButton"_s);
    m_refresh->setAccessibleName(tr("Refresh the list of sessions"));
    m_refresh->setToolTip(m_refresh->accessibleName());
    m_refresh->setIconSize({16, 16});
    m_refresh->setFixedSize(26, 26);
    connect(m_refresh, &QToolButton::clicked, &m_sessions, &PoolSessions::refresh);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(16, 0, 8, 0);
    top->addWidget(m_heading, 1);
    top->addWidget(m_refresh, 0, Qt::AlignTop);

    m_words = newLabel(u"sessionWords"_s, this);
    m_words->setContentsMargins(16, 4, 16, 4);
    const auto newList = [this](const QString &name, const QString &accessibleName) {
        auto *list = new QListWidget(this);
        list->setObjectName(name);
        list->setAccessibleName(accessibleName);
        list->setItemDelegate(m_delegate);
        list->setFrameShape(QFrame::NoFrame);
        list->setMouseTracking(true);
        return list;
    };
    m_list = newList(u"sessionList"_s, tr("Sessions of the pool"));
    m_end = new QAction(tr("End Session"), this);
    m_end->setObjectName(u"endListedSession"_s);
    m_end->setShortcut(QKeySequence::Delete);
    m_end->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(m_end);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_end, &QAction::triggered, this, &SessionPanel::endSelected);
    connect(m_list, &QListWidget::itemSelectionChanged, this, &SessionPanel::updateActions);

    m_reportHeading = newLabel(u"panelHeading"_s, this);
    m_reportHeading->setContentsMargins(16, 8, 16, 2);
    m_report = newList(u"rebuiltCells"_s, tr("Cells of the last rebuild"));
    const auto activate = [this](QListWidgetItem *item) {
        emit cellActivated(item->data(cellRole).value<CellId>());
    };
    connect(m_report, &QListWidget::itemClicked, this, activate);
    connect(m_report, &QListWidget::itemActivated, this, activate);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 7, 0, 8);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_words);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_reportHeading);
    layout->addWidget(m_report, 1);
    layout->addStretch(); // where words stand in place of lists
}

void SessionPanel::setTheme(const Theme &theme)
{
    m_delegate->setTheme(theme);
    m_refresh->setIcon(Icons::icon(u"refresh-cw"_s, theme, ColorRole::MutedText));
    m_list->viewport()->update();
    m_report->viewport()->update();
}

void SessionPanel::setPoolName(const QString &name)
{
    m_heading->setText(tr("Sessions in “%1”").arg(name));
}

void SessionPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_sessions.setWatched(true);
}

void SessionPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_sessions.setWatched(false);
}

QString SessionPanel::titleOf(const SessionInfo &session) const
{
    return m_sessions.isOwn(session.identifier) ? tr("This notebook") : session.identifier;
}

QString SessionPanel::detailOf(const SessionInfo &session) const
{
    const QDateTime now = m_clock.now();
    QStringList parts;
    if (session.lastAccessedAt.isValid())
        //: %1 is a duration
        parts << tr("used %1 ago").arg(durationText(session.lastAccessedAt.secsTo(now)));
    if (session.expiresAt.isValid() && session.expiresAt < now.addYears(1))
        //: %1 is a duration
        parts << tr("ends in %1").arg(durationText(now.secsTo(session.expiresAt)));
    return parts.join(u" · "_s);
}

void SessionPanel::reload()
{
    const QString before = selected();
    m_list->clear();
    for (const SessionInfo &session : m_sessions.sessions()) {
        const bool isOwn = m_sessions.isOwn(session.identifier);
        auto *item = new QListWidgetItem(titleOf(session), m_list);
        item->setData(identifierRole, session.identifier);
        item->setData(TwoLineDelegate::DetailRole, detailOf(session));
        if (session.createdAt.isValid())
            item->setData(TwoLineDelegate::MarkRole,
                          durationText(session.createdAt.secsTo(m_clock.now())));
        item->setData(TwoLineDelegate::DotRole,
                      int(isOwn ? ColorRole::Accent : ColorRole::MutedText));
        item->setData(Qt::AccessibleTextRole, titleOf(session) + u", "_s + detailOf(session));
        item->setToolTip(session.identifier);
        if (session.identifier == before)
            m_list->setCurrentItem(item);
    }
    updateWords();
    updateActions();
}

void SessionPanel::updateWords()
{
    QString words;
    switch (m_sessions.state()) {
    case PoolSessions::State::NoPool:
        words = tr("No session. Running a cell starts one.");
        break;
    case PoolSessions::State::Asking:
        words = tr("Asking the pool…");
        break;
    case PoolSessions::State::CannotList:
        words = tr("This pool does not list its sessions. Yours is in the status bar.");
        break;
    case PoolSessions::State::Failed:
        words = ErrorText::of(m_sessions.error());
        break;
    case PoolSessions::State::Listed:
        if (m_sessions.sessions().isEmpty())
            words = tr("No session yet. Running a cell starts one.");
        break;
    }
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    m_list->setVisible(words.isEmpty());
    m_refresh->setEnabled(m_sessions.state() != PoolSessions::State::NoPool);
}

QString SessionPanel::selected() const
{
    const auto *item = m_list->currentItem();
    return item ? item->data(identifierRole).toString() : QString();
}

void SessionPanel::updateActions()
{
    m_end->setEnabled(!selected().isEmpty());
}

void SessionPanel::endSelected()
{
    const QString identifier = selected();
    if (identifier.isEmpty())
        return;
    if (m_sessions.isOwn(identifier))
        return emit endOwnRequested();
    m_dialogs.confirm(window(),
                      {.title = tr("End Session"),
                       .text = tr("“%1” is not this notebook's session. Whoever uses it loses its "
                                  "variables and files. End it?")
                                   .arg(identifier),
                       .acceptText = tr("End Session"),
                       .isDestructive = true},
                      [this, identifier](bool accepted) {
                          if (accepted)
                              m_sessions.end(identifier);
                      });
}

void SessionPanel::showReport(const RebuildReport &report, const Notebook &notebook)
{
    m_report->clear();
    for (const RebuiltCell &cell : report.cells) {
        const int index = notebook.indexOf(cell.cell);
        const QString title = index < 0 ? tr("Deleted cell") : tr("Cell %1").arg(index + 1);
        auto *item = new QListWidgetItem(title, m_report);
        item->setData(cellRole, QVariant::fromValue(cell.cell));
        item->setData(TwoLineDelegate::DetailRole, cell.source.trimmed().section(u'\n', 0, 0));
        item->setData(TwoLineDelegate::MarkRole, resultText(cell.result));
        item->setData(TwoLineDelegate::DotRole, int(dotOf(cell.result)));
        item->setData(Qt::AccessibleTextRole, title + u", "_s + resultText(cell.result));
    }
    m_reportHeading->setText(
        tr("Last rebuild: %1 of %n the same", nullptr, report.comparableCount())
            .arg(report.count(RebuiltCell::Result::Same)));
    m_reportHeading->show();
    m_report->show();
}

void SessionPanel::forgetReport()
{
    m_report->clear();
    m_report->hide();
    m_reportHeading->hide();
}

} // namespace sessionbook
