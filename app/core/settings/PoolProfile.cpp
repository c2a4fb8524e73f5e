#include "settings/PoolProfile.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// Of what was read: more than any pool's, and no sum with a date that does not fit.
constexpr qint64 longestCooldownS = 100 * 24 * 3600;

struct CredentialWord
{
    PoolCredential credential;
    QLatin1String word;
};
constexpr std::array credentialWords{
    CredentialWord{PoolCredential::Automatic, "automatic"_L1},
    CredentialWord{PoolCredential::Environment, "environment"_L1},
    CredentialWord{PoolCredential::AzureCli, "azure-cli"_L1},
    CredentialWord{PoolCredential::TypedIn, "typed-in"_L1},
    CredentialWord{PoolCredential::SignedIn, "signed-in"_L1},
};

QString wordOf(PoolCredential credential)
{
    const auto entry = std::ranges::find(credentialWords, credential, &CredentialWord::credential);
    return entry == credentialWords.end() ? QString() : QString(entry->word);
}

std::optional<PoolCredential> credentialOf(const QString &word)
{
    const auto entry = std::ranges::find(credentialWords, word, &CredentialWord::word);
    if (entry == credentialWords.end())
        return std::nullopt;
    return entry->credential;
}

QJsonObject objectOf(const PoolSignIn &signIn)
{
    return {{u"tenant"_s, signIn.tenant},
            {u"authority"_s, signIn.authority},
            {u"audience"_s, signIn.audience},
            {u"clientId"_s, signIn.clientId},
            {u"account"_s, signIn.account}};
}

PoolSignIn signInOf(const QJsonObject &object)
{
    return {.tenant = object["tenant"_L1].toString(),
            .authority = object["authority"_L1].toString(),
            .audience = object["audience"_L1].toString(),
            .clientId = object["clientId"_L1].toString(),
            .account = object["account"_L1].toString()};
}

QJsonObject objectOf(const PoolProfile &pool)
{
    return {{u"name"_s, pool.name},
            {u"url"_s, pool.url.toString(QUrl::FullyEncoded)},
            {u"credential"_s, wordOf(pool.credential)},
            {u"signIn"_s, objectOf(pool.signIn)},
            {u"apiVersion"_s, pool.apiVersion},
            {u"resourceId"_s, pool.resourceId},
            {u"cooldownSeconds"_s, qint64(pool.cooldown.count())},
            {u"favourite"_s, pool.isFavourite},
            {u"sendsExactly"_s, pool.sendsExactly},
            {u"staysAlive"_s, pool.staysAlive}};
}

std::chrono::seconds cooldownOf(const QJsonObject &object)
{
    const qint64 seconds = object["cooldownSeconds"_L1].toInteger();
    return std::chrono::seconds(seconds <= longestCooldownS ? std::max<qint64>(0, seconds) : 0);
}

std::optional<PoolProfile> profileOf(const QJsonObject &object)
{
    const auto credential = credentialOf(object["credential"_L1].toString());
    const PoolProfile profile{.name = object["name"_L1].toString(),
                              .url = QUrl(object["url"_L1].toString(), QUrl::StrictMode),
                              .credential = credential.value_or(PoolCredential::Automatic),
                              .signIn = signInOf(object["signIn"_L1].toObject()),
                              .apiVersion = object["apiVersion"_L1].toString(),
                              .resourceId = object["resourceId"_L1].toString(),
                              .cooldown = cooldownOf(object),
                              .isFavourite = object["favourite"_L1].toBool(),
                              .sendsExactly = object["sendsExactly"_L1].toBool(),
                              .staysAlive = object["staysAlive"_L1].toBool()};
    if (!credential || profile.name.isEmpty() || !PoolProfile::isUrlAcceptable(profile.url))
        return std::nullopt;
    return profile;
}

bool isLoopback(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace

PoolProfile PoolProfile::local()
{
    return {.name = u"Local"_s, .url = {}};
}

bool PoolProfile::isUrlAcceptable(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        return false;
    return url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url.host()));
}

QVariant SettingCodec<QList<PoolProfile>>::toVariant(const QList<PoolProfile> &pools)
{
    QJsonArray array;
    for (const PoolProfile &pool : pools)
        array.append(objectOf(pool));
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

std::optional<QList<PoolProfile>>
SettingCodec<QList<PoolProfile>>::fromVariant(const QVariant &value)
{
    const QJsonDocument document = QJsonDocument::fromJson(value.toString().toUtf8());
    if (!document.isArray())
        return std::nullopt;
    QList<PoolProfile> pools;
    for (const QJsonValue &entry : document.array()) {
        if (const auto profile = profileOf(entry.toObject()))
            pools.append(*profile);
    }
    return pools;
}

} // namespace sessionbook
