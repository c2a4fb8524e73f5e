#include "AttackedSession.h"
#include "HostBait.h"

#include <QDir>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Neighbour = "neighbour";

QByteArray contentOf(const QString &name)
{
    QFile file(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/integration/sandbox/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Every script in attacks/ tries to get out of a session, or at its pool, and must fail: it says
/// `HELD:` for each attempt that was stopped and `BROKEN:` for each that was not, and whatever can
/// be seen of it from outside is looked at there.
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

void SandboxAttacksTest::attack_data()
{
    QTest::addColumn<QByteArray>("script");
    const QStringList names
        = QDir(QStringLiteral(SESSIONBOOK_SOURCE_DIR "/tests/integration/sandbox/attacks"))
              .entryList({u"*.py"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name.chopped(3))) << contentOf("attacks/"_L1 + name);
    QVERIFY(names.size() >= 20);
}

void SandboxAttacksTest::attack()
{
    QFETCH(QByteArray, script);
    AttackedSession session(*m_pool, std::string("attack-") + QTest::currentDataTag(), prelude());
    session.run(script);
    const QByteArray reply = QJsonDocument(session.reply()).toJson();
    if (!session.said(u"SKIP"_s).isEmpty())
        QSKIP(qPrintable(session.said(u"SKIP"_s).constFirst()));

    QVERIFY2(session.said(u"BROKEN"_s).isEmpty(), reply.constData());
    QVERIFY2(!session.said(u"HELD"_s).isEmpty(), reply.constData());
    QVERIFY2(!reply.contains(m_bait->secret()), "the secret came out");
    QCOMPARE(m_bait->harm(), QString());
    const QJsonObject neighbour = m_pool->execute("secret", {}, Neighbour);
    QCOMPARE(neighbour["result"_L1]["executionResult"_L1].toString().toLatin1(), m_bait->secret());

    QVERIFY(session.processes() > 0);
    session.end();
    QTRY_COMPARE_WITH_TIMEOUT(session.processes(), 0, 20000);
}

QTEST_GUILESS_MAIN(SandboxAttacksTest)
#include "tst_sandbox_attacks.moc"
