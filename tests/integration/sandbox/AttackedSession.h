#pragma once

#include "base/FileDescriptor.h"
#include "integration/pool/PoolProcess.h"

#include <QStringList>

#include <string>

namespace sessionbook {

/// A session of the pool that runs one attack, and what can be seen of it from outside.
class AttackedSession
{
public:
    /// `prelude` is put before the script.
    AttackedSession(const PoolProcess &pool, std::string identifier, QByteArray prelude);

    void run(const QByteArray &script);
    /// The whole answer as it came, for what must not be in it.
    [[nodiscard]] const QJsonObject &reply() const { return m_reply; }
    /// What the script said after `HELD:` and the like, one for each time.
    [[nodiscard]] QStringList said(const QString &word) const;

    /// True when the attack ended its own Python.
    [[nodiscard]] bool hasLostItsKernel() const;
    /// Processes of the session as the host counts them, whoever their parent is now.
    [[nodiscard]] int processes() const;
    void end();

private:
    void holdNamespace();

    const PoolProcess &m_pool;
    std::string m_identifier;
    QByteArray m_prelude;
    QJsonObject m_reply;
    QByteArray m_processNamespace; ///< its name, the same inside and outside
    FileDescriptor m_heldNamespace;
};

} // namespace sessionbook
