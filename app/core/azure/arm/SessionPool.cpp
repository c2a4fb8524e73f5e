#include "azure/arm/SessionPool.h"

#include "rest/RestClient.h"

#include <array>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

constexpr int longestCooldownS = 100 * 24 * 3600;
constexpr int mostSessions = 1'000'000;

bool isWord(const QString &text, QLatin1StringView word)
{
    return text.compare(word, Qt::CaseInsensitive) == 0;
}

std::optional<int> numberUpTo(const QJsonValue &value, int largest)
{
    const int number = value.toInt(-1);
    if (number < 0 || number > largest)
        return std::nullopt;
    return number;
}

SessionPool::Kind kindOf(const QString &containerType)
{
    using Kind = SessionPool::Kind;
    struct Word
    {
        QLatin1StringView text;
        Kind kind;
    };
    static constexpr std::array words{Word{"PythonLTS"_L1, Kind::Python},
                                      Word{"NodeLTS"_L1, Kind::Node}, Word{"Shell"_L1, Kind::Shell},
                                      Word{"CustomContainer"_L1, Kind::CustomContainer}};
    for (const Word &word : words) {
        if (isWord(containerType, word.text))
            return word.kind;
    }
    return Kind::Other;
}

SessionPool::State stateOf(const QString &provisioningState)
{
    using State = SessionPool::State;
    if (isWord(provisioningState, "Failed"_L1) || isWord(provisioningState, "Canceled"_L1))
        return State::Failed;
    if (isWord(provisioningState, "Deleting"_L1))
        return State::Deleting;
    if (provisioningState.isEmpty() || isWord(provisioningState, "Succeeded"_L1))
        return State::Ready;
    return State::Working;
}

// 2024 previews say it at the top, later versions one level deeper.
std::optional<std::chrono::seconds> cooldownOf(const QJsonObject &properties)
{
    const QJsonObject dynamic = properties.value("dynamicPoolConfiguration"_L1).toObject();
    const QJsonObject lifecycle = dynamic.value("lifecycleConfiguration"_L1).toObject();
    const QJsonObject &holder = lifecycle.isEmpty() ? dynamic : lifecycle;
    const auto seconds = numberUpTo(holder.value("cooldownPeriodInSeconds"_L1), longestCooldownS);
    if (!seconds)
        return std::nullopt;
    return std::chrono::seconds(*seconds);
}

std::optional<bool> egressOf(const QJsonObject &properties)
{
    const QString status = properties.value("sessionNetworkConfiguration"_L1)
                               .toObject()
                               .value("status"_L1)
                               .toString();
    if (isWord(status, "EgressEnabled"_L1))
        return true;
    if (isWord(status, "EgressDisabled"_L1))
        return false;
    return std::nullopt;
}

QUrl endpointOf(const QJsonObject &properties)
{
    const QUrl url(properties.value("poolManagementEndpoint"_L1).toString(), QUrl::StrictMode);
    if (!RestClient::maySendTokenTo(url) || url.hasQuery() || url.hasFragment())
        return {};
    return url;
}

} // namespace

std::optional<SessionPool> SessionPool::read(const QJsonObject &object)
{
    const auto id = SessionPoolId::parse(object.value("id"_L1).toString());
    if (!id)
        return std::nullopt;
    const QJsonObject properties = object.value("properties"_L1).toObject();
    SessionPool pool{
        .id = *id,
        .containerType = armText(properties.value("containerType"_L1)),
        .region = armText(object.value("location"_L1)),
        .hasEgress = egressOf(properties),
        .cooldown = cooldownOf(properties),
        .maximumSessions = numberUpTo(
            properties.value("scaleConfiguration"_L1).toObject().value("maxConcurrentSessions"_L1),
            mostSessions),
        .state = stateOf(properties.value("provisioningState"_L1).toString()),
        .endpoint = endpointOf(properties)};
    pool.kind = kindOf(pool.containerType);
    return pool;
}

bool SessionPool::runsCells() const
{
    return kind == Kind::Python || kind == Kind::Node || kind == Kind::Shell;
}

bool SessionPool::hasServiceEndpoint() const
{
    if (endpoint.isEmpty())
        return false;
    const QString host = endpoint.host();
    return host.endsWith(".dynamicsessions.io"_L1) || RestClient::isLoopback(endpoint);
}

} // namespace sessionbook
