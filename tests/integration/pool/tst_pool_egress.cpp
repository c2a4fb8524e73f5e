#include "PoolProcess.h"

#include "base/FileDescriptor.h"
#include "pool/sandbox/EgressLink.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <array>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// A TCP port of the host that listens and notes who comes.
class Listener
{
public:
    explicit Listener(const QByteArray &address)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        inet_pton(AF_INET, address.constData(), &name.sin_addr);
        socklen_t length = sizeof name;
        auto *generic = reinterpret_cast<sockaddr *>(&name);
        if (bind(m_socket.get(), generic, length) != 0 || listen(m_socket.get(), 8) != 0
            || getsockname(m_socket.get(), generic, &length) != 0)
            qFatal("cannot listen");
        m_port = ntohs(name.sin_port);
    }

    [[nodiscard]] QByteArray port() const { return QByteArray::number(m_port); }
    [[nodiscard]] bool hasVisitor() const
    {
        pollfd entry{.fd = m_socket.get(), .events = POLLIN, .revents = 0};
        return poll(&entry, 1, 0) > 0;
    }

private:
    FileDescriptor m_socket;
    int m_port = 0;
};

/// An address of this computer that is not its loopback; empty when it has none.
QByteArray ownAddress()
{
    ifaddrs *all = nullptr;
    QByteArray found;
    if (getifaddrs(&all) != 0)
        return found;
    for (const ifaddrs *each = all; each != nullptr && found.isEmpty(); each = each->ifa_next) {
        if (each->ifa_addr == nullptr || each->ifa_addr->sa_family != AF_INET
            || (each->ifa_flags & IFF_LOOPBACK) != 0)
            continue;
        std::array<char, INET_ADDRSTRLEN> text{};
        const auto *name = reinterpret_cast<const sockaddr_in *>(each->ifa_addr);
        found = inet_ntop(AF_INET, &name->sin_addr, text.data(), text.size());
    }
    freeifaddrs(all);
    return found;
}

QByteArray statusOf(const QString &process)
{
    QFile status(u"/proc/%1/status"_s.arg(process));
    return status.open(QIODevice::ReadOnly) ? status.readAll() : QByteArray();
}

bool isLink(const QString &process)
{
    return statusOf(process).startsWith("Name:\tslirp4netns\n");
}

/// The pool's processes of slirp4netns, by their numbers.
QStringList linksOf(PoolProcess &pool)
{
    const QByteArray parent = "\nPPid:\t" + QByteArray::number(pool.process().processId()) + '\n';
    QStringList found = QDir(u"/proc"_s).entryList({u"[1-9]*"_s}, QDir::Dirs);
    found.removeIf([&](const QString &process) {
        return !isLink(process) || !statusOf(process).contains(parent);
    });
    return found;
}

/// Python that connects and says how it went.
QByteArray connecting(const QByteArray &address, const QByteArray &port)
{
    return "import socket\ntry:\n  socket.create_connection(('" + address + "', " + port
        + "), 10)\nexcept OSError as error:\n  print(error.strerror or error)\nelse:\n"
          "  print('connected')";
}

QString printed(const QJsonObject &reply)
{
    return reply["result"_L1]["stdout"_L1].toString().trimmed();
}

} // namespace

/// Sessions with a network, and what of this computer they do not reach even so.
class PoolEgressTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }
    void serverIsReached();
    void serverIsNotReachedWithoutTheOption();
    void loopbackOfTheHostIsNotReached_data();
    void loopbackOfTheHostIsNotReached();
    void everyKernelHasTheNetwork();
    void resolverIsTold();
    void linkIsConfined();
    void linkEndsWithItsSession();
    void linksEndWithAKilledPool();
    void missingProgramIsToldAtTheStart();

private:
    QByteArray m_address;
    std::unique_ptr<PoolProcess> m_pool;
};

void PoolEgressTest::initTestCase()
{
    if (const auto possible = EgressLink::check(); !possible)
        QSKIP(qPrintable(possible.error().detail));
    m_address = ownAddress();
    if (m_address.isEmpty())
        QSKIP("this computer has no address but its loopback");
    m_pool = std::make_unique<PoolProcess>(QStringList{u"--egress"_s, u"on"_s});
    QVERIFY2(m_pool->facts().contains("endpoint"_L1),
             m_pool->process().readAllStandardError().constData());
}

