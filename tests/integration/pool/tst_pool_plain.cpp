#include "PoolProcess.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QString withVersion(const QByteArray &path, const QString &version)
{
    return u"/%1?identifier=plain-test&api-version=%2"_s.arg(QString::fromLatin1(path), version);
}

QJsonObject objectOf(const httplib::Result &reply)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object();
}

/// A body that both shapes of an execution are read from.
std::string bodyOf(const QJsonObject &fields, bool isWrapped)
{
    const QJsonObject body = isWrapped ? QJsonObject{{u"properties"_s, fields}} : fields;
    return QJsonDocument(body).toJson().toStdString();
}

} // namespace

/// The pool without its extensions, and as one generation of the API had it.
class PoolPlainTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_pool = std::make_unique<PoolProcess>(QStringList{u"--plain"_s});
        m_client = m_pool->client();
    }
    void cleanupTestCase() { m_pool.reset(); }

    void plainPoolTellsOfNoExtensions();
    void plainPoolAnswersOnceAndWhole();
    void plainPoolCanNeitherCancelNorRestart();
    void plainPoolKeepsSilentAboutEndedSessions();
    void plainPoolSendsWholeFiles();
    void plainPoolStillCounts();
    void versionHasItsOwnPaths_data();
    void versionHasItsOwnPaths();
    void otherVersionsAreRefused();
    void fieldsOfLaterVersionsArePassedOver();

private:
    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<httplib::Client> m_client;
};

void PoolPlainTest::plainPoolTellsOfNoExtensions()
{
    const QJsonObject facts = objectOf(m_client->Get("/metadata"));
    QVERIFY(facts.contains("jupyterKernel"_L1));
    QVERIFY(!facts.contains("extensions"_L1));
}

void PoolPlainTest::plainPoolAnswersOnceAndWhole()
{
    const auto reply
        = m_client->Post("/executions?identifier=plain-test", {{"Accept", "application/x-ndjson"}},
                         R"x({"code":"print(1)"})x", "application/json");
    QCOMPARE(reply->status, 202);
    QVERIFY(reply->get_header_value("Content-Type").starts_with("application/json"));
    const QJsonObject execution = objectOf(reply);
    QCOMPARE(execution["result"_L1]["stdout"_L1].toString(), u"1\n"_s);
    QVERIFY(!execution.contains("executionCount"_L1));
    QVERIFY(!execution.contains("kernelRestarted"_L1));
}

void PoolPlainTest::plainPoolCanNeitherCancelNorRestart()
{
    const QJsonObject execution = m_pool->execute("1", {}, "plain-test");
    const std::string id = execution["id"_L1].toString().toStdString();
    for (const std::string &path : {"/executions/" + id + "/cancel?identifier=plain-test",
                                    std::string("/session/restart?identifier=plain-test")}) {
        const auto reply = m_client->Post(path, "{}", "application/json");
        QCOMPARE(reply->status, 404);
        QCOMPARE(objectOf(reply)["error"_L1]["code"_L1].toString(), u"ResourceNotFound"_s);
    }
}

void PoolPlainTest::plainPoolKeepsSilentAboutEndedSessions()
{
    QVERIFY(!m_pool->execute("1", {}, "soon-deleted").isEmpty());
    QCOMPARE(m_client->Delete("/session?identifier=soon-deleted")->status, 204);
    QVERIFY(!objectOf(m_client->Get("/listSessions")).contains("endedSessions"_L1));
    const QJsonObject refusal = objectOf(m_client->Get("/session?identifier=soon-deleted"));
    QCOMPARE(refusal["error"_L1]["message"_L1].toString(),
             u"There is no session with this identifier."_s);
}

void PoolPlainTest::plainPoolSendsWholeFiles()
{
    m_client->Post("/files?identifier=plain-test", filePart("ten.txt", "0123456789"));
    const auto reply = m_client->Get("/files/ten.txt/content?identifier=plain-test",
                                     httplib::Headers{{"Range", "bytes=2-4"}});
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, std::string("0123456789"));
    QVERIFY(!reply->has_header("Accept-Ranges"));
}

/// What is left out of replies is not what happens.
void PoolPlainTest::plainPoolStillCounts()
{
    QVERIFY(!m_pool->execute("kept = 5", {}, "plain-test").isEmpty());
    const QJsonObject execution = m_pool->execute("kept", {}, "plain-test");
    QCOMPARE(execution["result"_L1]["executionResult"_L1].toInt(), 5);
}

