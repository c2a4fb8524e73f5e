#include "PoolProcess.h"

#include <future>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QString RunPython = u"runPythonCodeInRemoteEnvironment"_s;
const QString RunShell = u"runShellCommandInRemoteEnvironment"_s;

QJsonObject jsonOf(const httplib::Result &reply)
{
    return reply ? QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object()
                 : QJsonObject();
}

/// A client of MCP: it has a key and no token.
class McpClient
{
public:
    explicit McpClient(const PoolProcess &pool, const std::string &key = "secret",
                       std::string path = "/mcp")
        : m_client(pool.client())
        , m_path(std::move(path))
    {
        // As the clients of the protocol's SDKs send it.
        m_client->set_default_headers(
            {{"x-ms-apikey", key}, {"Accept", "application/json, text/event-stream"}});
    }

    httplib::Result post(const QByteArray &body, const httplib::Headers &more = {}) const
    {
        return m_client->Post(m_path, more, body.toStdString(), "application/json");
    }
    QJsonObject ask(const QString &method, const QJsonObject &params = {}) const
    {
        const QJsonObject request{
            {u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, 7}, {u"method"_s, method}, {u"params"_s, params}};
        return jsonOf(post(QJsonDocument(request).toJson()));
    }
    QJsonObject call(const QString &tool, const QJsonObject &arguments = {}) const
    {
        return ask(u"tools/call"_s, {{u"name"_s, tool}, {u"arguments"_s, arguments}});
    }
    QString launch(const QString &tool = u"launchPythonEnvironment"_s) const
    {
        return call(tool)["result"_L1]["structuredContent"_L1]["environmentId"_L1].toString();
    }
    QJsonObject python(const QString &environment, const QString &code) const
    {
        return call(RunPython, {{u"environmentId"_s, environment}, {u"pythonCode"_s, code}});
    }
    httplib::Client &http() const { return *m_client; }

private:
    std::unique_ptr<httplib::Client> m_client;
    std::string m_path;
};

QJsonObject contentOf(const QJsonObject &answer)
{
    return answer["result"_L1]["structuredContent"_L1].toObject();
}

int errorOf(const QJsonObject &answer)
{
    return answer["error"_L1]["code"_L1].toInt();
}

QString messageOf(const QJsonObject &answer)
{
    return answer["error"_L1]["message"_L1].toString();
}

int sessionsOf(const PoolProcess &pool)
{
    return int(jsonOf(pool.client()->Get("/listSessions"))["sessions"_L1].toArray().size());
}

} // namespace

/// The tools of a pool over MCP, for sessions of Python and for shells.
class PoolMcpTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(), m_shellPool.reset(); }

    void clientGetsFromTheKeyToAResult();
    void keyOrTokenLetsPass_data();
    void keyOrTokenLetsPass();
    void keyOpensNothingElse();
    void keyOfAnEntraPoolIsAnnounced();
    void webPagesAreRefused();
    void environmentHasASessionFromItsFirstRunOn();
    void environmentKeepsItsNamesAndFiles();
    void environmentsAreApart();
    void deletedEnvironmentIsNotFound();
    void unknownEnvironments_data();
    void unknownEnvironments();
    void sessionOfTheApiIsAnEnvironment();
    void pythonErrorIsAResult();
    void pictureIsContentOfItsOwn();
    void timeoutOfThePoolHolds();
    void fullPoolIsAnError();
    void shellRunsCommands();
    void shellArgumentsAreChecked_data();
    void shellArgumentsAreChecked();
    void launchIsForgottenInTime();
    void batchIsAnsweredInOrder();
    void notificationsRunNothing();
    void hostileBodiesAreAnswered_data();
    void hostileBodiesAreAnswered();
    void tooLargeBodyIsRefused();
    void crowdOfClientsIsServed();

private:
    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<PoolProcess> m_shellPool;
};

void PoolMcpTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>(QStringList{}, PoolProcess::Versions::Strict);
    m_shellPool = std::make_unique<PoolProcess>(QStringList{u"--type"_s, u"shell"_s});
    QVERIFY(m_pool->facts().contains("endpoint"_L1));
    QVERIFY(m_shellPool->facts().contains("endpoint"_L1));
}

