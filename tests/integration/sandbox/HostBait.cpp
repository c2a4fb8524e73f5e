#include "HostBait.h"

#include <QDir>
#include <QFile>
#include <QUuid>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t MemoryBytes = 4096;

FileDescriptor listeningUnixSocket(const QByteArray &name)
{
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    memcpy(address.sun_path, name.constData(), size_t(name.size()));
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(name.size()));
    if (bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), length) != 0
        || listen(socket.get(), 8) != 0)
        qFatal("cannot listen on the bait's socket");
    return socket;
}

bool hasVisitor(const FileDescriptor &listener)
{
    pollfd entry{.fd = listener.get(), .events = POLLIN, .revents = 0};
    return poll(&entry, 1, 0) > 0;
}

} // namespace

HostBait::HostBait()
    : m_secret("bait-" + QUuid::createUuid().toByteArray(QUuid::Id128))
    , m_name(u"sessionbook-bait-%1"_s.arg(getpid()))
{
    makeFile();
    makeSockets();
    makeSharedMemory();
    startVictim();
}

HostBait::~HostBait()
{
    m_victim.kill();
    m_victim.waitForFinished();
    shm_unlink((u'/' + m_name).toLocal8Bit().constData());
    shmctl(m_systemVId, IPC_RMID, nullptr);
}

void HostBait::makeFile()
{
    QFile file(m_directory.filePath(u"bait.txt"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(m_secret) != m_secret.size())
        qFatal("cannot write the bait");
}

void HostBait::makeSockets()
{
    m_unix = listeningUnixSocket(m_directory.filePath(u"bait.socket"_s).toLocal8Bit());
    m_abstract = listeningUnixSocket('\0' + m_name.toLocal8Bit());
    m_tcp = FileDescriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    socklen_t length = sizeof address;
    if (bind(m_tcp.get(), reinterpret_cast<const sockaddr *>(&address), length) != 0
        || listen(m_tcp.get(), 8) != 0
        || getsockname(m_tcp.get(), reinterpret_cast<sockaddr *>(&address), &length) != 0)
        qFatal("cannot listen on the bait's port");
    m_port = ntohs(address.sin_port);
}

void HostBait::makeSharedMemory()
{
    const FileDescriptor memory(
        shm_open((u'/' + m_name).toLocal8Bit().constData(), O_RDWR | O_CREAT | O_EXCL, 0666));
    m_systemVId = shmget(getpid(), MemoryBytes, IPC_CREAT | IPC_EXCL | 0666);
    if (ftruncate(memory.get(), off_t(MemoryBytes)) != 0 || m_systemVId < 0)
        qFatal("cannot make the bait's shared memory");
    m_posixMemory = static_cast<char *>(
        mmap(nullptr, MemoryBytes, PROT_READ | PROT_WRITE, MAP_SHARED, memory.get(), 0));
    m_systemVMemory = static_cast<char *>(shmat(m_systemVId, nullptr, 0));
    for (char *place : {m_posixMemory, m_systemVMemory})
        memcpy(place, m_secret.constData(), size_t(m_secret.size()));
}

void HostBait::startVictim()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"BAIT"_s, QString::fromLatin1(m_secret));
    m_victim.setProcessEnvironment(environment);
    m_victim.start(u"/bin/sleep"_s, {u"86400"_s});
    if (!m_victim.waitForStarted())
        qFatal("cannot start the victim");
}

QJsonObject HostBait::facts() const
{
    return {{u"directory"_s, m_directory.path()},
            {u"file"_s, m_directory.filePath(u"bait.txt"_s)},
            {u"socket"_s, m_directory.filePath(u"bait.socket"_s)},
            {u"name"_s, m_name},
            {u"port"_s, m_port},
            {u"shm_key"_s, getpid()},
            {u"shm_id"_s, m_systemVId},
            {u"victim"_s, m_victim.processId()}};
}

QString HostBait::harm()
{
    if (!fileIsUntouched())
        return u"the host's file was changed"_s;
    if (QDir(m_directory.path()).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
        != QStringList{u"bait.socket"_s, u"bait.txt"_s})
        return u"a file was added to the host's or removed"_s;
    if (!victimRuns())
        return u"a process of the host was killed or stopped"_s;
    if (hasVisitor(m_tcp))
        return u"a port of the host was connected to"_s;
    if (hasVisitor(m_unix) || hasVisitor(m_abstract))
        return u"a Unix socket of the host was connected to"_s;
    for (const char *place : {m_posixMemory, m_systemVMemory}) {
        if (m_secret != place)
            return u"shared memory of the host was changed"_s;
    }
    return {};
}

bool HostBait::fileIsUntouched() const
{
    QFile file(m_directory.filePath(u"bait.txt"_s));
    struct stat status
    {
    };
    return file.open(QIODevice::ReadOnly) && file.readAll() == m_secret
        && fstat(file.handle(), &status) == 0 && status.st_nlink == 1
        && (status.st_mode & 07000) == 0;
}

bool HostBait::victimRuns() const
{
    QFile status(u"/proc/%1/stat"_s.arg(m_victim.processId()));
    const QByteArray state
        = status.open(QIODevice::ReadOnly) ? status.readAll().split(' ').value(2) : QByteArray();
    return state == "S" || state == "R" || state == "D";
}

} // namespace sessionbook
