#include "PoolProcess.h"

#include <future>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QJsonObject Empty{{u"useEmptyKernel"_s, true}};

QString valueOf(const QJsonObject &reply)
{
    return reply["result"_L1]["executionResult"_L1].toVariant().toString();
}

} // namespace

/// The kernels of a session, executions without a waiting client, and the life of sessions.
class PoolSessionsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void kernelsShareFilesButNoNames();
    void kernelsCountAndRunIndependently();
    void emptyKernelImportsNothingAheadOfNeed();
    void restartForgetsTheNamesOfEveryKernel();

private:
    /// Runs code whose reply does not matter.
    void run(const QByteArray &code, const QJsonObject &fields, const char *session)
    {
        QVERIFY(!m_pool->execute(code, fields, session).isEmpty());
    }

    std::unique_ptr<PoolProcess> m_pool;
};

void PoolSessionsTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>();
    QVERIFY(m_pool->facts().contains("endpoint"_L1));
}

void PoolSessionsTest::kernelsShareFilesButNoNames()
{
    run("x = 1; open('shared', 'w').write('there'); 0", {}, "kernels");
    const auto empty
        = m_pool->execute("('x' in globals(), open('shared').read())", Empty, "kernels");
    QCOMPARE(valueOf(empty), u"(False, 'there')"_s);
    run("x = 2", Empty, "kernels");
    QCOMPARE(valueOf(m_pool->execute("x", {}, "kernels")), u"1"_s);
    QCOMPARE(valueOf(m_pool->execute("x", Empty, "kernels")), u"2"_s);
}

void PoolSessionsTest::kernelsCountAndRunIndependently()
{
    QCOMPARE(m_pool->execute("1", {}, "lanes")["executionCount"_L1].toInt(), 1);
    // It ends only when the other kernel has answered meanwhile.
    auto waiting = std::async(std::launch::async, [&] {
        return m_pool->execute("import os, time\n"
                               "while not os.path.exists('go'): time.sleep(0.01)",
                               {{u"timeoutInSeconds"_s, 50}}, "lanes");
    });
    const auto reply = m_pool->execute("open('go', 'w'); 7", Empty, "lanes");
    QCOMPARE(valueOf(reply), u"7"_s);
    QCOMPARE(reply["executionCount"_L1].toInt(), 1);
    const QJsonObject waited = waiting.get();
    QCOMPARE(waited["status"_L1].toString(), u"Succeeded"_s);
    QCOMPARE(waited["executionCount"_L1].toInt(), 2);
}

void PoolSessionsTest::emptyKernelImportsNothingAheadOfNeed()
{
    const auto imports = [&](const QJsonObject &kernel, int session) {
        const QByteArray name = "imports-" + QByteArray::number(session);
        return valueOf(
            m_pool->execute("import sys; 'numpy' in sys.modules", kernel, name.constData()));
    };
    // A kernel imports until its first cell; so each asking takes the next one, which has stood
    // ready for longer.
    int session = 1;
    QTest::qWait(5000);
    while (session < 10 && imports({}, session) != u"true"_s) {
        // Gone, or the sessions would become a crowd, for which nothing is imported.
        m_pool->client()->Delete("/session?identifier=imports-" + std::to_string(session));
        QTest::qWait(2000 * ++session);
    }
    QCOMPARE(imports({}, session), u"true"_s);
    QCOMPARE(imports(Empty, session), u"false"_s);
}

void PoolSessionsTest::restartForgetsTheNamesOfEveryKernel()
{
    run("x = 1", {}, "restarts");
    run("x = 2", Empty, "restarts");
    const auto restarted = m_pool->client()->Post("/session/restart?identifier=restarts");
    QCOMPARE(restarted->status, 204);
    for (const QJsonObject &kernel : {QJsonObject(), Empty}) {
        const QJsonObject reply = m_pool->execute("'x' in globals()", kernel, "restarts");
        QCOMPARE(valueOf(reply), u"false"_s);
        QVERIFY(!reply.contains("kernelRestarted"_L1));
    }
}

QTEST_GUILESS_MAIN(PoolSessionsTest)
#include "tst_pool_sessions.moc"