void PoolMcpTest::clientGetsFromTheKeyToAResult()
{
    const McpClient client(*m_pool, "secret",
                           "/subscriptions/s/resourceGroups/r/sessionPools/p/mcp");
    const QJsonObject begun = client.ask(
        u"initialize"_s,
        {{u"protocolVersion"_s, u"2025-03-26"_s},
         {u"capabilities"_s, QJsonObject()},
         {u"clientInfo"_s, QJsonObject{{u"name"_s, u"test"_s}, {u"version"_s, u"1"_s}}}});
    QCOMPARE(begun["result"_L1]["protocolVersion"_L1].toString(), u"2025-03-26"_s);
    QCOMPARE(begun["result"_L1]["serverInfo"_L1]["name"_L1].toString(),
             u"Microsoft Container Apps MCP Server"_s);
    QCOMPARE(client.post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})")->status, 202);
    const auto tools = client.ask(u"tools/list"_s)["result"_L1]["tools"_L1].toArray();
    QCOMPARE(tools.size(), 2);
    QCOMPARE(tools.at(1)["name"_L1].toString(), RunPython);
    const QJsonObject answer = client.python(client.launch(), u"print('hi'); 6*7"_s);
    QCOMPARE(answer["id"_L1].toInt(), 7);
    QCOMPARE(contentOf(answer)["stdout"_L1].toString(), u"hi\n"_s);
    QCOMPARE(contentOf(answer)["stderr"_L1].toString(), QString());
    QCOMPARE(contentOf(answer)["executionResult"_L1].toInt(), 42);
    QCOMPARE(contentOf(answer)["status"_L1].toString(), u"Succeeded"_s);
    QCOMPARE(answer["result"_L1]["isError"_L1], QJsonValue(false));
}

void PoolMcpTest::keyOrTokenLetsPass_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status");
    QTest::newRow("key") << "x-ms-apikey"_ba
                         << "secret"_ba << 200;
    QTest::newRow("token") << "Authorization"_ba
                           << "Bearer secret"_ba << 200;
    QTest::newRow("wrong key") << "x-ms-apikey"_ba
                               << "secret2"_ba << 401;
    QTest::newRow("empty key") << "x-ms-apikey"_ba
                               << ""_ba << 401;
    QTest::newRow("key as a token") << "x-ms-apikey"_ba
                                    << "Bearer secret"_ba << 401;
    QTest::newRow("nothing") << "X-Nothing"_ba
                             << "secret"_ba << 401;
}

void PoolMcpTest::keyOrTokenLetsPass()
{
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    const auto client = m_pool->client();
    client->set_default_headers({{header.toStdString(), value.toStdString()}});
    const auto reply
        = client->Post("/mcp", R"({"jsonrpc":"2.0","id":1,"method":"ping"})", "application/json");
    QTEST(reply->status, "status");
    if (reply->status == 401) {
        QVERIFY(reply->body.empty());
        QVERIFY(reply->has_header("WWW-Authenticate"));
    }
}

void PoolMcpTest::keyOpensNothingElse()
{
    const McpClient client(*m_pool);
    QCOMPARE(client.http().Get("/listSessions?api-version=2025-10-02-preview")->status, 401);
    QCOMPARE(client.http().Post("/executions?identifier=abcd", "{}", "application/json")->status,
             401);
}

void PoolMcpTest::keyOfAnEntraPoolIsAnnounced()
{
    const PoolProcess pool({u"--auth"_s, u"entra"_s});
    QCOMPARE(pool.facts()["mcpKey"_L1].toString(), u"secret"_s);
    QVERIFY(!pool.facts().contains("token"_L1));
    QVERIFY(McpClient(pool).ask(u"ping"_s)["result"_L1].isObject());
    QCOMPARE(McpClient(pool, "other").post("{}")->status, 401);
}

void PoolMcpTest::webPagesAreRefused()
{
    const auto reply = McpClient(*m_pool).post(R"({"jsonrpc":"2.0","id":1,"method":"ping"})",
                                               {{"Origin", "https://evil.example"}});
    QCOMPARE(reply->status, 403);
}

void PoolMcpTest::environmentHasASessionFromItsFirstRunOn()
{
    const PoolProcess pool;
    const McpClient client(pool);
    const QString environment = client.launch();
    QVERIFY(environment.size() >= 4 && environment.size() <= 128);
    QCOMPARE(sessionsOf(pool), 0);
    QCOMPARE(contentOf(client.python(environment, u"1"_s))["executionResult"_L1].toInt(), 1);
    QCOMPARE(sessionsOf(pool), 1);
    QCOMPARE(contentOf(client.python(environment, u"2"_s))["executionResult"_L1].toInt(), 2);
    QCOMPARE(sessionsOf(pool), 1);
}

