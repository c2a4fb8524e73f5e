#include "azure/pools/PoolUse.h"

#include "sessions/SessionClient.h"

namespace sessionbook {

PoolUse::PoolUse(TokenSource &tokens, QNetworkAccessManager &network, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_tokens(tokens)
    , m_network(network)
    , m_clock(clock)
{
}

PoolUse::~PoolUse() = default;

void PoolUse::ask(const SessionPool &pool)
{
    if (!pool.hasServiceEndpoint() || pool.state != SessionPool::State::Ready
        || m_asked.contains(pool.endpoint))
        return;
    m_asked.insert(pool.endpoint);
    m_waiting.append(pool.endpoint);
    askNext();
}

void PoolUse::forget()
{
    m_asked.clear();
}

void PoolUse::askNext()
{
    while (!m_waiting.isEmpty() && m_underWay.size() < std::size_t(mostAtOnce))
        begin(m_waiting.takeFirst());
}

void PoolUse::begin(const QUrl &pool)
{
    auto question = std::make_unique<Question>();
    question->pool = pool;
    question->client = std::make_unique<RestClient>(pool, m_network, m_tokens, m_clock);
    question->session
        = std::make_unique<SessionClient>(*question->client, SessionClient::newIdentifier());
    auto *job = question->session->listSessions(question->session.get());
    job->setRetryPolicy(RetryPolicy::never());
    connect(job, &RestJob::finished, this, [this, job, asked = question.get()] {
        const auto listing = job->result();
        if (listing && listing->isComplete)
            emit found(asked->pool, int(listing->sessions.size()));
        // The job is telling of its end, so it goes later than this.
        QMetaObject::invokeMethod(
            this, [this, asked] { end(asked); }, Qt::QueuedConnection);
    });
    m_underWay.push_back(std::move(question));
    job->start();
}

void PoolUse::end(const Question *question)
{
    std::erase_if(m_underWay, [&](const auto &one) { return one.get() == question; });
    askNext();
}

} // namespace sessionbook
