#include "dialogs/pools/PoolWords.h"

#include "azure/AzureRegions.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace sessionbook {

QString PoolWords::kind(const SessionPool &pool)
{
    switch (pool.kind) {
    case SessionPool::Kind::Python:
        return tr("Python");
    case SessionPool::Kind::Node:
        return tr("Node.js");
    case SessionPool::Kind::Shell:
        return tr("Shell");
    case SessionPool::Kind::CustomContainer:
        return tr("Custom container");
    case SessionPool::Kind::Other:
        break;
    }
    return pool.containerType.isEmpty() ? tr("Unknown type") : pool.containerType;
}

QString PoolWords::use(const SessionPool &pool, std::optional<int> sessionsInUse)
{
    if (!pool.maximumSessions)
        return sessionsInUse ? tr("%n in use", nullptr, *sessionsInUse) : QString();
    return sessionsInUse
        //: how many of a pool's sessions are in use
        ? tr("%1 of %2 in use").arg(*sessionsInUse).arg(*pool.maximumSessions)
        : tr("at most %n session(s)", nullptr, *pool.maximumSessions);
}

QString PoolWords::details(const SessionPool &pool, std::optional<int> sessionsInUse)
{
    QStringList parts{kind(pool)};
    if (pool.state == SessionPool::State::Working)
        parts += tr("being set up");
    else if (pool.state == SessionPool::State::Failed)
        parts += tr("setup failed");
    else if (pool.state == SessionPool::State::Deleting)
        parts += tr("being deleted");
    if (!pool.region.isEmpty())
        parts += azureRegionName(pool.region);
    parts += use(pool, sessionsInUse);
    if (pool.hasEgress)
        parts += *pool.hasEgress ? tr("network on") : tr("network off");
    if (pool.cooldown)
        //: how long a session lives without being used
        parts += tr("%n min idle", nullptr, int((pool.cooldown->count() + 59) / 60));
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QString PoolWords::obstacle(const SessionPool &pool)
{
    switch (pool.state) {
    case SessionPool::State::Working:
        return tr("Azure is still setting this pool up. Look again in a minute.");
    case SessionPool::State::Failed:
        return tr("Azure could not set this pool up. Delete it and create another one.");
    case SessionPool::State::Deleting:
        return tr("This pool is being deleted.");
    case SessionPool::State::Ready:
        break;
    }
    if (!pool.runsCells())
        return tr("This pool runs containers of its own kind, which have no notebook interface.");
    if (pool.endpoint.isEmpty())
        return tr("Azure names no address for this pool that a token may be sent to.");
    return {};
}

QString PoolWords::faultOfName(const QString &name)
{
    switch (SessionPoolDraft::faultOfName(name)) {
    case SessionPoolDraft::NameFault::None:
        return {};
    case SessionPoolDraft::NameFault::Empty:
        return tr("Give the pool a name.");
    case SessionPoolDraft::NameFault::TooShort:
        return tr("The name needs %n character(s) at least.", nullptr,
                  SessionPoolDraft::shortestName);
    case SessionPoolDraft::NameFault::TooLong:
        return tr("The name may have %n character(s) at most.", nullptr,
                  SessionPoolDraft::longestName);
    case SessionPoolDraft::NameFault::FirstCharacter:
        return tr("The name must begin with a letter from a to z.");
    case SessionPoolDraft::NameFault::Character:
        break;
    }
    return tr("The name may hold the letters a to z, digits and hyphens only.");
}

} // namespace sessionbook