void PoolMcpTest::environmentKeepsItsNamesAndFiles()
{
    const McpClient client(*m_pool);
    const QString environment = client.launch();
    (void)client.python(environment, u"x = 5; open('/mnt/data/f', 'w').write('file'); 0"_s);
    const QJsonObject answer = client.python(environment, u"f'{x} {open(\"f\").read()}'"_s);
    QCOMPARE(contentOf(answer)["executionResult"_L1].toString(), u"5 file"_s);
    QCOMPARE(contentOf(answer)["environmentId"_L1].toString(), environment);
}

void PoolMcpTest::environmentsAreApart()
{
    const McpClient client(*m_pool);
    const QString first = client.launch();
    const QString second = client.launch();
    QVERIFY(first != second);
    (void)client.python(first, u"x = 5"_s);
    const QJsonObject answer = client.python(second, u"'x' in globals()"_s);
    QCOMPARE(contentOf(answer)["executionResult"_L1], QJsonValue(false));
}

void PoolMcpTest::deletedEnvironmentIsNotFound()
{
    const McpClient client(*m_pool);
    const QString environment = client.launch();
    (void)client.python(environment, u"1"_s);
    const auto deleted = m_pool->client()->Delete("/session?api-version=2025-10-02-preview"
                                                  "&identifier="
                                                  + environment.toStdString());
    QCOMPARE(deleted->status, 204);
    const QJsonObject answer = client.python(environment, u"1"_s);
    QCOMPARE(errorOf(answer), -32602);
    QVERIFY2(messageOf(answer).contains("not found"_L1), qPrintable(messageOf(answer)));
}

void PoolMcpTest::unknownEnvironments_data()
{
    QTest::addColumn<QString>("environment");
    QTest::addColumn<QString>("word");
    QTest::newRow("never launched") << u"never-launched"_s << u"not found"_s;
    QTest::newRow("too short") << u"abc"_s << u"invalid"_s;
    QTest::newRow("too long") << QString(129, u'a') << u"invalid"_s;
    QTest::newRow("strange") << u"white space"_s << u"invalid"_s;
    QTest::newRow("empty") << u""_s << u"invalid"_s;
}

void PoolMcpTest::unknownEnvironments()
{
    QFETCH(QString, environment);
    QFETCH(QString, word);
    const QJsonObject answer = McpClient(*m_pool).python(environment, u"1"_s);
    QCOMPARE(errorOf(answer), -32602);
    QVERIFY2(messageOf(answer).contains(word), qPrintable(messageOf(answer)));
}

void PoolMcpTest::sessionOfTheApiIsAnEnvironment()
{
    const auto made
        = m_pool->client()->Get("/files?api-version=2025-10-02-preview&identifier=of-the-api");
    QCOMPARE(made->status, 200);
    const QJsonObject answer = McpClient(*m_pool).python(u"of-the-api"_s, u"3"_s);
    QCOMPARE(contentOf(answer)["executionResult"_L1].toInt(), 3);
}

void PoolMcpTest::pythonErrorIsAResult()
{
    const McpClient client(*m_pool);
    const QJsonObject answer = client.python(client.launch(), u"1/0"_s);
    QVERIFY(!answer.contains("error"_L1));
    QCOMPARE(answer["result"_L1]["isError"_L1], QJsonValue(true));
    QCOMPARE(contentOf(answer)["status"_L1].toString(), u"Failed"_s);
    QVERIFY(contentOf(answer)["stderr"_L1].toString().contains("ZeroDivisionError"_L1));
    QVERIFY(answer["result"_L1]["content"_L1][0]["text"_L1].toString().contains(
        "ZeroDivisionError"_L1));
}

void PoolMcpTest::pictureIsContentOfItsOwn()
{
    const McpClient client(*m_pool);
    const QJsonObject answer = client.python(
        client.launch(), u"import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()"_s);
    const QJsonValue picture = answer["result"_L1]["content"_L1][1];
    QCOMPARE(picture["type"_L1].toString(), u"image"_s);
    QCOMPARE(picture["mimeType"_L1].toString(), u"image/png"_s);
    QVERIFY(picture["data"_L1].toString().startsWith("iVBOR"_L1));
}

