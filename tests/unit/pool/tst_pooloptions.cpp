#include "pool/PoolOptions.h"
#include "pool/sandbox/WorkerSandbox.h"

#include <QScopeGuard>
#include <QTemporaryFile>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

class PoolOptionsTest : public QObject
{
    Q_OBJECT

private slots:
    void defaultsSuitADesktop();
    void optionsAreRead();
    void badOptionsAreRefused_data();
    void badOptionsAreRefused();
    void poolCanBePlainAndOld();
    void addressAndHostsAreCanonical();
    void certificateAndKeyAreRead();
    void openDoorsAreWarnedOf_data();
    void openDoorsAreWarnedOf();
    void tokenCanStayOutOfTheProcessList();
    void helpNamesEveryOption();
    void sandboxIsConfined();
};

void PoolOptionsTest::defaultsSuitADesktop()
{
    const auto options = PoolOptions::parse({u"pool"_s});
    QCOMPARE(options->port, 0);
    QCOMPARE(options->ready, 1);
    QVERIFY(options->token.isEmpty() && !options->detach);
    QCOMPARE(options->sessions.cooldown.count(), 0);
    QCOMPARE(options->sessions.lifetime.count(), 0);
    QCOMPARE(options->type, PoolType::Python);
    QCOMPARE(options->sessions.most, 0);
    QCOMPARE(options->sessions.fullStatus, 429);
    QVERIFY(!options->habits.anyVersion && options->habits.onlyVersions.isEmpty());
    QVERIFY(!options->habits.isPlain);
    QCOMPARE(options->habits.executeStatus, 202);
    QVERIFY(options->egress == Egress::Off);
    QVERIFY(options->limits.memoryBytes >= 4LL * 1024 * 1024 * 1024);
}

void PoolOptionsTest::optionsAreRead()
{
    const auto options = PoolOptions::parse({u"pool"_s,
                                             u"--port=8080"_s,
                                             u"--token"_s,
                                             u"abc"_s,
                                             u"--ready"_s,
                                             u"3"_s,
                                             u"--detach"_s,
                                             u"--cooldown"_s,
                                             u"300"_s,
                                             u"--memory"_s,
                                             u"1024"_s,
                                             u"--loose"_s,
                                             u"--execute-status"_s,
                                             u"200"_s,
                                             u"--lifetime=9"_s,
                                             u"--type=shell"_s,
                                             u"--max-sessions"_s,
                                             u"2"_s,
                                             u"--full-status=404"_s,
                                             u"--egress=on"_s});
    QCOMPARE(options->port, 8080);
    QVERIFY(options->token == Secret("abc"_ba));
    QCOMPARE(options->ready, 3);
    QVERIFY(options->detach);
    QCOMPARE(options->sessions.cooldown.count(), 300);
    QCOMPARE(options->sessions.lifetime.count(), 9);
    QCOMPARE(options->type, PoolType::Shell);
    QCOMPARE(options->sessions.most, 2);
    QCOMPARE(options->sessions.fullStatus, 404);
    QVERIFY(options->egress == Egress::On);
    QCOMPARE(options->limits.memoryBytes, 1024LL * 1024 * 1024);
    QVERIFY(options->habits.anyVersion);
    QCOMPARE(options->habits.executeStatus, 200);
}

void PoolOptionsTest::badOptionsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{u"--nothing"_s};
    QTest::newRow("positional") << QStringList{u"file"_s};
    QTest::newRow("no number") << QStringList{u"--port"_s, u"x"_s};
    QTest::newRow("too large") << QStringList{u"--port"_s, u"65536"_s};
    QTest::newRow("negative") << QStringList{u"--ready=-1"_s};
    QTest::newRow("token with space") << QStringList{u"--token"_s, u"a b"_s};
    QTest::newRow("empty token") << QStringList{u"--token="_s};
    QTest::newRow("status of an error") << QStringList{u"--execute-status"_s, u"404"_s};
    QTest::newRow("unknown type") << QStringList{u"--type=node"_s};
    QTest::newRow("status of a full pool") << QStringList{u"--full-status=500"_s};
    QTest::newRow("fewer than no sessions") << QStringList{u"--max-sessions=-1"_s};
    QTest::newRow("missing value") << QStringList{u"--token"_s};
    QTest::newRow("no token file") << QStringList{u"--token-file"_s, u"/nowhere/at/all"_s};
    QTest::newRow("token twice") << QStringList{u"--token=a"_s, u"--token-file=/dev/null"_s};
    QTest::newRow("unknown auth") << QStringList{u"--auth=basic"_s};
    QTest::newRow("address by name") << QStringList{u"--address=localhost"_s};
    QTest::newRow("open to all") << QStringList{u"--auth=none"_s, u"--address=0.0.0.0"_s};
    QTest::newRow("no disk at all") << QStringList{u"--data-quota=0"_s};
    QTest::newRow("too few processes to start") << QStringList{u"--max-processes=8"_s};
    QTest::newRow("half a network") << QStringList{u"--egress=lan"_s};
    QTest::newRow("certificate without a key") << QStringList{u"--tls"_s, u"c.pem"_s};
    QTest::newRow("two keys") << QStringList{u"--tls"_s, u"c.pem"_s, u"a.key"_s, u"b.key"_s};
    QTest::newRow("key for certificates of our own") << QStringList{u"--tls=auto"_s, u"c.key"_s};
    QTest::newRow("empty certificate") << QStringList{u"--tls="_s, u"c.key"_s};
    QTest::newRow("bad host") << QStringList{u"--host=a b"_s};
    QTest::newRow("unknown version") << QStringList{u"--only-version=2023-01-01"_s};
    QTest::newRow("any version, but only some")
        << QStringList{u"--loose"_s, u"--only-version=2024-10-02-preview"_s};
}

