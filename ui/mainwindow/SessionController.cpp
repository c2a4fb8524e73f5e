#include "mainwindow/SessionController.h"

#include "credentials/signin/SignedInSource.h"
#include "document/ProgramServices.h"
#include "mainwindow/SessionFarewell.h"
#include "settings/KnownPools.h"
#include "wording/ErrorText.h"

namespace sessionbook {

namespace {

/// A pool that answers, but not to the question what it is, is a plain pool and can be used.
bool isPlainPool(const RestError &error)
{
    using Kind = RestError::Kind;
    return error.kind == Kind::NotFound || error.kind == Kind::BadRequest
        || error.kind == Kind::InvalidReply || error.kind == Kind::ServerError;
}

} // namespace

SessionController::SessionController(const ProgramServices &services, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_choice{.profile = PoolProfile::local(), .typedToken = {}}
{
    connect(&services.localPool, &LocalPool::stateChanged, this,
            &SessionController::followLocalPool);
}

SessionController::~SessionController()
{
    if (m_link && !m_isLeftOnClose)
        m_services.farewell.end(m_link);
    if (m_old && m_old->link)
        m_services.farewell.end(m_old->link);
}

QString SessionController::poolName() const
{
    //: the pool on this computer
    return pool().isLocal() ? tr("Local") : pool().name;
}

SessionClient *SessionController::session() const
{
    const bool usable = m_status == Status::Ready || m_status == Status::Restarting;
    return m_link && usable ? m_link->session.get() : nullptr;
}

std::optional<std::chrono::milliseconds> SessionController::untilNextTry() const
{
    if (m_status != Status::Connecting || !m_nextTryAt)
        return std::nullopt;
    return std::max(std::chrono::milliseconds(0), *m_nextTryAt - m_services.clock.monotonic());
}

bool SessionController::keepsFilesOnRestart() const
{
    return m_link && m_link->session->abilities().restart;
}

void SessionController::connectTo(const PoolChoice &choice)
{
    settleMove(OldSession::End);
    leaveSession();
    m_choice = choice;
    emit sessionLeft();
    openLink();
}

void SessionController::updatePool(const PoolProfile &pool)
{
    if (pool.url != m_choice.profile.url)
        return;
    m_choice.profile = pool;
    if (m_link)
        m_link->session->setSendsExactly(pool.sendsExactly);
}

void SessionController::startAnew()
{
    leaveSession();
    openLink();
}

void SessionController::noteUnreachable(const RestError &error)
{
    if (m_status == Status::Ready && !pool().isLocal())
        setUnreachable(ErrorText::of(error), error.detail);
}

void SessionController::moveTo(const PoolChoice &choice)
{
    settleMove(OldSession::Leave);
    const OldPlace old{m_choice, m_link};
    retireLink();
    m_old = old;
    m_choice = choice;
    openLink();
}

void SessionController::settleMove(OldSession fate)
{
    const auto old = std::exchange(m_old, std::nullopt);
    if (old && old->link && fate == OldSession::End)
        m_services.farewell.end(old->link);
}

void SessionController::undoMove()
{
    const auto old = std::exchange(m_old, std::nullopt);
    if (!old)
        return;
    leaveSession();
    m_choice = old->choice;
    m_link = old->link;
    const bool isGone
        = pool().isLocal() && m_services.localPool.state() != LocalPool::State::Running;
    if (!m_link || isGone) {
        retireLink();
        return openLink();
    }
    setStatus(Status::Ready);
    emit sessionChanged(session());
}

void SessionController::reconnect()
{
    const bool isGone
        = m_choice.profile.isLocal() && m_services.localPool.state() != LocalPool::State::Running;
    if (!m_link || isGone)
        return openLink();
    discover();
}

void SessionController::openLink()
{
    setStatus(Status::Connecting);
    if (!m_choice.profile.isLocal()) {
        auto connection = PoolConnection::toRemotePool(SessionEndpoint::of(m_choice.profile),
                                                       m_choice.typedToken, m_services.network,
                                                       m_services.clock, &m_services.signIns);
        if (!connection)
            return setUnreachable(ErrorText::of(connection.error()), connection.error().detail);
        m_link = std::make_shared<SessionLink>(std::move(connection).value());
        m_link->session->setSendsExactly(m_choice.profile.sendsExactly);
        useKnownVersion();
        return discover();
    }
    if (m_services.localPool.state() == LocalPool::State::Running)
        followLocalPool(LocalPool::State::Running);
    else
        m_services.localPool.start();
}

void SessionController::useKnownVersion()
{
    m_link->session->rememberVersion(m_choice.profile.apiVersion);
    connect(m_link->session.get(), &SessionClient::versionFound, this,
            [this, url = m_choice.profile.url](const QString &apiVersion) {
                KnownPools::change(m_services.settings, url, [&apiVersion](PoolProfile &pool) {
                    pool.apiVersion = apiVersion;
                });
                if (m_choice.profile.url == url)
                    m_choice.profile.apiVersion = apiVersion;
            });
}

void SessionController::followLocalPool(LocalPool::State state)
{
    if (!m_choice.profile.isLocal() || m_status == Status::Ended)
        return;
    if (state == LocalPool::State::Starting)
        return setStatus(Status::Connecting);
    if (state == LocalPool::State::Failed)
        return localPoolFailed();
    retireLink(); // whatever it was, it belonged to a pool that is gone
    if (state == LocalPool::State::Running) {
        m_link = std::make_shared<SessionLink>(PoolConnection::toLocalPool(
            m_services.localPool, m_services.network, m_services.clock));
        discover();
    }
}

void SessionController::localPoolFailed()
{
    const Error error = m_services.localPool.error();
    const bool wasRunning = m_link != nullptr;
    if (wasRunning)
        emit sessionLost({.kind = RestError::Kind::ConnectionLost, .detail = error.detail});
    retireLink();
    setUnreachable(wasRunning ? tr("The local pool ended unexpectedly; its variables and files "
                                   "are gone. Reconnect to start it again.")
                              : ErrorText::of(error),
                   error.detail);
}

void SessionController::discover()
{
    m_nextTryAt.reset();
    setStatus(Status::Connecting);
    delete m_job;
    auto *job = m_link->session->poolMetadata(this);
    m_job = job;
    job->setRetryPolicy(RetryPolicy::idempotent().waitingForRoom());
    connect(job, &RestJob::waiting, this,
            [this](const RestError &why, std::chrono::milliseconds delay) {
                if (why.kind != RestError::Kind::Throttled)
                    return;
                m_nextTryAt = m_services.clock.monotonic() + delay;
                emit statusChanged();
            });
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        discovered(*job);
    });
    job->start();
}

