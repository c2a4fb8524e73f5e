#include "mainwindow/rebuild/RebuildController.h"

#include "document/NotebookController.h"
#include "document/ProgramServices.h"
#include "mainwindow/RunController.h"
#include "mainwindow/SessionController.h"
#include "mainwindow/SessionLifetime.h"
#include "notebook/Notebook.h"
#include "notebook/NotebookEditor.h"
#include "panels/SessionFiles.h"
#include "wording/ErrorText.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool hasNumbers(const Notebook &notebook)
{
    for (int i = 0; i < notebook.cellCount(); ++i) {
        if (notebook.cellAt(i).executionCount)
            return true;
    }
    return false;
}

bool canBeSent(const SentFileCheck &check)
{
    return !check.present.isNull();
}

} // namespace

RebuildController::RebuildController(Sources sources, const ProgramServices &services,
                                     QWidget &window, QObject *parent)
    : QObject(parent)
    , m_from(sources)
    , m_services(services)
    , m_window(window)
    , m_store(m_recorder, m_from.document.journal())
{
    followSession();
    followRuns();
    followDocument();
    connect(&m_from.files, &SessionFiles::sent, &m_recorder, &SessionRecorder::fileSent);
    connect(&m_from.files, &SessionFiles::removed, &m_recorder, &SessionRecorder::fileRemoved);
    connect(&m_recorder, &SessionRecorder::fileAdded, this,
            [this](const SentFile &file) { m_lostFiles.remove(file.remoteName); });
    connect(&m_store, &RecordStore::loaded, this, &RebuildController::takeStored);
}

RebuildController::~RebuildController() = default;

void RebuildController::followSession()
{
    const auto *session = &m_from.session;
    connect(session, &SessionController::sessionChanged, this, &RebuildController::sessionChanged);
    connect(session, &SessionController::statusChanged, this, [this] {
        if (m_phase == Phase::Connecting
            && m_from.session.status() == SessionController::Status::Unreachable)
            connectingFailed();
    });
    connect(session, &SessionController::sessionLost, this, [this](const RestError &error) {
        if (m_phase == Phase::Rebuilding)
            m_flow->loseSession(error);
        noteLoss({.reason = SessionEnd::Reason::PoolGone, .detail = error.detail});
    });
    connect(session, &SessionController::sessionLeft, this, [this] {
        if (!isBusy())
            noteLoss({.reason = SessionEnd::Reason::Deleted});
    });
    connect(session, &SessionController::restarted, this, [this] {
        SessionRecord kept;
        if (m_from.session.keepsFilesOnRestart()) {
            for (const SentFile &file : record().files())
                kept.addFile(file);
        }
        forgetLoss();
        m_recorder.setRecord(kept);
    });
    connect(
        &m_from.lifetime, &SessionLifetime::sessionMissing, this,
        [this](const RestError &error) { noteLoss(SessionEnd::from(error.code, error.detail)); });
    connect(&m_from.lifetime, &SessionLifetime::sessionFoundNew, this,
            [this] { noteLoss({.reason = SessionEnd::Reason::FoundNew}); });
}

void RebuildController::followRuns()
{
    connect(
        &m_from.runs, &RunController::queueChanged, this,
        [this](ExecutionQueue &queue, Notebook &notebook) { m_recorder.follow(queue, notebook); });
    connect(&m_from.runs, &RunController::runFinished, this, &RebuildController::cellEnded);
    connect(&m_from.runs, &RunController::variablesLost, this, [this](const QString &detail) {
        m_from.lifetime.forget(); // else it would find out once more, when that state is back
        const auto &runs = record().runs();
        const bool ended = !runs.isEmpty() && runs.last().end == RunEnd::Lost;
        noteLoss(ended ? SessionEnd::from({}, detail)
                       : SessionEnd{.reason = SessionEnd::Reason::FoundNew, .detail = detail});
    });
}

void RebuildController::followDocument()
{
    m_store.follow(m_from.document.path(), m_from.document.notebook());
    connect(&m_from.document, &NotebookController::notebookChanged, this, [this](Notebook *) {
        cancel();
        forgetLoss();
        m_replaced.clear();
        m_store.follow({}, m_from.document.notebook()); // what is kept of it is read, not replaced
        m_recorder.setRecord({});
        m_store.follow(m_from.document.path(), m_from.document.notebook());
        m_store.load();
    });
    connect(&m_from.document, &NotebookController::documentChanged, this,
            [this] { m_store.setPath(m_from.document.path()); });
}

bool RebuildController::canRebuild() const
{
    return !isBusy() && (record().hasState() || hasNumbers(m_from.document.notebook()));
}

void RebuildController::takeStored(const SessionRecord &stored, bool wasClosed)
{
    if (isBusy() || !record().runs().isEmpty())
        return; // something ran already: that is another session
    m_recorder.setRecord(stored);
    if (wasClosed)
        emit changed();
    else
        noteLoss({.reason = SessionEnd::Reason::ProgramEnded});
}

