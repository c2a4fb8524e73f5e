#include "sessions/SessionClient.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace sessionbook {

SessionClient::SessionClient(RestClient &client, QString identifier, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_identifier(std::move(identifier))
{
}

QString SessionClient::newIdentifier()
{
    return u"sessionbook-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces);
}

void SessionClient::setAbilities(const PoolAbilities &abilities)
{
    if (m_abilities == abilities)
        return;
    m_abilities = abilities;
    emit abilitiesChanged(m_abilities);
}

ExecuteCodeJob *SessionClient::executeCode(const QString &code, const ExecuteOptions &options,
                                           QObject *owner)
{
    return new ExecuteCodeJob(m_client, m_identifier, code, options, m_abilities.stream, owner);
}

CancelExecutionJob *SessionClient::cancelExecution(const QString &executionId, QObject *owner)
{
    return m_abilities.cancel ? new CancelExecutionJob(m_client, m_identifier, executionId, owner)
                              : nullptr;
}

RestartSessionJob *SessionClient::restartSession(QObject *owner)
{
    return m_abilities.restart ? new RestartSessionJob(m_client, m_identifier, owner) : nullptr;
}

DeleteSessionJob *SessionClient::deleteSession(QObject *owner)
{
    return new DeleteSessionJob(m_client, m_identifier, owner);
}

PoolMetadataJob *SessionClient::poolMetadata(QObject *owner)
{
    return new PoolMetadataJob(m_client, owner);
}

GetSessionJob *SessionClient::session(QObject *owner)
{
    return new GetSessionJob(m_client, m_identifier, owner);
}

ListFilesJob *SessionClient::listFiles(QObject *owner)
{
    return new ListFilesJob(m_client, m_identifier, owner);
}

UploadFileJob *SessionClient::uploadFile(const QString &localPath, const QString &remoteName,
                                         QObject *owner)
{
    return new UploadFileJob(m_client, m_identifier, localPath, remoteName, owner);
}

DownloadFileJob *SessionClient::downloadFile(const QString &remoteName, const QString &localPath,
                                             QObject *owner)
{
    return new DownloadFileJob(m_client, m_identifier, remoteName, localPath, owner);
}

DeleteFileJob *SessionClient::deleteFile(const QString &remoteName, QObject *owner)
{
    return new DeleteFileJob(m_client, m_identifier, remoteName, owner);
}

} // namespace sessionbook
