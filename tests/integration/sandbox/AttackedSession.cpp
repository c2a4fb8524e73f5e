#include "AttackedSession.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <array>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

QByteArray namespaceOf(const QString &process)
{
    std::array<char, 64> name{};
    const QByteArray path = "/proc/" + process.toLatin1() + "/ns/pid";
    const ssize_t length = readlink(path.constData(), name.data(), name.size());
    return QByteArray(name.data(), std::max<ssize_t>(length, 0));
}

QStringList allProcesses()
{
    return QDir(u"/proc"_s).entryList({u"[1-9]*"_s}, QDir::Dirs);
}

} // namespace

AttackedSession::AttackedSession(const PoolProcess &pool, std::string identifier,
                                 QByteArray prelude)
    : m_pool(pool)
    , m_identifier(std::move(identifier))
    , m_prelude(std::move(prelude))
{
}

void AttackedSession::run(const QByteArray &script)
{
    // Asked before the attack begins to lie.
    m_processNamespace = m_pool
                             .execute("import os; os.readlink('/proc/self/ns/pid')", {},
                                      m_identifier.c_str())["result"_L1]["executionResult"_L1]
                             .toString()
                             .toLatin1();
    holdNamespace();
    m_reply
        = m_pool.execute(m_prelude + script,
                         {{u"timeoutInSeconds"_s, 60}, {u"outputStreamsMaxLength"_s, 1024 * 1024}},
                         m_identifier.c_str());
}

QStringList AttackedSession::said(const QString &word) const
{
    QStringList found;
    const QStringList lines = m_reply["result"_L1]["stdout"_L1].toString().split(u'\n');
    for (const QString &line : lines) {
        if (line.startsWith(word + ": "_L1))
            found.append(line.mid(word.size() + 2));
    }
    return found;
}

bool AttackedSession::hasLostItsKernel() const
{
    return m_reply["error"_L1]["error"_L1]["code"_L1] == "KernelDied"_L1;
}

int AttackedSession::processes() const
{
    return int(std::ranges::count_if(allProcesses(), [this](const QString &process) {
        return namespaceOf(process) == m_processNamespace;
    }));
}

void AttackedSession::holdNamespace()
{
    // Once nobody holds it, its name goes to the next namespace that is made.
    for (const QString &process : allProcesses()) {
        const QByteArray path = "/proc/" + process.toLatin1() + "/ns/pid";
        if (namespaceOf(process) == m_processNamespace)
            m_heldNamespace = FileDescriptor(open(path.constData(), O_RDONLY | O_CLOEXEC));
    }
}

void AttackedSession::end()
{
    (void)m_pool.client()->Delete("/session?identifier=" + m_identifier);
}

} // namespace sessionbook
