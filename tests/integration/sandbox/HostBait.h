#pragma once

#include "base/FileDescriptor.h"

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace sessionbook {

/// What lies on the host for attackers to take: a file, a process, sockets that listen, shared
/// memory. All of it holds one secret.
///
/// The attacks are told where everything is, so that failing to find it is no defence; harm() looks
/// at it from outside, because an attacker's word is no evidence.
class HostBait
{
public:
    HostBait();
    ~HostBait();
    HostBait(const HostBait &) = delete;
    HostBait &operator=(const HostBait &) = delete;

    /// Names and numbers only, the secret is not among them.
    [[nodiscard]] QJsonObject facts() const;
    [[nodiscard]] const QByteArray &secret() const { return m_secret; }
    /// What was changed, killed or connected to, in words; empty when nothing was.
    [[nodiscard]] QString harm();

private:
    void makeFile();
    void makeSockets();
    void makeSharedMemory();
    void startVictim();
    [[nodiscard]] bool fileIsUntouched() const;
    [[nodiscard]] bool victimRuns() const;

    QByteArray m_secret;
    QTemporaryDir m_directory;
    QString m_name; ///< of whatever has a name that is no path
    FileDescriptor m_tcp;
    FileDescriptor m_unix;
    FileDescriptor m_abstract;
    int m_port = 0;
    char *m_posixMemory = nullptr;
    char *m_systemVMemory = nullptr;
    int m_systemVId = -1;
    QProcess m_victim;
};

} // namespace sessionbook