void RebuildController::noteLoss(const SessionEnd &end)
{
    if (!record().hasState() || m_phase == Phase::Rebuilding || isMoving())
        return;
    const bool isNews = !m_lostBy;
    m_lostBy = end;
    if (end.reason == SessionEnd::Reason::FoundNew) {
        SessionRecord cleared = record();
        cleared.disownLastFailure();
        if (cleared != record())
            m_recorder.setRecord(cleared);
    }
    loseAll();
    // What found the session new ran in the new one.
    if (end.reason == SessionEnd::Reason::FoundNew && m_lostRuns > 0
        && isRepeatable(record().runs().last().end)) {
        m_lostCells.remove(record().runs().last().cell);
        --m_lostRuns;
    }
    m_from.runs.setStateLost(m_lostCells);
    if (isNews)
        emit stateLost(end);
    emit changed();
}

void RebuildController::loseAll()
{
    m_lostRuns = record().runs().size();
    m_lostCells = record().cells();
    m_lostFiles.clear();
    for (const SentFile &file : record().files())
        m_lostFiles.insert(file.remoteName);
    m_madeAgain = {};
}

void RebuildController::forgetLoss()
{
    m_lostBy.reset();
    m_lostRuns = 0;
    m_lostCells.clear();
    m_lostFiles.clear();
    m_madeAgain = {};
    m_from.runs.setStateLost({});
    emit changed();
}

/// Who runs all that was lost again by hand has made the state again.
void RebuildController::cellEnded(CellId cell)
{
    const auto &runs = record().runs();
    const bool hasRun
        = !runs.isEmpty() && runs.last().cell == cell && isRepeatable(runs.last().end);
    if (!hasRun || !m_lostCells.remove(cell))
        return;
    m_from.runs.setStateLost(m_lostCells);
    if (!m_lostCells.isEmpty())
        return;
    SessionRecord present = m_madeAgain;
    for (const RecordedRun &run : record().runs().mid(m_lostRuns))
        present.append(run);
    for (const SentFile &file : record().files()) {
        if (!m_lostFiles.contains(file.remoteName))
            present.addFile(file);
    }
    forgetLoss();
    m_recorder.setRecord(present);
}

void RebuildController::rebuild()
{
    begin(std::nullopt);
}

void RebuildController::moveTo(const PoolChoice &choice)
{
    begin(choice);
}

void RebuildController::begin(std::optional<PoolChoice> target)
{
    const bool mayBegin = target ? !isBusy() : canRebuild();
    if (!mayBegin || m_from.runs.isBusy())
        return;
    m_from.document.flushPendingEdits();
    m_target = std::move(target);
    m_phase = Phase::Checking;
    m_from.runs.hold();
    const SessionRecord what
        = record().hasState() ? record() : SessionRecord::fromNumbers(m_from.document.notebook());
    m_flow = std::make_unique<RebuildFlow>(what, m_services.clock);
    connect(m_flow.get(), &RebuildFlow::filesChecked, this, &RebuildController::decideFiles);
    connect(m_flow.get(), &RebuildFlow::progressed, this, &RebuildController::changed);
    connect(m_flow.get(), &RebuildFlow::finished, this, &RebuildController::flowFinished);
    m_flow->checkFiles();
    emit changed();
}

void RebuildController::decideFiles(const QList<SentFileCheck> &checks)
{
    m_toSend.clear();
    m_leftOut.clear();
    QStringList reasons;
    bool someChanged = false;
    for (const SentFileCheck &check : checks) {
        (canBeSent(check) ? m_toSend : m_leftOut) << check;
        if (check.finding != SentFileCheck::Finding::Same)
            reasons << ErrorText::of(check);
        someChanged = someChanged || check.finding == SentFileCheck::Finding::Changed;
    }
    if (reasons.isEmpty())
        return connectNewSession();
    ChoiceQuestion question{
        .title = isMoving() ? tr("Move Session") : tr("Rebuild Session"),
        .text = tr("%n file(s) cannot be sent again as before.", nullptr, int(reasons.size())),
        .information = reasons.join(u'\n'),
        .buttons = someChanged ? QStringList{tr("&Send As They Are Now"), tr("&Leave Them Out")}
                               : QStringList{tr("&Go On Without Them")},
        .checkBox = {}};
    m_services.dialogs.choose(
        &m_window, question, [self = QPointer(this), someChanged](const ChoiceAnswer &answer) {
            if (!self || self->m_phase != Phase::Checking)
                return;
            if (answer.button < 0)
                return self->backToIdle();
            if (someChanged && answer.button == 1) {
                const auto isChanged = [](const SentFileCheck &check) {
                    return check.finding == SentFileCheck::Finding::Changed;
                };
                std::ranges::copy_if(self->m_toSend, std::back_inserter(self->m_leftOut),
                                     isChanged);
                self->m_toSend.removeIf(isChanged);
            }
            self->connectNewSession();
        });
}

void RebuildController::connectNewSession()
{
    m_phase = Phase::Connecting;
    emit began();
    emit changed();
    m_oldPool = m_from.session.poolName();
    if (m_target) {
        askEnvironment(m_from.session.session(), m_oldEnvironment);
        m_from.session.moveTo(*m_target);
    } else {
        m_from.session.startAnew();
    }
}