void PoolEgressTest::serverIsReached()
{
    const Listener server(m_address);
    QCOMPARE(printed(m_pool->execute(connecting(m_address, server.port()))), u"connected"_s);
    QVERIFY(server.hasVisitor());
}

void PoolEgressTest::serverIsNotReachedWithoutTheOption()
{
    const Listener server(m_address);
    const PoolProcess pool;
    QCOMPARE(printed(pool.execute(connecting(m_address, server.port()))),
             u"Network is unreachable"_s);
    QVERIFY(!server.hasVisitor());
}

void PoolEgressTest::loopbackOfTheHostIsNotReached_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("by its address") << "127.0.0.1"_ba;
    QTest::newRow("by another of its addresses") << "127.1.2.3"_ba;
    QTest::newRow("by no address") << "0.0.0.0"_ba;
    QTest::newRow("by the gateway") << "10.0.2.2"_ba;
    QTest::newRow("by the resolver") << "10.0.2.3"_ba;
    QTest::newRow("by the host's other address") << QByteArray();
}

void PoolEgressTest::loopbackOfTheHostIsNotReached()
{
    QFETCH(QByteArray, address);
    const Listener server("127.0.0.1");
    const QString outcome = printed(
        m_pool->execute(connecting(address.isEmpty() ? m_address : address, server.port())));
    QVERIFY2(outcome != "connected"_L1 && !outcome.isEmpty(), qPrintable(outcome));
    QVERIFY(!server.hasVisitor());
}

void PoolEgressTest::everyKernelHasTheNetwork()
{
    const Listener server(m_address);
    (void)m_pool->execute("1");
    (void)m_pool->execute(connecting(m_address, server.port()),
                          {{u"executionType"_s, u"Asynchronous"_s}});
    QTRY_VERIFY_WITH_TIMEOUT(server.hasVisitor(), 20000);
}

void PoolEgressTest::resolverIsTold()
{
    QCOMPARE(printed(m_pool->execute("print(open('/etc/resolv.conf').read())")),
             u"nameserver 10.0.2.3"_s);
}

void PoolEgressTest::linkIsConfined()
{
    (void)m_pool->execute("1");
    const QStringList links = linksOf(*m_pool);
    QVERIFY(!links.isEmpty());
    for (const QString &link : links) {
        const QByteArray status = statusOf(link);
        QVERIFY2(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"),
                 status.constData());
        QVERIFY2(!QFileInfo::exists(u"/proc/%1/root/usr"_s.arg(link)), "it sees the host's files");
    }
}

void PoolEgressTest::linkEndsWithItsSession()
{
    (void)m_pool->execute("1");
    const QStringList before = linksOf(*m_pool);
    (void)m_pool->execute("1", {}, "mortal");
    QCOMPARE(linksOf(*m_pool).size(), before.size() + 1);
    (void)m_pool->client()->Delete("/session?identifier=mortal");
    QTRY_COMPARE_WITH_TIMEOUT(linksOf(*m_pool), before, 20000);
}

void PoolEgressTest::linksEndWithAKilledPool()
{
    PoolProcess pool({u"--egress"_s, u"on"_s});
    (void)pool.execute("1");
    const QStringList links = linksOf(pool);
    QCOMPARE(links.size(), 1);
    kill(pid_t(pool.process().processId()), SIGKILL);
    pool.process().waitForFinished();
    QTRY_VERIFY_WITH_TIMEOUT(!isLink(links.constFirst()), 20000);
}

void PoolEgressTest::missingProgramIsToldAtTheStart()
{
    // Nothing but bubblewrap can be found.
    const QTemporaryDir programs;
    QVERIFY(QFile::link(u"/usr/bin/bwrap"_s, programs.filePath(u"bwrap"_s)));
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", QFile::encodeName(programs.path()));
    PoolProcess pool({u"--egress"_s, u"on"_s});
    qputenv("PATH", path);
    pool.process().waitForFinished();
    QCOMPARE(pool.process().exitCode(), 1);
    const QByteArray complaint = pool.process().readAllStandardError();
    QVERIFY2(complaint.contains("--egress on needs slirp4netns, which is not installed."),
             complaint.constData());
}

QTEST_GUILESS_MAIN(PoolEgressTest)
#include "tst_pool_egress.moc"
