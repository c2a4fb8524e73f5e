#include "NotebookRunner.h"

#include "CellTags.h"
#include "RunReport.h"

#include "export/ExportFile.h"
#include "notebook/files/ConflictedFile.h"
#include "notebook/files/NotebookFile.h"
#include "wording/ErrorText.h"

#include <QFileInfo>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto liveLineInterval = 200ms;
constexpr auto longestGoodbye = 5s;

/// A pool without metadata is a plain one; anything else that goes wrong here would go wrong with
/// every cell.
bool isPlainPool(const RestError &error)
{
    return error.kind == RestError::Kind::NotFound || error.kind == RestError::Kind::BadRequest
        || error.kind == RestError::Kind::InvalidReply;
}

} // namespace

NotebookRunner::NotebookRunner(RunnerOptions options, RunReport &report, Clock &clock,
                               QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_report(report)
    , m_clock(clock)
{
    connect(&m_localPool, &LocalPool::stateChanged, this, &NotebookRunner::connectToLocalPool);
}

NotebookRunner::~NotebookRunner() = default;

void NotebookRunner::start()
{
    if (!load() || !checkFiles())
        return;
    if (!m_options.executes)
        return stop(write() ? ExitCode::AllRan : ExitCode::BadUse);
    connectToPool();
}

bool NotebookRunner::load()
{
    auto loaded = NotebookFile::load(m_options.input);
    if (!loaded) {
        refuse(loaded.error());
        return false;
    }
    m_notebook = std::make_unique<Notebook>(std::move(loaded.value().data));
    if (const QStringList faults = m_notebook->faults(); !faults.isEmpty())
        m_report.say(tr("The file has faults, which were passed over:"), faults.join(u'\n'));
    for (int i = 0; i < m_notebook->cellCount(); ++i) {
        const Cell &cell = m_notebook->cellAt(i);
        if (cell.kind == CellKind::Code && !cell.source.trimmed().isEmpty()
            && !CellTags::contains(cell, u"skip-execution"))
            m_cells.append(cell.id);
    }
    return true;
}

/// Choosing between the sides of an unfinished merge takes a person.
void NotebookRunner::refuse(const Error &error)
{
    QStringList lines;
    if (error.kind == ErrorKind::InvalidJson) {
        for (const int line : ConflictedFile::markerLines(m_options.input))
            lines += QString::number(line);
    }
    if (lines.isEmpty())
        return stop(ExitCode::BadUse, ErrorText::of(error), error.detail);
    stop(
        ExitCode::BadUse,
        tr("‘%1’ holds %n conflict(s) of a git merge. Open it in Sessionbook to choose between the "
           "sides, or finish the merge in another program.",
           nullptr, static_cast<int>(lines.size()))
            .arg(QFileInfo(m_options.input).fileName()),
        tr("Conflicts begin at these lines: %1").arg(lines.join(QLatin1String(", "))));
}

/// Before anything runs: a long run must not be for nothing.
bool NotebookRunner::checkFiles()
{
    const QString directory = QFileInfo(m_options.output).absolutePath();
    if (!QFileInfo(directory).isDir() || QFileInfo(m_options.output).isDir()) {
        const ErrorKind kind
            = QFileInfo(m_options.output).isDir() ? ErrorKind::IsDirectory : ErrorKind::NotFound;
        const QString path = kind == ErrorKind::NotFound ? directory : m_options.output;
        stop(ExitCode::BadUse, ErrorText::of(Error{.kind = kind, .detail = {}, .path = path}));
        return false;
    }
    if (!QFileInfo(directory).isWritable()) {
        stop(ExitCode::BadUse,
             ErrorText::of(
                 Error{.kind = ErrorKind::PermissionDenied, .detail = {}, .path = directory}));
        return false;
    }
    const UploadPlan plan = UploadPlan::from(m_options.uploads, {});
    m_uploads = plan.accepted;
    if (plan.refused.isEmpty())
        return true;
    for (const RefusedUpload &refused : plan.refused)
        m_report.say(ErrorText::of(refused));
    stop(ExitCode::BadUse);
    return false;
}

void NotebookRunner::connectToPool()
{
    m_stage = Stage::StartingPool;
    if (!m_options.pool)
        return m_localPool.start();
    auto pool = PoolConnection::toRemotePool(*m_options.pool, {}, m_network, m_clock);
    if (!pool)
        return stop(ExitCode::PoolFailed, ErrorText::of(pool.error()), pool.error().detail);
    m_pool = std::move(pool).value();
    askPool();
}

void NotebookRunner::connectToLocalPool(LocalPool::State state)
{
    if (m_stage == Stage::StartingPool && state == LocalPool::State::Running) {
        m_pool = PoolConnection::toLocalPool(m_localPool, m_network, m_clock);
        return askPool();
    }
    if (m_stage == Stage::StartingPool && state == LocalPool::State::Failed)
        return stop(ExitCode::PoolFailed, ErrorText::of(m_localPool.error()),
                    m_localPool.error().detail);
    // A pool that ends later fails the request under way, which says so.
}

void NotebookRunner::askPool()
{
    m_stage = Stage::AskingPool;
    m_session = std::make_unique<SessionClient>(m_pool->rest(), SessionClient::newIdentifier());
    PoolMetadataJob *job = m_session->poolMetadata(this);
    letWait(*job);
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        if (m_stage != Stage::AskingPool)
            return;
        const auto abilities = job->result();
        if (!abilities && !isPlainPool(abilities.error()))
            return stop(ExitCode::PoolFailed, ErrorText::of(abilities.error()),
                        abilities.error().detail);
        if (abilities)
            m_session->setAbilities(*abilities);
        m_stage = Stage::Uploading;
        uploadNext();
    });
    job->start();
}