void RebuildController::askEnvironment(SessionClient *session, PoolEnvironment &environment)
{
    environment = {};
    if (!session)
        return;
    auto *job = new PoolEnvironmentJob(
        {session->place().client, session->place().dialect, QString()}, this);
    connect(job, &RestJob::finished, this, [job, &environment] {
        job->deleteLater();
        environment = job->environment();
    });
    job->start();
}

void RebuildController::sessionChanged(SessionClient *session)
{
    if (m_phase == Phase::Connecting && session) {
        m_phase = Phase::Rebuilding;
        if (isMoving())
            askEnvironment(session, m_newEnvironment);
        m_flow->start(*session, m_toSend, m_leftOut);
    } else if (m_phase == Phase::Rebuilding && !session) {
        m_flow->loseSession({.kind = RestError::Kind::Cancelled});
    } else if (session && record().hasState() && !m_lostBy) {
        m_from.lifetime.ask(); // the same one again: whether it lives is asked
    }
}

void RebuildController::connectingFailed()
{
    const QString problem = m_from.session.problem();
    const QString detail = m_from.session.problemDetail();
    const bool wasMoving = isMoving();
    if (wasMoving)
        m_from.session.undoMove();
    backToIdle();
    if (wasMoving)
        return emit moveFailed(problem, detail);
    emit gaveUp();
    noteLoss({.reason = SessionEnd::Reason::Unreachable, .detail = detail});
}

void RebuildController::cancel()
{
    if (m_phase == Phase::Rebuilding)
        return m_flow->cancel();
    if (!isBusy())
        return;
    const bool wasConnecting = m_phase == Phase::Connecting;
    if (wasConnecting && isMoving())
        m_from.session.undoMove();
    backToIdle();
    if (wasConnecting)
        emit gaveUp();
}

void RebuildController::flowFinished()
{
    const RebuildReport report = m_flow->report();
    const bool isComplete = report.end == RebuildReport::End::Complete;
    const bool wasMoving = isMoving();
    if (wasMoving && !isComplete) {
        m_from.session.undoMove();
        backToIdle();
        return emit finished(report, true);
    }
    m_phase = Phase::Idle;
    adopt(report);
    m_from.runs.release(report.lastExecutionCount);
    backToIdle();
    m_from.files.refresh();
    m_from.lifetime.refresh();
    emit finished(report, false);
    if (!wasMoving)
        return;
    QStringList sources;
    for (const RecordedRun &run : record().runs())
        sources << run.source;
    emit moved(m_oldPool,
               EnvironmentDifferences::between(m_oldEnvironment, m_newEnvironment, sources));
}

void RebuildController::adopt(const RebuildReport &report)
{
    m_replaced.clear();
    showOutputs(report);
    if (report.end == RebuildReport::End::Complete) {
        forgetLoss();
        m_recorder.setRecord(report.record);
        return;
    }
    // What is to be restored stays written down, so that it can be tried again.
    m_lostBy = m_lostBy.value_or(SessionEnd{});
    loseAll();
    if (report.end != RebuildReport::End::SessionLost) {
        m_madeAgain = report.record;
        for (const RebuiltCell &cell : report.cells) {
            if (cell.result != RebuiltCell::Result::NotReached
                && cell.result != RebuiltCell::Result::FailedAnew)
                m_lostCells.remove(cell.cell);
        }
    }
    m_from.runs.setStateLost(m_lostCells);
}

void RebuildController::showOutputs(const RebuildReport &report)
{
    Notebook &notebook = m_from.document.notebook();
    NotebookEditor editor(notebook);
    const auto step = editor.transaction(u"Rebuild Session"_s);
    for (const RebuiltCell &rebuilt : report.cells) {
        const Cell *cell = notebook.find(rebuilt.cell);
        if (!cell || rebuilt.result != RebuiltCell::Result::Differs)
            continue;
        m_replaced.append({.cell = cell->id,
                           .before = cell->outputs,
                           .countBefore = cell->executionCount,
                           .after = rebuilt.outputs});
        editor.replaceOutputs(cell->id, rebuilt.outputs, rebuilt.executionCount);
    }
}

void RebuildController::keepOldOutputs()
{
    Notebook &notebook = m_from.document.notebook();
    NotebookEditor editor(notebook);
    const auto step = editor.transaction(u"Keep Old Outputs"_s);
    for (const Replaced &replaced : std::exchange(m_replaced, {})) {
        const Cell *cell = notebook.find(replaced.cell);
        if (cell && cell->outputs == replaced.after)
            editor.replaceOutputs(cell->id, replaced.before, replaced.countBefore);
    }
}

void RebuildController::backToIdle()
{
    m_phase = Phase::Idle;
    m_target.reset();
    if (m_flow)
        m_flow.release()->deleteLater(); // it may be its own signal that ends it
    m_from.runs.release(0);
    emit changed();
}

} // namespace sessionbook