void PoolMcpTest::timeoutOfThePoolHolds()
{
    const PoolProcess pool({u"--max-execution-seconds"_s, u"1"_s});
    const McpClient client(pool);
    const QJsonObject answer = client.python(client.launch(), u"import time; time.sleep(60)"_s);
    QCOMPARE(contentOf(answer)["error"_L1]["code"_L1].toString(), u"Timeout"_s);
}

void PoolMcpTest::fullPoolIsAnError()
{
    const PoolProcess pool({u"--max-sessions"_s, u"1"_s});
    const McpClient client(pool);
    const QString first = client.launch();
    const QString second = client.launch();
    (void)client.python(first, u"1"_s);
    const QJsonObject answer = client.python(second, u"1"_s);
    QCOMPARE(errorOf(answer), -32000);
    QVERIFY2(messageOf(answer).startsWith("MaxConcurrentSessionsReached"_L1),
             qPrintable(messageOf(answer)));
    // It was launched all the same, and runs when there is room.
    (void)pool.client()->Delete("/session?identifier=" + first.toStdString());
    QCOMPARE(contentOf(client.python(second, u"1"_s))["executionResult"_L1].toInt(), 1);
}

void PoolMcpTest::shellRunsCommands()
{
    const McpClient client(*m_shellPool);
    const QString environment = client.launch(u"launchShell"_s);
    const QJsonObject line
        = client.call(RunShell,
                      {{u"environmentId"_s, environment},
                       {u"shellCommand"_s, u"echo out; echo err >&2; exit 3"_s}});
    QCOMPARE(contentOf(line)["stdout"_L1].toString(), u"out\n"_s);
    QCOMPARE(contentOf(line)["stderr"_L1].toString(), u"err\n"_s);
    QCOMPARE(contentOf(line)["status"_L1].toString(), u"3"_s);
    QVERIFY(!contentOf(line).contains("executionResult"_L1));
    const QJsonObject words
        = client.call(RunShell,
                      {{u"environmentId"_s, environment},
                       {u"execCommandAndArgs"_s, QJsonArray{u"echo"_s, u"$HOME"_s}}});
    QCOMPARE(contentOf(words)["stdout"_L1].toString(), u"$HOME\n"_s);
    const auto tools = client.ask(u"tools/list"_s)["result"_L1]["tools"_L1].toArray();
    QCOMPARE(tools.at(0)["name"_L1].toString(), u"launchShell"_s);
    QCOMPARE(errorOf(client.python(environment, u"1"_s)), -32601);
}

void PoolMcpTest::shellArgumentsAreChecked_data()
{
    QTest::addColumn<QJsonObject>("arguments");
    const QJsonArray words{u"ls"_s};
    QTest::newRow("none") << QJsonObject{};
    QTest::newRow("both") << QJsonObject{{u"shellCommand"_s, u"ls"_s},
                                         {u"execCommandAndArgs"_s, words}};
    QTest::newRow("number") << QJsonObject{{u"shellCommand"_s, 1}};
    QTest::newRow("no words") << QJsonObject{{u"execCommandAndArgs"_s, QJsonArray()}};
}

void PoolMcpTest::shellArgumentsAreChecked()
{
    QFETCH(QJsonObject, arguments);
    const McpClient client(*m_shellPool);
    arguments.insert("environmentId"_L1, client.launch(u"launchShell"_s));
    QCOMPARE(errorOf(client.call(RunShell, arguments)), -32602);
}

void PoolMcpTest::launchIsForgottenInTime()
{
    const PoolProcess pool;
    const McpClient client(pool);
    const QString first = client.launch();
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!client.launch().isEmpty());
    QVERIFY(messageOf(client.python(first, u"1"_s)).contains("not found"_L1));
    QCOMPARE(sessionsOf(pool), 0);
}