void NotebookRunner::uploadNext()
{
    if (m_uploads.isEmpty())
        return execute();
    const PlannedUpload upload = m_uploads.takeFirst();
    UploadFileJob *job = m_session->uploadFile(upload.localPath, upload.remoteName, this);
    letWait(*job);
    connect(job, &RestJob::finished, this, [this, job, upload] {
        job->deleteLater();
        if (m_stage != Stage::Uploading)
            return;
        if (const auto error = job->error())
            return stop(
                error->kind == RestError::Kind::LocalFile ? ExitCode::BadUse : ExitCode::PoolFailed,
                tr("Cannot upload ‘%1’.").arg(upload.localPath) + u' ' + ErrorText::of(*error),
                error->detail);
        m_report.say(tr("Uploaded ‘%1’ to /mnt/data.").arg(upload.remoteName));
        uploadNext();
    });
    job->start();
}

void NotebookRunner::execute()
{
    m_stage = Stage::Executing;
    m_queue
        = std::make_unique<ExecutionQueue>(*m_notebook, m_clock,
                                           ExecutionOptions{.cellTimeout = m_options.cellTimeout,
                                                            .longestWait = m_options.longestWait});
    m_queue->setSession(m_session.get());
    connect(m_queue.get(), &ExecutionQueue::runFinished, this, &NotebookRunner::judgeCell);
    // Its session ends with the run, so that nothing need be asked.
    connect(m_queue.get(), &ExecutionQueue::interruptFailed, m_queue.get(),
            &ExecutionQueue::abandon);
    connect(m_queue.get(), &ExecutionQueue::helperRefused, this, [this](const QString &reason) {
        m_report.say(tr("This session takes code only as it is: the outputs are what the service "
                        "keeps of them."),
                     reason);
    });
    connect(m_queue.get(), &ExecutionQueue::helperMissed, this, [this](const QString &reason) {
        m_report.say(tr("The service did not let a cell's run be prepared: its outputs are what "
                        "the service keeps of them."),
                     reason);
    });
    connect(m_queue.get(), &ExecutionQueue::runStateChanged, this, [this] {
        if (m_queue->untilNextTry())
            sayWaiting();
    });
    m_report.begin(int(m_cells.size()));
    runNextCell();
    showElapsed();
}

void NotebookRunner::runNextCell()
{
    if (m_cells.isEmpty())
        return conclude(m_exitCode);
    const CellId cell = m_cells.takeFirst();
    m_hasSaidWaiting = false;
    m_report.cellBegan(m_notebook->indexOf(cell) + 1, m_notebook->find(cell)->source);
    m_queue->enqueue(cell);
}

