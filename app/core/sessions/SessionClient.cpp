#include "sessions/SessionClient.h"

#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace sessionbook {

SessionClient::SessionClient(RestClient &client, QString identifier, QObject *parent)
    : QObject(parent)
    , m_place{client, std::make_shared<PoolDialect>(), std::move(identifier)}
{
    connect(m_place.dialect.get(), &PoolDialect::changed, this, &SessionClient::followDialect);
}

QString SessionClient::newIdentifier()
{
    return u"sessionbook-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

void SessionClient::setAbilities(const PoolAbilities &abilities)
{
    m_place.dialect->suggestKind(abilities.kind);
    PoolAbilities present = abilities;
    present.kind = m_place.dialect->kind();
    present.version = m_place.dialect->version();
    if (std::exchange(m_abilities, present) != present)
        emit abilitiesChanged(m_abilities);
}

void SessionClient::rememberVersion(const QString &apiVersion)
{
    m_place.dialect->remember(apiVersion);
}

void SessionClient::followDialect()
{
    setAbilities(m_abilities);
    if (m_place.dialect->isConfirmed())
        emit versionFound(m_place.dialect->version().name);
}

ExecuteCodeJob *SessionClient::executeCode(const QString &code, const ExecuteOptions &options,
                                           QObject *owner)
{
    return new ExecuteCodeJob(m_place, code, options, m_abilities.stream, owner);
}

CancelExecutionJob *SessionClient::cancelExecution(const QString &executionId, QObject *owner)
{
    return m_abilities.cancel ? new CancelExecutionJob(m_place, executionId, owner) : nullptr;
}

RestartSessionJob *SessionClient::restartSession(QObject *owner)
{
    return m_abilities.restart ? new RestartSessionJob(m_place, owner) : nullptr;
}

DeleteSessionJob *SessionClient::deleteSession(QObject *owner)
{
    return new DeleteSessionJob(m_place, owner);
}

PoolMetadataJob *SessionClient::poolMetadata(QObject *owner)
{
    return new PoolMetadataJob(m_place, owner);
}

GetSessionJob *SessionClient::session(QObject *owner)
{
    return new GetSessionJob(m_place, owner);
}

ListSessionsJob *SessionClient::listSessions(QObject *owner)
{
    return new ListSessionsJob(m_place, owner);
}

ListFilesJob *SessionClient::listFiles(QObject *owner)
{
    return new ListFilesJob(m_place, owner);
}

UploadFileJob *SessionClient::uploadFile(const QString &localPath, const QString &remoteName,
                                         QObject *owner)
{
    return new UploadFileJob(m_place, localPath, remoteName, owner);
}

DownloadFileJob *SessionClient::downloadFile(const QString &remoteName, const QString &localPath,
                                             QObject *owner)
{
    return new DownloadFileJob(m_place, remoteName, localPath, owner);
}

DeleteFileJob *SessionClient::deleteFile(const QString &remoteName, QObject *owner)
{
    return new DeleteFileJob(m_place, remoteName, owner);
}

} // namespace sessionbook
