#include "AttackedSession.h"
#include "FileRouteProbe.h"
#include "HostBait.h"

#include <QDir>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Neighbour = "neighbour";
/// What the pool's memory and its open descriptors stay below, whatever comes to it.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 PoolKiB = 4096 * 1024; // the sanitizers keep what was freed, for a while
#else
constexpr qint64 PoolKiB = 400 * 1024;
#endif
constexpr int PoolDescriptors = 200;
/// So often a path is used that changes meanwhile.
constexpr int RaceRounds = 100;

QByteArray contentOf(const QString &name)
{
    QFile file(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/integration/sandbox/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString pathIn(const QString &said)
{
    return QJsonDocument::fromJson(said.toUtf8())[0].toString();
}

} // namespace

/// Every script in attacks/ tries to get out of a session, or at its pool, and must fail: it says
/// `HELD:` for each attempt that was stopped and `BROKEN:` for each that was not, and `LAID:` or
/// `TRY:` for traps that are the pool's to avoid. What can be seen from outside is looked at there,
/// after each of them: the host, a neighbour, the pool and what its file routes give out.
class SandboxAttacksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();

    void attack_data();
    void attack();

private:
    [[nodiscard]] QByteArray prelude() const;
    [[nodiscard]] QString harmToThePool() const;
    void lookAtFiles(const AttackedSession &session, const std::string &identifier);

    std::unique_ptr<HostBait> m_bait;
    std::unique_ptr<PoolProcess> m_pool;
};

void SandboxAttacksTest::initTestCase()
{
    m_bait = std::make_unique<HostBait>();
    // What the user has in his environment is no session's business.
    qputenv("BAIT", m_bait->secret());
    m_pool = std::make_unique<PoolProcess>(QStringList{u"--ready"_s, u"2"_s});
    QVERIFY2(m_pool->facts().contains("endpoint"_L1),
             m_pool->process().readAllStandardError().constData());
    const QByteArray secret = "secret = '" + m_bait->secret() + "'";
    (void)m_pool->execute(secret + "\nopen('bait.txt', 'w').write(secret)", {}, Neighbour);
}

void SandboxAttacksTest::cleanupTestCase()
{
    m_pool.reset();
    m_bait.reset();
}

void SandboxAttacksTest::init()
{
    QCOMPARE(m_bait->harm(), QString());
}

QByteArray SandboxAttacksTest::prelude() const
{
    QJsonObject host = m_bait->facts();
    const QJsonObject &pool = m_pool->facts();
    host.insert("pool_port"_L1, QUrl(pool["endpoint"_L1].toString()).port());
    host.insert("pool_pid"_L1, pool["pid"_L1]);
    host.insert("home"_L1, QDir::homePath());
    // A dictionary of texts and numbers is written alike in JSON and in Python.
    return "HOST = " + QJsonDocument(host).toJson(QJsonDocument::Compact) + '\n'
        + contentOf(u"attack.py"_s) + '\n';
}

QString SandboxAttacksTest::harmToThePool() const
{
    const QString process = u"/proc/%1"_s.arg(m_pool->facts()["pid"_L1].toInt());
    QFile status(process + "/status"_L1);
    if (!status.open(QIODevice::ReadOnly))
        return u"the pool is gone"_s;
    const QString peak = QString::fromLatin1(status.readAll()).section("VmHWM:"_L1, 1);
    const qint64 kibibytes = peak.section(u"kB"_s, 0, 0).trimmed().toLongLong();
    const auto descriptors = QDir(process + "/fd"_L1).entryList(QDir::AllEntries | QDir::System);
    if (kibibytes > PoolKiB)
        return u"the pool took %1 KiB of memory"_s.arg(kibibytes);
    if (descriptors.size() > PoolDescriptors)
        return u"the pool has %1 descriptors open"_s.arg(descriptors.size());
    return {};
}

void SandboxAttacksTest::lookAtFiles(const AttackedSession &session, const std::string &identifier)
{
    FileRouteProbe probe(*m_pool, identifier);
    for (const QString &path : session.said(u"TRY"_s))
        probe.use(pathIn(path), 1);
    for (const QString &path : session.said(u"RACE"_s))
        probe.use(pathIn(path), RaceRounds);
    probe.fetchWhatIsListed();
    QVERIFY2(probe.unanswered().isEmpty(), qPrintable(probe.unanswered().join(u", "_s)));
    QVERIFY2(!probe.given().contains(m_bait->secret()), "the secret came out by the file routes");
}

void SandboxAttacksTest::attack_data()
{
    QTest::addColumn<QByteArray>("script");
    const QStringList names
        = QDir(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/integration/sandbox/attacks"))
              .entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name.chopped(3))) << contentOf("attacks/"_L1 + name);
    QVERIFY(names.size() >= 45);
}

void SandboxAttacksTest::attack()
{
    QFETCH(QByteArray, script);
    const std::string identifier = std::string("attack-") + QTest::currentDataTag();
    AttackedSession session(*m_pool, identifier, prelude());
    session.run(script);
    const QByteArray reply = QJsonDocument(session.reply()).toJson();
    if (!session.said(u"SKIP"_s).isEmpty())
        QSKIP(qPrintable(session.said(u"SKIP"_s).constFirst()));

    QCOMPARE(session.said(u"BROKEN"_s), QStringList());
    const QStringList words{u"HELD"_s, u"LAID"_s, u"TRY"_s, u"RACE"_s};
    QVERIFY2(std::ranges::any_of(
                 words, [&](const QString &word) { return !session.said(word).isEmpty(); }),
             reply.constData());
    QVERIFY2(!reply.contains(m_bait->secret()), "the secret came out");
    lookAtFiles(session, identifier);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(m_bait->harm(), QString());
    QCOMPARE(harmToThePool(), QString());
    const QJsonObject neighbour = m_pool->execute("secret", {}, Neighbour);
    QCOMPARE(neighbour["result"_L1]["executionResult"_L1].toString().toLatin1(), m_bait->secret());

    QVERIFY(session.hasLostItsKernel() || session.processes() > 0);
    session.end();
    QTRY_COMPARE_WITH_TIMEOUT(session.processes(), 0, 20000);
}

QTEST_GUILESS_MAIN(SandboxAttacksTest)
#include "tst_sandbox_attacks.moc"
