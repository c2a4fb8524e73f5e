#include "credentials/CredentialChain.h"

#include "base/Logging.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr std::chrono::seconds renewalMargin = 5min;
constexpr std::chrono::seconds pauseAfterFailedRenewal = 1min;

} // namespace

CredentialChain::CredentialChain(CredentialSources &sources, QString audience, Clock &clock,
                                 QObject *parent)
    : QObject(parent)
    , m_sources(sources)
    , m_clock(clock)
    , m_query{.audience = std::move(audience)}
{
}

CredentialChain::~CredentialChain() = default;

bool CredentialChain::livesLongerThan(std::chrono::seconds duration) const
{
    if (!m_token)
        return false;
    return !m_token->expiresAt.isValid()
        || m_clock.now().secsTo(m_token->expiresAt) > duration.count();
}

void CredentialChain::requestToken(const Demand &demand, QObject *context, Callback callback)
{
    const bool isCached = demand.freshness == Freshness::Cached;
    if (isCached && !m_tokenWasRefused && livesLongerThan(renewalMargin)) {
        const Secret token = m_token->token;
        if (m_token->renewAt.isValid() && m_token->renewAt <= m_clock.now() && !m_isAsking)
            fetch({});
        return callback(token); // last: it may delete us
    }
    m_tokenWasRefused = m_tokenWasRefused || !isCached;
    m_waiting.push_back({context, std::move(callback)});
    if (!m_isAsking)
        fetch(demand.claims);
}

void CredentialChain::fetch(const QByteArray &claims)
{
    m_isAsking = true;
    m_query.claims = claims;
    m_wasAsked.assign(m_sources.count(), false);
    m_passedOver.clear();
    m_code.clear();
    if (const auto remembered = m_sources.remembered())
        return ask(*remembered);
    askNext();
}

void CredentialChain::askNext()
{
    const auto next = std::ranges::find(m_wasAsked, false);
    if (next == m_wasAsked.end())
        return giveUp();
    ask(std::size_t(next - m_wasAsked.begin()));
}

void CredentialChain::ask(std::size_t index)
{
    m_wasAsked[index] = true;
    m_sources.at(index).fetch(m_query, this, [this, index](const CredentialSource::Answer &answer) {
        answered(index, answer);
    });
}

void CredentialChain::answered(std::size_t index, const CredentialSource::Answer &answer)
{
    if (!answer)
        return passOver(index, answer.error());
    if (!isUsableToken(answer->token))
        return passOver(
            index, SourceFailure::unavailable(u"the token holds characters that no token has"_s));
    keep(index, *answer);
}

void CredentialChain::keep(std::size_t index, const AccessToken &token)
{
    qCDebug(lcCredentials) << "token from" << m_sources.at(index).name();
    m_sources.remember(index);
    m_token = token;
    m_tokenWasRefused = false;
    answerAll(token.token);
}

void CredentialChain::passOver(std::size_t index, const SourceFailure &failure)
{
    m_passedOver += u"%1: %2"_s.arg(m_sources.at(index).name(), failure.reason);
    if (m_code.isEmpty() || failure.then == SourceFailure::Then::Stop)
        m_code = failure.code;
    if (failure.then == SourceFailure::Then::Stop)
        return giveUp();
    if (m_sources.remembered() == index)
        m_sources.remember(std::nullopt);
    askNext();
}

void CredentialChain::giveUp()
{
    if (!m_tokenWasRefused && livesLongerThan(0s)) {
        qCDebug(lcCredentials) << "no new token; the present one goes on";
        m_token->renewAt = m_clock.now().addSecs(pauseAfterFailedRenewal.count());
        return answerAll(m_token->token);
    }
    answerAll(RestError{RestError::Kind::NoCredential, 0, m_code, m_passedOver.join(u'\n')});
}

void CredentialChain::answerAll(const Result<Secret, RestError> &answer)
{
    m_isAsking = false;
    // Callbacks may ask again, or delete us: nothing of ours is touched after the move.
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &each : waiting) {
        if (each.context)
            each.callback(answer);
    }
}

} // namespace sessionbook
