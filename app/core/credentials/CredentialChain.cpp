#include "credentials/CredentialChain.h"

#include "base/Logging.h"

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr qint64 renewalMarginSeconds = 300;

} // namespace

CredentialChain::CredentialChain(std::vector<std::unique_ptr<CredentialSource>> sources,
                                 Clock &clock, QObject *parent)
    : QObject(parent)
    , m_sources(std::move(sources))
    , m_clock(clock)
{
}

CredentialChain::~CredentialChain() = default;

bool CredentialChain::hasFreshToken() const
{
    if (!m_token)
        return false;
    return !m_token->expiresAt.isValid()
        || m_clock.now().secsTo(m_token->expiresAt) > renewalMarginSeconds;
}

void CredentialChain::requestToken(Freshness freshness, QObject *context, Callback callback)
{
    const bool isBeingAsked = !m_waiting.empty();
    if (!isBeingAsked && freshness == Freshness::Cached && hasFreshToken())
        return callback(m_token->token);
    m_waiting.push_back({context, std::move(callback)});
    if (isBeingAsked)
        return;
    m_token.reset();
    m_passedOver.clear();
    askSource(0);
}

void CredentialChain::askSource(std::size_t index)
{
    if (index >= m_sources.size())
        return answerAll(RestError{RestError::Kind::NoCredential, 0, {}, m_passedOver.join(u'\n')});
    m_sources[index]->fetch(this, [this, index](const Result<AccessToken, RestError> &answer) {
        sourceAnswered(index, answer);
    });
}

void CredentialChain::sourceAnswered(std::size_t index,
                                     const Result<AccessToken, RestError> &answer)
{
    const QString name = m_sources[index]->name();
    if (answer && isUsableToken(answer->token)) {
        qCDebug(lcCredentials) << "token from" << name;
        m_token = *answer;
        return answerAll(answer->token);
    }
    const QString reason
        = answer ? u"the token holds characters that no token has"_s : answer.error().detail;
    m_passedOver += u"%1: %2"_s.arg(name, reason);
    askSource(index + 1);
}

void CredentialChain::answerAll(const Result<Secret, RestError> &answer)
{
    // Callbacks may ask again, or delete us: nothing of ours is touched after the move.
    const auto waiting = std::exchange(m_waiting, {});
    for (const Waiting &each : waiting) {
        if (each.context)
            each.callback(answer);
    }
}

} // namespace sessionbook