void NotebookRunner::showElapsed()
{
    if (!m_report.isLive() || m_stage != Stage::Executing)
        return;
    if (const auto untilNextTry = m_queue->untilNextTry())
        m_report.cellWaits(*untilNextTry);
    else
        m_report.cellGoesOn(m_queue->elapsed());
    m_clock.callAfter(liveLineInterval, this, [this] { showElapsed(); });
}

void NotebookRunner::letWait(RestJob &job)
{
    m_hasSaidWaiting = false;
    job.setRetryPolicy(RetryPolicy::idempotent().waitingForRoom(m_options.longestWait));
    connect(&job, &RestJob::waiting, this, [this](const RestError &why) {
        if (why.kind == RestError::Kind::Throttled)
            sayWaiting();
    });
}

/// Once: a log needs no line for each try, and a terminal shows them in its live line.
void NotebookRunner::sayWaiting()
{
    if (!std::exchange(m_hasSaidWaiting, true))
        m_report.say(tr("The pool is full; waiting for a free session."));
}

void NotebookRunner::judgeCell(CellId id, RunState state)
{
    const Cell &cell = *m_notebook->find(id);
    const CellRunInfo info = m_queue->info(id);
    // Only what the code raised may be allowed for: after a lost session or a broken line nothing
    // that follows would be true.
    const bool isTolerated = isRaisedByCode(info.failure)
        && (m_options.allowErrors || CellTags::contains(cell, u"raises-exception"));
    m_report.cellEnded(cell, info, isTolerated);
    if (m_isInterrupted)
        return conclude(ExitCode::Interrupted);
    if (state == RunState::Failed && !isTolerated)
        return conclude(info.error ? ExitCode::PoolFailed : ExitCode::CellFailed);
    if (state == RunState::Cancelled)
        return conclude(ExitCode::PoolFailed);
    runNextCell();
}

void NotebookRunner::interrupt()
{
    const bool isSecond = std::exchange(m_isInterrupted, true);
    if (m_stage == Stage::Finished)
        return;
    if (m_stage == Stage::EndingSession)
        return stop(ExitCode::Interrupted);
    if (m_stage != Stage::Executing)
        return stop(ExitCode::Interrupted, tr("Interrupted before the first cell."));
    if (isSecond)
        m_queue->setSession(nullptr);
    else
        m_queue->interrupt();
}

void NotebookRunner::conclude(ExitCode code)
{
    m_exitCode = code;
    m_stage = Stage::EndingSession;
    if (!write() && code != ExitCode::Interrupted)
        m_exitCode = ExitCode::BadUse;
    endSession();
}

bool NotebookRunner::write()
{
    const bool isBack = m_options.output == m_options.input; // stays what it is, whatever its name
    const ExportFormat format = isBack
        ? ExportFormat::Document
        : exportFormatOf(m_options.output).value_or(ExportFormat::Document);
    const auto written = ExportFile::write(m_options.output, format, m_notebook->snapshot(),
                                           QFileInfo(m_options.input).completeBaseName());
    if (!written)
        m_report.say(ErrorText::of(written.error()), written.error().detail);
    return written.hasValue();
}

/// A session of a pool elsewhere would hold its place, and its data, until it cools down.
void NotebookRunner::endSession()
{
    if (!m_options.pool)
        return stop(m_exitCode);
    DeleteSessionJob *job = m_session->deleteSession(this);
    job->setRetryPolicy(RetryPolicy::never());
    job->setIdleTimeout(longestGoodbye);
    connect(job, &RestJob::finished, this, [this] { stop(m_exitCode); });
    job->start();
}

void NotebookRunner::stop(ExitCode code, const QString &sentence, const QString &detail)
{
    m_report.say(sentence, detail);
    stop(code);
}

void NotebookRunner::stop(ExitCode code)
{
    if (m_stage == Stage::Finished)
        return;
    m_stage = Stage::Finished;
    m_localPool.stop();
    emit finished(code);
}

} // namespace sessionbook
