#include "credentials/signin/DeviceCodeSignIn.h"

#include "base/Clock.h"
#include "credentials/exchange/ReplyNumber.h"
#include "rest/ReplyError.h"
#include "rest/RestClient.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace sessionbook {

namespace {

constexpr std::chrono::seconds slowDownBy = 5s; // RFC 8628 §3.5
constexpr qint64 longestLifeSeconds = 3600;
constexpr qsizetype longestCode = 64;

SourceFailure expired()
{
    return SourceFailure::refused(u"the code expired"_s, u"SignInExpired"_s);
}

SourceFailure strange()
{
    return SourceFailure::refused(u"the sign-in service's answer holds no usable code"_s,
                                  u"SignInUnexpected"_s);
}

} // namespace

Result<DeviceCodeReply, SourceFailure> readDeviceCode(const IdentityReply &reply,
                                                      const QDateTime &now)
{
    if (!isSuccessStatus(reply.httpStatus))
        return readTokenReply(reply, now).error();
    const QJsonObject object = QJsonDocument::fromJson(reply.body.reveal()).object();
    const auto seconds = [&object](QLatin1String name, qint64 otherwise, qint64 most) {
        const auto number = numberIn(object.value(name), std::numeric_limits<qint64>::max());
        return std::min(number.value_or(otherwise), most);
    };
    DeviceCodeReply read;
    read.deviceCode = Secret(object.value("device_code"_L1).toString().toUtf8());
    read.shown.userCode = oneLineOf(object.value("user_code"_L1).toString());
    read.shown.page = QUrl(object.value("verification_uri"_L1).toString(), QUrl::StrictMode);
    read.shown.expiresAt = now.addSecs(seconds("expires_in"_L1, 900, longestLifeSeconds));
    read.interval = std::chrono::seconds(seconds("interval"_L1, 5, 60));
    // The page is opened in a browser, so it must be no file and no program.
    if (!isUsableToken(read.deviceCode) || read.shown.userCode.isEmpty()
        || read.shown.userCode.size() > longestCode || !RestClient::maySendTokenTo(read.shown.page))
        return strange();
    return read;
}

DeviceCodeSignIn::DeviceCodeSignIn(SignInPlace place, const IdentityServices &services,
                                   QObject *parent)
    : SignInFlow(std::move(place), services, parent)
{
}

void DeviceCodeSignIn::start()
{
    const Secret form
        = identityForm({{"client_id", place().clientId.toUtf8()}, {"scope", scope()}});
    auto *request = new IdentityRequest(
        services().network, services().clock,
        {.url = place().authority.deviceCodeUrl(place().tenant), .isPost = true, .form = form},
        this);
    request->setRetry(IdentityRetry::Entra);
    request->send([this](const Result<IdentityReply, SourceFailure> &reply) {
        if (!reply)
            return finish(reply.error());
        showCode(*reply);
    });
}

void DeviceCodeSignIn::showCode(const IdentityReply &reply)
{
    const auto read = readDeviceCode(reply, services().clock.now());
    if (!read)
        return finish(read.error());
    m_deviceCode = read->deviceCode;
    m_expiresAt = read->shown.expiresAt;
    m_interval = read->interval;
    askAfterInterval();
    emit codeReady(read->shown);
}

bool DeviceCodeSignIn::isExpired() const
{
    return services().clock.now() >= m_expiresAt;
}

void DeviceCodeSignIn::askAfterInterval()
{
    services().clock.callAfter(m_interval, this, [this] { ask(); });
}

void DeviceCodeSignIn::ask()
{
    if (isExpired())
        return finish(expired());
    requestEntraToken(services(), place().authority.tokenUrl(place().tenant),
                      {{"grant_type", Secret("urn:ietf:params:oauth:grant-type:device_code")},
                       {"client_id", Secret(place().clientId.toUtf8())},
                       {"device_code", m_deviceCode},
                       {"client_info", Secret("1")}},
                      this,
                      [this](const Result<TokenReply, SourceFailure> &reply) { judge(reply); });
}

void DeviceCodeSignIn::judge(const Result<TokenReply, SourceFailure> &reply)
{
    if (reply)
        return finish(reply);
    const QString code = reply.error().code;
    // A connection that fails is no answer; the person may be typing still.
    if (code == "SignInUnreachable"_L1 || code == "authorization_pending"_L1)
        return askAfterInterval();
    if (code == "slow_down"_L1) {
        m_interval += slowDownBy;
        return askAfterInterval();
    }
    if (code == "expired_token"_L1)
        return finish(expired());
    finish(reply);
}

} // namespace sessionbook
