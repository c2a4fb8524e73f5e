#include "credentials/signin/BrowserSignIn.h"

#include "base/Clock.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

// As long as Entra waits for a device code; the port is not left open for a page long forgotten.
constexpr std::chrono::minutes longestWait = 15min;

} // namespace

BrowserSignIn::BrowserSignIn(SignInPlace place, LoopbackPages pages,
                             const IdentityServices &services, QObject *parent)
    : SignInFlow(std::move(place), services, parent)
    , m_state(randomText())
    , m_pkce(Pkce::make())
    , m_listener(m_state, std::move(pages))
{
    connect(&m_listener, &LoopbackListener::answered, this, &BrowserSignIn::redeem);
}

void BrowserSignIn::start()
{
    if (!m_listener.listen())
        return finish(SourceFailure::refused(u"no port of this computer could be opened"_s,
                                             u"SignInNoPort"_s));
    m_redirect = m_listener.redirectUrl();
    m_page = authorizePage();
    services().clock.callAfter(longestWait, this, [this] {
        m_listener.close();
        finish(SourceFailure::refused(u"nobody signed in within 15 minutes"_s, u"SignInExpired"_s));
    });
    emit pageReady(m_page);
}

QUrl BrowserSignIn::authorizePage() const
{
    QList<std::pair<QByteArray, QByteArray>> fields{{"client_id", place().clientId.toUtf8()},
                                                    {"response_type", "code"},
                                                    {"response_mode", "query"},
                                                    {"redirect_uri", m_redirect.toEncoded()},
                                                    {"scope", scope()},
                                                    {"state", m_state},
                                                    {"nonce", randomText()},
                                                    {"code_challenge", m_pkce.challenge},
                                                    {"code_challenge_method", "S256"}};
    if (place().account.isEmpty())
        fields.append(std::pair<QByteArray, QByteArray>("prompt", "select_account"));
    else
        fields.append(std::pair<QByteArray, QByteArray>("login_hint", place().account.toUtf8()));
    QUrl page = place().authority.authorizeUrl(place().tenant);
    page.setQuery(QString::fromLatin1(identityForm(fields).reveal()), QUrl::StrictMode);
    return page;
}

void BrowserSignIn::redeem(const LoopbackAnswer &answer)
{
    if (answer.code.isEmpty() || !answer.error.isEmpty()) {
        const QString code = entraCodeIn(answer.description);
        return finish(SourceFailure::refused(
            oneLineOf(answer.description.isEmpty() ? answer.error : answer.description),
            code.isEmpty() ? answer.error.left(64) : code));
    }
    requestEntraToken(services(), place().authority.tokenUrl(place().tenant),
                      {{"grant_type", Secret("authorization_code")},
                       {"client_id", Secret(place().clientId.toUtf8())},
                       {"code", answer.code},
                       {"redirect_uri", Secret(m_redirect.toEncoded())},
                       {"code_verifier", m_pkce.verifier},
                       {"scope", Secret(scope())},
                       {"client_info", Secret("1")}},
                      this,
                      [this](const Result<TokenReply, SourceFailure> &reply) { finish(reply); });
}

} // namespace sessionbook
