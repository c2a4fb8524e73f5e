#include "azure/pools/PoolDirectory.h"

#include <QNetworkAccessManager>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

bool isNamedBefore(const SessionPool &a, const SessionPool &b)
{
    const int names = a.id.name.compare(b.id.name, Qt::CaseInsensitive);
    return names != 0 ? names < 0 : a.id.toString() < b.id.toString();
}

} // namespace

PoolDirectory::PoolDirectory(QNetworkAccessManager &network, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_clock(clock)
{
}

PoolDirectory::~PoolDirectory() = default;

void PoolDirectory::signIn(const Audiences &audiences, const TokenMaker &tokens)
{
    m_finder.reset();
    m_jobs = std::make_unique<QObject>();
    m_azure.reset();
    m_rest.reset();
    m_tokens = tokens(audiences.resourceManager);
    m_rest = std::make_unique<RestClient>(QUrl(audiences.resourceManager), m_network, *m_tokens,
                                          m_clock);
    m_azure = std::make_unique<ArmClient>(*m_rest);
    m_use.reset();
    m_poolTokens = tokens(audiences.pools);
    m_use = std::make_unique<PoolUse>(*m_poolTokens, m_network, m_clock);
    connect(m_use.get(), &PoolUse::found, this, &PoolDirectory::useFound);
    m_account.reset();
    m_pools.clear();
    m_subscriptions.clear();
    m_tenants.clear();
    m_failures.clear();
    m_error.reset();
    setState(State::Idle);
}

void PoolDirectory::refresh()
{
    if (!m_azure)
        return;
    m_finder.reset();
    m_use->forget();
    m_seen.clear();
    m_failures.clear();
    m_error.reset();
    setState(State::Searching);
    m_tokens->requestToken(TokenSource::Freshness::Cached, this,
                           [this](const Result<Secret, RestError> &token) { tokenCame(token); });
}

void PoolDirectory::tokenCame(const Result<Secret, RestError> &token)
{
    if (m_state != State::Searching || m_finder)
        return;
    if (!token) {
        m_error = token.error();
        return setState(State::Failed);
    }
    m_account = TokenClaims::read(*token);
    if (m_tenants.isEmpty())
        listTenants();
    find();
}

void PoolDirectory::listTenants()
{
    auto *job = m_azure->tenants(m_jobs.get());
    connect(job, &RestJob::finished, this, [this, job] {
        job->deleteLater();
        // Where it fails, pools are found all the same; only the names of directories are missing.
        if (const auto tenants = job->result()) {
            m_tenants = *tenants;
            emit changed();
        }
    });
    job->start();
}

void PoolDirectory::find()
{
    m_finder = std::make_unique<PoolFinder>(*m_azure);
    connect(m_finder.get(), &PoolFinder::subscriptionsFound, this, [this] {
        m_subscriptions = m_finder->subscriptions();
        emit changed();
    });
    connect(m_finder.get(), &PoolFinder::poolsFound, this, &PoolDirectory::found);
    connect(m_finder.get(), &PoolFinder::subscriptionFailed, this,
            [this](const AzureSubscription &subscription, const RestError &error) {
                m_failures.append({subscription, error});
                emit changed();
            });
    connect(m_finder.get(), &PoolFinder::finished, this, &PoolDirectory::finderFinished);
    m_finder->start();
}

void PoolDirectory::found(const QList<SessionPool> &pools)
{
    QSet<QString> missing; // large companies have thousands: nothing is looked for one by one
    for (const SessionPool &pool : pools)
        missing.insert(pool.id.key());
    m_seen += missing;
    m_pools.removeIf([&](const SessionPool &old) { return missing.contains(old.id.key()); });
    for (const SessionPool &pool : pools) {
        if (missing.remove(pool.id.key()))
            m_pools.append(pool);
    }
    std::ranges::sort(m_pools, isNamedBefore);
    emit changed();
}

void PoolDirectory::finderFinished()
{
    m_error = m_finder->error();
    if (m_error)
        return setState(State::Failed);
    // What was there before and was not seen again is gone, unless nobody could look.
    m_pools.removeIf([this](const SessionPool &pool) {
        const bool couldLook = std::ranges::none_of(m_failures, [&](const Failure &failure) {
            return failure.subscription.id.compare(pool.id.subscription, Qt::CaseInsensitive) == 0;
        });
        return couldLook && !m_seen.contains(pool.id.key());
    });
    setState(State::Ready);
}

QString PoolDirectory::subscriptionName(const QString &id) const
{
    const auto known = std::ranges::find_if(m_subscriptions, [&](const AzureSubscription &one) {
        return one.id.compare(id, Qt::CaseInsensitive) == 0;
    });
    return known == m_subscriptions.end() ? id : known->name;
}

void PoolDirectory::add(const SessionPool &pool)
{
    found({pool});
}

void PoolDirectory::remove(const SessionPoolId &pool)
{
    const auto found = std::ranges::find(m_pools, pool, &SessionPool::id);
    if (found == m_pools.end())
        return;
    const SessionPool gone = *found;
    auto *job = m_azure->deletePool(pool, m_jobs.get());
    connect(job, &RestJob::finished, this, [this, job, gone] {
        job->deleteLater();
        removalFinished(gone, *job);
    });
    job->start();
    setPoolState(pool, SessionPool::State::Deleting);
}

void PoolDirectory::removalFinished(const SessionPool &pool, const ArmOperationJob &job)
{
    const auto done = job.result();
    if (!done && done.error().kind != RestError::Kind::NotFound) {
        setPoolState(pool.id, pool.state);
        emit removalFailed(pool, done.error());
        return;
    }
    m_pools.removeIf([&](const SessionPool &old) { return old.id == pool.id; });
    emit changed();
    emit removed(pool);
}

void PoolDirectory::setPoolState(const SessionPoolId &pool, SessionPool::State state)
{
    const auto found = std::ranges::find(m_pools, pool, &SessionPool::id);
    if (found != m_pools.end())
        found->state = state;
    emit changed();
}

void PoolDirectory::setState(State state)
{
    m_state = state;
    emit changed();
}

} // namespace sessionbook
