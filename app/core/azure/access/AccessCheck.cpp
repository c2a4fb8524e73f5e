#include "azure/access/AccessCheck.h"

#include "sessions/SessionClient.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using Kind = RestError::Kind;

bool isAboutConnection(const RestError &error)
{
    switch (error.kind) {
    case Kind::Timeout:
    case Kind::ConnectionRefused:
    case Kind::HostNotFound:
    case Kind::ConnectionLost:
    case Kind::ProxyFailed:
    case Kind::TlsFailed:
    case Kind::Insecure:
    case Kind::ServerError:
    case Kind::InvalidReply:
        return true;
    default:
        return false;
    }
}

bool isAboutRole(const RestError &error)
{
    return error.kind == Kind::Unauthorized || error.kind == Kind::Forbidden;
}

// Python, JavaScript and shells all take this, and do nothing.
const QString anyLanguage = u"_=1"_s;

// Its requests go to the container itself, which speaks whatever it likes.
bool isCustomContainer(const QUrl &endpoint)
{
    return endpoint.host().endsWith(".azurecontainerapps.io"_L1);
}

std::optional<RestError> faultOf(const Result<ExecutionReply, RestError> &reply)
{
    if (!reply)
        return reply.error();
    // A shell that does not take it has run all the same, whatever its exit code.
    if (reply->status == ExecutionStatus::Succeeded || reply->exitCode.value_or(-1) >= 0)
        return std::nullopt;
    const QString &said
        = reply->errorMessage.isEmpty() ? reply->standardError : reply->errorMessage;
    return RestError{Kind::ServerError, 0, reply->errorCode, said.left(300).simplified()};
}

} // namespace

AccessCheck::AccessCheck(RestClient &client, QString audience, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_audience(std::move(audience))
    , m_session(std::make_unique<SessionClient>(client, SessionClient::newIdentifier()))
{
}

AccessCheck::~AccessCheck()
{
    delete m_job;
}

const AccessCheck::Finding &AccessCheck::finding(Step step) const
{
    return m_findings.at(std::size_t(step));
}

const QUrl &AccessCheck::endpoint() const
{
    return m_client.base();
}

std::optional<AccessCheck::Step> AccessCheck::failedStep() const
{
    const auto failed = std::ranges::find(m_findings, State::Failed, &Finding::state);
    if (failed == m_findings.end())
        return std::nullopt;
    return Step(failed - m_findings.begin());
}

void AccessCheck::start()
{
    begin(Step::Credential);
    m_client.tokens().requestToken(
        TokenSource::Freshness::Cached, this,
        [this](const Result<Secret, RestError> &token) { tokenCame(token); });
}

void AccessCheck::tokenCame(const Result<Secret, RestError> &token)
{
    if (!token)
        return fail(Step::Credential, token.error());
    settle(Step::Credential, State::Passed);
    m_claims = TokenClaims::read(*token);
    if (m_claims && !m_claims->isFor(m_audience))
        return fail(Step::Audience);
    settle(Step::Audience, m_claims ? State::Passed : State::Unknown);
    askPool();
}

void AccessCheck::askPool()
{
    if (isCustomContainer(m_client.base()))
        return fail(Step::PoolKind);
    begin(Step::Connection);
    auto *job = m_session->poolMetadata(this);
    job->setRetryPolicy(RetryPolicy::never()); // what is wrong now is what shall be told
    m_job = job;
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        poolAnswered(job->result());
    });
    job->start();
}

void AccessCheck::poolAnswered(const Result<PoolAbilities, RestError> &answer)
{
    const std::optional<RestError> error
        = answer ? std::nullopt : std::optional<RestError>(answer.error());
    if (error && isAboutConnection(*error))
        return fail(Step::Connection, error);
    settle(Step::Connection, State::Passed);
    if (error && isAboutRole(*error))
        return fail(Step::Role, error);
    // Older pools do not know the question; the execution will tell.
    settle(Step::Role, error ? State::Unknown : State::Passed);
    settle(Step::PoolKind, error ? State::Unknown : State::Passed);
    if (answer)
        m_session->setAbilities(*answer);
    execute();
}

void AccessCheck::execute()
{
    begin(Step::Execution);
    auto *job = m_session->executeCode(anyLanguage, {.timeout = std::chrono::seconds(30)}, this);
    job->setRetryPolicy(RetryPolicy::never());
    m_job = job;
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        executed(faultOf(job->result()));
    });
    job->start();
}

void AccessCheck::executed(const std::optional<RestError> &error)
{
    if (error) {
        if (isAboutRole(*error)) {
            settle(Step::Execution, State::Waiting);
            return fail(Step::Role, error);
        }
        return fail(Step::Execution, error);
    }
    for (const Step step : {Step::Role, Step::PoolKind}) {
        if (finding(step).state == State::Unknown)
            settle(step, State::Passed);
    }
    m_abilities = m_session->abilities(); // the execution showed what it takes
    settle(Step::Execution, State::Passed);
    auto *job = m_session->deleteSession(this);
    job->setRetryPolicy(RetryPolicy::never());
    m_job = job;
    // Where it fails, the session ends by itself; that is no matter of access.
    connect(job, &RestJob::finished, this, &AccessCheck::end);
    job->start();
}

void AccessCheck::begin(Step step)
{
    settle(step, State::Running);
}

void AccessCheck::settle(Step step, State state, std::optional<RestError> error)
{
    m_findings.at(std::size_t(step)) = {state, std::move(error)};
    emit changed();
}

void AccessCheck::fail(Step step, std::optional<RestError> error)
{
    settle(step, State::Failed, std::move(error));
    end();
}

void AccessCheck::end()
{
    m_isFinished = true;
    emit finished();
}

} // namespace sessionbook