void PoolOptionsTest::badOptionsAreRefused()
{
    QFETCH(QStringList, arguments);
    const auto options = PoolOptions::parse(QStringList{u"pool"_s} + arguments);
    QVERIFY(!options);
    QVERIFY(!options.error().detail.isEmpty());
}

void PoolOptionsTest::poolCanBePlainAndOld()
{
    const auto options
        = PoolOptions::parse({u"pool"_s, u"--plain"_s, u"--only-version"_s, u"2024-02-02-preview"_s,
                              u"--only-version=2024-10-02-preview"_s});
    QVERIFY(options->habits.isPlain);
    QCOMPARE(options->habits.onlyVersions,
             (QStringList{u"2024-02-02-preview"_s, u"2024-10-02-preview"_s}));
}

void PoolOptionsTest::addressAndHostsAreCanonical()
{
    const auto options
        = PoolOptions::parse({u"pool"_s, u"--address"_s, u"0:0:0:0:0:0:0:1"_s, u"--host"_s,
                              u"Pool.Example."_s, u"--host"_s, u"10.0.0.1"_s});
    QCOMPARE(options->doors.address, u"::1"_s);
    QVERIFY(options->doors.isLoopback());
    QCOMPARE(options->doors.urlHost(), u"[::1]"_s);
    QCOMPARE(options->doors.acceptedHosts(),
             (QStringList{u"pool.example"_s, u"10.0.0.1"_s, u"::1"_s}));
}

void PoolOptionsTest::certificateAndKeyAreRead()
{
    using Tls = DoorOptions::Tls;
    QCOMPARE(PoolOptions::parse({u"pool"_s})->doors.tls, Tls::Off);
    QCOMPARE(PoolOptions::parse({u"pool"_s, u"--tls"_s, u"auto"_s})->doors.tls, Tls::Auto);
    const auto options = PoolOptions::parse(
        {u"pool"_s, u"--tls"_s, u"c.pem"_s, u"c.key"_s, u"--port"_s, u"8443"_s});
    QCOMPARE(options->doors.tls, Tls::Files);
    QCOMPARE(options->doors.certificateFile, u"c.pem"_s);
    QCOMPARE(options->doors.keyFile, u"c.key"_s);
    QCOMPARE(options->port, 8443);
}

void PoolOptionsTest::openDoorsAreWarnedOf_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("warnings");
    QTest::newRow("default") << QStringList{} << 0;
    QTest::newRow("other address") << QStringList{u"--address=192.0.2.1"_s} << 2;
    QTest::newRow("other address, encrypted")
        << QStringList{u"--address=192.0.2.1"_s, u"--tls=c.pem"_s, u"c.key"_s} << 1;
    QTest::newRow("name that the certificate lacks")
        << QStringList{u"--tls=auto"_s, u"--host=pool.example"_s} << 1;
    QTest::newRow("unchecked signatures") << QStringList{u"--auth=entra"_s} << 1;
    QTest::newRow("no token") << QStringList{u"--auth=none"_s, u"--address=127.0.0.2"_s} << 1;
}

void PoolOptionsTest::openDoorsAreWarnedOf()
{
    QFETCH(QStringList, arguments);
    const auto options = PoolOptions::parse(QStringList{u"pool"_s} + arguments);
    QTEST(int(options->doors.warnings().size()), "warnings");
}

void PoolOptionsTest::tokenCanStayOutOfTheProcessList()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("of-the-file\n");
    file.close();
    qputenv("SESSIONBOOK_POOL_TOKEN", "of-the-environment");
    const auto removed = qScopeGuard([] { qunsetenv("SESSIONBOOK_POOL_TOKEN"); });
    QVERIFY(PoolOptions::parse({u"pool"_s})->token == Secret("of-the-environment"_ba));
    QVERIFY(PoolOptions::parse({u"pool"_s, u"--token-file"_s, file.fileName()})->token
            == Secret("of-the-file"_ba));
}

void PoolOptionsTest::helpNamesEveryOption()
{
    for (const char *name :
         {"--port",     "--token",      "--token-file",    "--auth",         "--address",
          "--host",     "--ready",      "--detach",        "--cooldown",     "--version",
          "--memory",   "--data-quota", "--max-processes", "--max-sessions", "--full-status",
          "--lifetime", "--tls",        "--type",          "--plain",        "--only-version"})
        QVERIFY2(PoolOptions::helpText().contains(QLatin1StringView(name)), name);
}

void PoolOptionsTest::sandboxIsConfined()
{
    const WorkerSandbox sandbox(u"/support"_s, SandboxLimits::defaults());
    const QStringList command = sandbox.kernelCommand(u"/session/data"_s, 5, 6, {u"empty"_s});
    for (const char *argument :
         {"--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--disable-userns"})
        QVERIFY2(command.contains(QLatin1StringView(argument)), argument);
    QCOMPARE(command.count(u"--bind"_s), 1);
    QCOMPARE(command.at(command.indexOf(u"--bind"_s) + 1), u"/session/data"_s);
    QCOMPARE(command.at(command.indexOf(u"--seccomp"_s) + 1), u"6"_s);
    QVERIFY(!command.contains(u"--share-net"_s) && !command.contains(u"/home"_s));
}

QTEST_GUILESS_MAIN(PoolOptionsTest)
#include "tst_pooloptions.moc"