void PoolMcpTest::batchIsAnsweredInOrder()
{
    const McpClient client(*m_pool);
    const QString environment = client.launch();
    QJsonArray batch;
    for (int i = 0; i < 5; ++i)
        batch.append(
            QJsonObject{{u"jsonrpc"_s, u"2.0"_s},
                        {u"id"_s, i},
                        {u"method"_s, u"tools/call"_s},
                        {u"params"_s,
                         QJsonObject{{u"name"_s, RunPython},
                                     {u"arguments"_s,
                                      QJsonObject{{u"environmentId"_s, environment},
                                                  {u"pythonCode"_s, u"x = %1; x"_s.arg(i)}}}}}});
    const auto reply = client.post(QJsonDocument(batch).toJson());
    const QJsonArray answers
        = QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).array();
    QCOMPARE(answers.size(), 5);
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(answers.at(i)["id"_L1].toInt(), i);
        QCOMPARE(contentOf(answers.at(i).toObject())["executionResult"_L1].toInt(), i);
    }
}

void PoolMcpTest::notificationsRunNothing()
{
    const McpClient client(*m_pool);
    const QString environment = client.launch();
    const QJsonObject notification{
        {u"jsonrpc"_s, u"2.0"_s},
        {u"method"_s, u"tools/call"_s},
        {u"params"_s,
         QJsonObject{{u"name"_s, RunPython},
                     {u"arguments"_s,
                      QJsonObject{{u"environmentId"_s, environment},
                                  {u"pythonCode"_s, u"open('ran', 'w').close()"_s}}}}}};
    const auto reply = client.post(QJsonDocument(notification).toJson());
    QCOMPARE(reply->status, 202);
    QVERIFY(reply->body.empty());
    const QJsonObject answer = client.python(environment, u"import os; os.path.exists('ran')"_s);
    QCOMPARE(contentOf(answer)["executionResult"_L1], QJsonValue(false));
}

void PoolMcpTest::hostileBodiesAreAnswered_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::newRow("nothing") << ""_ba << -32700;
    QTest::newRow("no JSON") << "hello"_ba << -32700;
    QTest::newRow("NUL") << QByteArray(3, '\0') << -32700;
    QTest::newRow("cut off") << R"({"jsonrpc":"2.0","id":1,"meth)"_ba << -32700;
    QTest::newRow("nested too deeply") << QByteArray(100'000, '[') << -32700;
    QTest::newRow("deep and whole") << R"({"jsonrpc":"2.0","id":1,"method":"ping","params":)"
            + QByteArray(600, '[') + QByteArray(600, ']')
            + '}' << -32602;
    QTest::newRow("id of an object") << R"({"jsonrpc":"2.0","id":{},"method":"ping"})"_ba << -32600;
    QTest::newRow("id of null") << R"({"jsonrpc":"2.0","id":null,"method":"ping"})"_ba << -32600;
    QTest::newRow("method of a number") << R"({"jsonrpc":"2.0","id":1,"method":1})"_ba << -32600;
    QTest::newRow("other version") << R"({"jsonrpc":"1.0","id":1,"method":"ping"})"_ba << -32600;
    QTest::newRow("long method") << R"({"jsonrpc":"2.0","id":1,"method":")"
            + QByteArray(1'000'000, 'x')
            + "\"}" << -32601;
    QTest::newRow("no name") << R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{}})"_ba
                             << -32601;
    QTest::newRow("name of a list")
        << R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":[]}})"_ba << -32601;
}

void PoolMcpTest::hostileBodiesAreAnswered()
{
    QFETCH(QByteArray, body);
    const auto reply = McpClient(*m_pool).post(body);
    QVERIFY(reply);
    QVERIFY(reply->status == 200 || reply->status == 400);
    QVERIFY(reply->body.size() < 2000);
    QTEST(errorOf(jsonOf(reply)), "code");
}

void PoolMcpTest::tooLargeBodyIsRefused()
{
    const McpClient client(*m_pool);
    QCOMPARE(client.post(QByteArray(17 * 1024 * 1024, ' '))->status, 413);
    QVERIFY(client.ask(u"ping"_s)["result"_L1].isObject());
}

void PoolMcpTest::crowdOfClientsIsServed()
{
    const QString environment = McpClient(*m_pool).launch();
    std::vector<std::future<QJsonObject>> crowd;
    for (int i = 0; i < 20; ++i)
        crowd.push_back(std::async(std::launch::async, [&, i] {
            return McpClient(*m_pool).python(environment, QString::number(i));
        }));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(contentOf(crowd.at(size_t(i)).get())["executionResult"_L1].toInt(), i);
}

QTEST_GUILESS_MAIN(PoolMcpTest)
#include "tst_pool_mcp.moc"