void PoolPlainTest::versionHasItsOwnPaths_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QByteArrayList>("has");
    QTest::addColumn<QByteArrayList>("lacks");
    const QByteArrayList sessions{"session", "listSessions", "metadata"};
    QTest::newRow("first") << u"2024-02-02-preview"_s << QByteArrayList{"files"}
                           << sessions + QByteArrayList{"executions/1"};
    QTest::newRow("second") << u"2024-08-02-preview"_s << QByteArrayList{"files"} << sessions;
    QTest::newRow("third") << u"2024-10-02-preview"_s << QByteArrayList{"files"}
                           << sessions + QByteArrayList{"files/content/a"};
    QTest::newRow("fourth") << u"2025-02-02-preview"_s << sessions + QByteArrayList{"files"}
                            << QByteArrayList{"files/content/a"};
    QTest::newRow("fifth") << u"2025-10-02-preview"_s << sessions + QByteArrayList{"files"}
                           << QByteArrayList{"files/content/a"};
}

void PoolPlainTest::versionHasItsOwnPaths()
{
    QFETCH(QString, version);
    QFETCH(QByteArrayList, has);
    QFETCH(QByteArrayList, lacks);
    const PoolProcess pool({u"--plain"_s, u"--only-version"_s, version},
                           PoolProcess::Versions::Strict);
    const auto client = pool.client();
    const bool isWrapped = version.startsWith("2024-0"_L1);
    const QJsonObject fields{{u"code"_s, u"6*7"_s}};
    const auto ran = client->Post(
        withVersion(isWrapped ? "code/execute" : "executions", version).toStdString(),
        bodyOf(fields, isWrapped), "application/json");
    QCOMPARE(ran->status, isWrapped ? 200 : 202);
    const QJsonObject reply = objectOf(ran);
    QCOMPARE(isWrapped ? reply["properties"_L1]["result"_L1].toInt()
                       : reply["result"_L1]["executionResult"_L1].toInt(),
             42);
    const auto other = client->Post(
        withVersion(isWrapped ? "executions" : "code/execute", version).toStdString(),
        bodyOf(fields, !isWrapped), "application/json");
    QCOMPARE(other->status, 404);
    for (const QByteArray &path : has)
        QCOMPARE(client->Get(withVersion(path, version).toStdString())->status, 200);
    for (const QByteArray &path : lacks) {
        const auto refused = client->Get(withVersion(path, version).toStdString());
        QCOMPARE(refused->status, 404);
        QCOMPARE(objectOf(refused)["error"_L1]["code"_L1].toString(), u"ResourceNotFound"_s);
    }
}

void PoolPlainTest::otherVersionsAreRefused()
{
    const PoolProcess pool({u"--plain"_s, u"--only-version=2024-10-02-preview"_s,
                            u"--only-version=2025-02-02-preview"_s},
                           PoolProcess::Versions::Strict);
    const auto reply
        = pool.client()->Get(withVersion("files", u"2025-10-02-preview"_s).toStdString());
    QCOMPARE(reply->status, 400);
    QCOMPARE(reply->get_header_value("x-ms-error-code"), std::string("UnsupportedApiVersionValue"));
    QCOMPARE(reply->get_header_value("api-supported-versions"),
             std::string("2024-10-02-preview, 2025-02-02-preview"));
    QVERIFY(
        !objectOf(reply)["error"_L1]["message"_L1].toString().contains("2025-10-02-preview, "_L1));
}

void PoolPlainTest::fieldsOfLaterVersionsArePassedOver()
{
    const QJsonObject fields{{u"code"_s, u"print('x' * 5000)"_s},
                             {u"outputStreamsMaxLength"_s, 10}};
    for (const auto &[version, length] :
         {std::pair(u"2024-02-02-preview"_s, 4096), std::pair(u"2025-02-02-preview"_s, 4096),
          std::pair(u"2025-10-02-preview"_s, 10)}) {
        const PoolProcess pool({u"--only-version"_s, version}, PoolProcess::Versions::Strict);
        const bool isWrapped = version.startsWith("2024-0"_L1);
        const auto reply = pool.client()->Post(
            withVersion(isWrapped ? "code/execute" : "executions", version).toStdString(),
            bodyOf(fields, isWrapped), "application/json");
        const QJsonValue outputs = objectOf(reply)[isWrapped ? "properties"_L1 : "result"_L1];
        QCOMPARE(outputs["stdout"_L1].toString().size(), length);
    }
}

QTEST_GUILESS_MAIN(PoolPlainTest)
#include "tst_pool_plain.moc"
