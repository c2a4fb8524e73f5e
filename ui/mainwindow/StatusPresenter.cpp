#include "mainwindow/StatusPresenter.h"

#include "document/NotebookController.h"
#include "mainwindow/PoolButton.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SessionLifetime.h"
#include "mainwindow/StatusBarView.h"
#include "mainwindow/rebuild/RebuildController.h"
#include "notebook/Notebook.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int tickMs = 500;

QString secondsText(std::chrono::milliseconds time)
{
    const double seconds = double(time.count()) / 1000.0;
    return QLocale().toString(seconds, 'f', seconds < 100 ? 1 : 0);
}

/// "3.11" of "3.11.2".
QString shortVersion(const QString &version)
{
    return version.split(u'.').mid(0, 2).join(u'.');
}

} // namespace

StatusPresenter::StatusPresenter(Sources sources, StatusBarView &bar, PoolButton &button,
                                 QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_bar(bar)
    , m_button(button)
{
    m_ticking.setInterval(tickMs);
    connect(&m_ticking, &QTimer::timeout, this, &StatusPresenter::updateSession);
    connect(&m_from.session, &SessionController::statusChanged, this,
            &StatusPresenter::updateSession);
    connect(&m_from.session, &SessionController::sessionChanged, this,
            &StatusPresenter::updateSession);
    connect(&m_from.runs, &RunController::stateChanged, this, &StatusPresenter::updateSession);
    connect(&m_from.view, &NotebookView::currentCellChanged, this,
            &StatusPresenter::updatePosition);
    connect(&m_from.view, &NotebookView::caretMoved, this, &StatusPresenter::updatePosition);
    connect(&m_from.view, &NotebookView::modeChanged, this, &StatusPresenter::updatePosition);
    connect(&m_from.document, &NotebookController::documentChanged, this,
            &StatusPresenter::updateDocument);
    connect(&m_from.document, &NotebookController::notebookChanged, this,
            &StatusPresenter::updatePosition);
    connect(&m_from.lifetime, &SessionLifetime::changed, this, &StatusPresenter::updateSession);
    connect(&m_from.rebuild, &RebuildController::changed, this, &StatusPresenter::updateSession);
    updateSession();
    updatePosition();
    updateDocument();
}

StatusPresenter::State StatusPresenter::rebuildState() const
{
    const auto &rebuild = m_from.rebuild;
    const QString word = rebuild.isMoving() ? tr("moving") : tr("rebuilding");
    if (rebuild.runCount() == 0)
        return {rebuild.isMoving() ? tr("Moving the session…") : tr("Rebuilding the session…"),
                word, ColorRole::Accent};
    const QString sentence = rebuild.isMoving()
        ? tr("Moving the session · %1 of %n run(s)", nullptr, rebuild.runCount())
        : tr("Rebuilding the session · %1 of %n run(s)", nullptr, rebuild.runCount());
    return {sentence.arg(rebuild.doneCount()), word, ColorRole::Accent};
}

StatusPresenter::State StatusPresenter::waitingState(std::chrono::milliseconds untilNextTry)
{
    const auto seconds = int(std::chrono::ceil<std::chrono::seconds>(untilNextTry).count());
    return {seconds > 0 ? tr("Waiting for a free session, next try in %n s", nullptr, seconds)
                        : tr("Waiting for a free session…"),
            tr("waiting"), ColorRole::Warning};
}

StatusPresenter::State StatusPresenter::readyState() const
{
    const auto &runs = m_from.runs;
    if (const auto untilNextTry = runs.untilNextTry())
        return waitingState(*untilNextTry);
    if (runs.runningCellNumber() > 0) {
        QString sentence = tr("Running cell %1 · %2 s")
                               .arg(runs.runningCellNumber())
                               .arg(secondsText(runs.elapsed()));
        if (runs.queuedCount() > 0)
            sentence = tr("Running cell %1 · %2 s · %n waiting", nullptr, runs.queuedCount())
                           .arg(runs.runningCellNumber())
                           .arg(secondsText(runs.elapsed()));
        return {sentence, tr("running"), ColorRole::Accent};
    }
    if (runs.isBusy()) // the running cell was deleted, its code was not
        return {tr("Running a deleted cell · %1 s").arg(secondsText(runs.elapsed())), tr("running"),
                ColorRole::Accent};
    if (m_from.rebuild.lostBy())
        return {tr("Session new, its state is gone"), tr("state lost"), ColorRole::Warning};
    return {tr("Session idle"), tr("idle"), ColorRole::Ok};
}

StatusPresenter::State StatusPresenter::state() const
{
    if (m_from.rebuild.isBusy())
        return rebuildState();
    const bool local = m_from.session.pool().isLocal();
    switch (m_from.session.status()) {
    case SessionController::Status::Connecting:
        if (const auto untilNextTry = m_from.session.untilNextTry())
            return waitingState(*untilNextTry);
        return {local ? tr("Starting the local session…")
                      : tr("Connecting to %1…").arg(m_from.session.poolName()),
                tr("starting"), ColorRole::Warning};
    case SessionController::Status::Restarting:
        return {tr("Restarting the session…"), tr("restarting"), ColorRole::Warning};
    case SessionController::Status::Unreachable:
        return {tr("Not connected"), tr("offline"), ColorRole::Error};
    case SessionController::Status::Ended:
        return {tr("No session; running a cell starts one"), tr("ended"), ColorRole::MutedText};
    case SessionController::Status::Ready:
        break;
    }
    return readyState();
}

QString StatusPresenter::poolDetails() const
{
    const auto *session = m_from.session.session();
    if (!session)
        return {};
    QStringList parts;
    const auto remaining = m_from.lifetime.remaining();
    if (remaining && !m_from.runs.isBusy())
        parts << tr("ends in %n minute(s) without a run", nullptr, int(remaining->count()));
    const QString version = session->abilities().pythonVersion;
    if (session->abilities().kind == PoolKind::Shell)
        parts << tr("Shell");
    else if (!version.isEmpty())
        parts << tr("Python %1").arg(shortVersion(version));
    if (m_from.session.pool().isLocal())
        parts << tr("network off");
    return parts.join(u" · "_s);
}

void StatusPresenter::updateSession()
{
    const State now = state();
    if (m_from.session.untilNextTry().has_value() != m_ticking.isActive())
        m_ticking.isActive() ? m_ticking.stop() : m_ticking.start();
    m_bar.setSession(now.sentence, now.dot);
    m_bar.setPool(poolDetails());
    m_button.setState(m_from.session.poolName(), now.word, now.dot);
}

QString StatusPresenter::position() const
{
    const auto &notebook = m_from.document.notebook();
    const int cell = notebook.indexOf(m_from.view.currentCell()) + 1;
    if (cell == 0)
        return tr("%n cell(s)", nullptr, notebook.cellCount());
    const int line = m_from.view.caretLine();
    if (line == 0)
        return tr("Cell %1 of %2").arg(cell).arg(notebook.cellCount());
    //: Ln: line, Col: column of the caret
    return tr("Cell %1 of %2 · Ln %3, Col %4")
        .arg(cell)
        .arg(notebook.cellCount())
        .arg(line)
        .arg(m_from.view.caretColumn());
}

void StatusPresenter::updatePosition()
{
    m_bar.setPosition(position());
}

QString StatusPresenter::savedText() const
{
    const auto &document = m_from.document;
    if (document.isSaving())
        return tr("Saving…");
    if (document.notebook().isModified())
        return tr("Not saved");
    if (document.savedAt().isValid())
        return tr("Saved %1").arg(QLocale().toString(document.savedAt().time(), u"HH:mm"_s));
    return document.path().isEmpty() ? QString() : tr("Saved");
}

void StatusPresenter::updateDocument()
{
    m_bar.setSaved(savedText());
    updatePosition();
}

} // namespace sessionbook