void SessionController::discovered(const PoolMetadataJob &job)
{
    const auto abilities = job.result();
    if (!abilities && !isPlainPool(abilities.error()))
        return discoveryFailed(abilities.error());
    m_link->session->setAbilities(abilities ? *abilities : PoolAbilities());
    setStatus(Status::Ready);
    emit sessionChanged(session());
}

void SessionController::discoveryFailed(const RestError &error)
{
    setUnreachable(ErrorText::of(error), error.detail);
    if (m_choice.profile.credential == PoolCredential::SignedIn && asksForSignIn(error))
        emit signInNeeded();
}

void SessionController::restart()
{
    if (m_status != Status::Ready)
        return reconnect();
    auto *job = m_link->session->restartSession(this);
    if (!job) { // a plain pool: the session ends, and its files with it
        leaveSession();
        openLink();
        emit restarted();
        return;
    }
    m_job = job;
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        restartFinished(*job);
    });
    setStatus(Status::Restarting);
    job->start();
}

void SessionController::restartFinished(const RestartSessionJob &job)
{
    const auto result = job.result();
    setStatus(Status::Ready);
    // A session that does not exist yet (or no more) is as fresh as a restarted one.
    if (result || result.error().kind == RestError::Kind::NotFound)
        emit restarted();
    else
        emit restartFailed(ErrorText::of(result.error()));
}

void SessionController::endSession()
{
    leaveSession();
    setStatus(Status::Ended);
    emit sessionLeft();
}

void SessionController::leaveSession()
{
    const auto link = m_link;
    retireLink();
    if (link)
        m_services.farewell.end(link);
}

void SessionController::retireLink()
{
    delete m_job;
    if (!m_link)
        return;
    m_retired.push_back(std::exchange(m_link, nullptr));
    emit sessionChanged(nullptr);
}

void SessionController::setStatus(Status status)
{
    if (m_status == status)
        return;
    m_status = status;
    emit statusChanged();
}

void SessionController::setUnreachable(const QString &problem, const QString &detail)
{
    m_status = Status::Unreachable;
    m_problem = problem;
    m_problemDetail = detail;
    emit statusChanged();
}

} // namespace sessionbook
