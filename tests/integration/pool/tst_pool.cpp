#include "PoolProcess.h"

#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <signal.h>

#include <thread>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QJsonObject resultOf(const QJsonObject &reply)
{
    return reply["result"_L1].toObject();
}

QString statusOf(const QJsonObject &reply)
{
    return reply["status"_L1].toString();
}

QString errorCodeOf(const QJsonObject &reply)
{
    return reply["error"_L1]["error"_L1]["code"_L1].toString();
}

QString errorTextOf(const QJsonObject &reply)
{
    return reply["error"_L1]["error"_L1]["message"_L1].toString();
}

QStringList typesOf(const QList<QJsonObject> &messages)
{
    QStringList types;
    for (const QJsonObject &message : messages)
        types.append(message["type"_L1].toString());
    return types;
}

QString poolsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + "/sessionbook/pools"_L1;
}

QStringList poolDirectories()
{
    return QDir(poolsPath()).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
}

} // namespace

class PoolTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void announcesItselfInOneLine();
    void resultsAreEncodedAsTheServiceDoes_data();
    void resultsAreEncodedAsTheServiceDoes();
    void floatsKeepTheirDigitsOnEveryPath();
    void stateStaysBetweenExecutions();
    void streamsAreTruncatedAsAsked();
    void executionIsKeptForAsking();
    void timingHeadersTellTheTime();
    void anyBasePathWorks();
    void base64CodeIsDecoded();
    void takenOperationIdIsRefused();

    void streamTellsTheIdFirstAndTheReplyLast();
    void streamKeepsTheOrderOfOutputs();
    void severalFiguresAreAllDisplayed();
    void lastFigureIsThePlainResult();
    void browserBackendsShowPictures();
    void displaysCanBeUpdated();
    void outputOfSubprocessesArrives();
    void loneSurrogatesDoNotBreakTheStream();
    void forkedChildrenDoNotDisturb();
    void hugeOutputIsReplacedByANote();

    void pythonErrorIsAResult();
    void inputIsRefused();
    void deepRecursionIsAnError();
    void sleepCanBeCancelled();
    void kernelThatIgnoresCancelIsKilled();
    void timeoutEndsTheExecution();
    void clientThatLeavesFreesTheWorker();
    void killedKernelIsReportedAndReplaced();
    void exitEndsQuietly();
    void restartKeepsFilesAndForgetsNames();
    void queuedExecutionsRunInOrder();

    void requestsWithoutTokenAreRefused();
    void webPagesAreRefused();
    void badIdentifiersAreRefused();
    void sessionsAreListedAndDeleted();

    void sandbox_data();
    void sandbox();
    void sessionsDoNotSeeEachOther();

    void closedInputEndsEverything();
    void terminationEndsEverything();
    void leftoversOfAKilledPoolAreRemoved();
    void poolWithoutBubblewrapDoesNotStart();
    void sessionsExpireAfterTheCooldown();
    void nothingIsImportedBehindARunningCell();

private:
    /// Runs code that makes the file `begun`, and cancels it as soon as that is there.
    QJsonObject cancelOnceBegun(const QByteArray &code);

    std::unique_ptr<PoolProcess> m_pool;
    int m_cancels = 0;
};

void PoolTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>();
    QVERIFY2(!m_pool->facts().isEmpty(), m_pool->process().readAllStandardError().constData());
}

void PoolTest::announcesItselfInOneLine()
{
    QVERIFY(m_pool->facts()["endpoint"_L1].toString().startsWith("http://127.0.0.1:"_L1));
    QCOMPARE(m_pool->facts()["token"_L1].toString(), u"secret"_s);
    QCOMPARE(m_pool->facts()["pid"_L1].toInteger(), m_pool->process().processId());
}

void PoolTest::resultsAreEncodedAsTheServiceDoes_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QJsonValue>("plain");
    QTest::addColumn<QJsonValue>("jupyter");
    const QJsonValue null(QJsonValue::Null);
    QTest::newRow("statement") << "x = 1"_ba << QJsonValue(u""_s) << null;
    QTest::newRow("int") << "6*7"_ba << QJsonValue(42) << QJsonValue(u"42"_s);
    QTest::newRow("float") << "1.5"_ba << QJsonValue(1.5) << QJsonValue(u"1.5"_s);
    QTest::newRow("bool") << "1 < 2"_ba << QJsonValue(true) << QJsonValue(u"True"_s);
    QTest::newRow("none") << "None"_ba << QJsonValue(u""_s) << null;
    QTest::newRow("nan") << "float('nan')"_ba << null << QJsonValue(u"nan"_s);
    QTest::newRow("string") << "'nan'"_ba << QJsonValue(u"nan"_s) << QJsonValue(u"'nan'"_s);
    QTest::newRow("list") << "['a', 1]"_ba << QJsonValue(u"['a', 1]"_s)
                          << QJsonValue(u"['a', 1]"_s);
    QTest::newRow("large int") << "2**70"_ba << QJsonValue(u"1180591620717411303424"_s)
                               << QJsonValue(u"1180591620717411303424"_s);
}

void PoolTest::resultsAreEncodedAsTheServiceDoes()
{
    QFETCH(QByteArray, code);
    QFETCH(QJsonValue, plain);
    QFETCH(QJsonValue, jupyter);
    QCOMPARE(resultOf(m_pool->execute(code))["executionResult"_L1], plain);
    const QJsonObject inJupyterFormat{{u"returnJupyterFormatExecutionResult"_s, true}};
    QCOMPARE(resultOf(m_pool->execute(code, inJupyterFormat))["executionResult"_L1], jupyter);
}

void PoolTest::floatsKeepTheirDigitsOnEveryPath()
{
    const auto client = m_pool->client();
    const std::string body = R"json({"code":"1.0"})json";
    const std::vector<std::pair<std::string, httplib::Headers>> paths{
        {"/executions", {}},
        {"/executions", {{"Accept", "application/x-ndjson"}}},
        {"/code/execute", {}},
        {"/python/execute", {}}};
    for (const auto &[path, headers] : paths) {
        const auto reply
            = client->Post(path + "?identifier=test-session", headers, body, "application/json");
        QVERIFY2(reply->body.find("\"executionResult\":1.0,") != std::string::npos,
                 reply->body.c_str());
        const auto asked = client->Get("/executions/" + reply->get_header_value("operation-id")
                                       + "?identifier=test-session");
        QVERIFY2(asked->body.find("\"executionResult\":1.0,") != std::string::npos,
                 asked->body.c_str());
    }
}

void PoolTest::stateStaysBetweenExecutions()
{
    (void)m_pool->execute("answer = 40");
    const QJsonObject reply
        = m_pool->execute("print(answer + 2)", {{u"executionType"_s, u"synchronous"_s}});
    QCOMPARE(statusOf(reply), u"Succeeded"_s);
    QCOMPARE(reply["executionType"_L1].toString(), u"synchronous"_s);
    QCOMPARE(resultOf(reply)["stdout"_L1].toString(), u"42\n"_s);
    QCOMPARE(resultOf(reply)["stderr"_L1].toString(), QString());
    QVERIFY(reply["executionCount"_L1].toInt() > 1);
}

void PoolTest::streamsAreTruncatedAsAsked()
{
    const QJsonObject byDefault = m_pool->execute("print('x' * 10000)");
    QCOMPARE(resultOf(byDefault)["stdout"_L1].toString().size(), 4096);
    const QJsonObject raised
        = m_pool->execute("print('x' * 10000)", {{u"outputStreamsMaxLength"_s, 20000}});
    QCOMPARE(resultOf(raised)["stdout"_L1].toString().size(), 10001);
}

void PoolTest::executionIsKeptForAsking()
{
    const QJsonObject reply = m_pool->execute("'kept'");
    const std::string path = "/executions/" + reply["id"_L1].toString().toStdString();
    const auto asked = m_pool->client()->Get(path + "?identifier=test-session");
    QCOMPARE(asked->status, 200);
    QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(asked->body)).object(), reply);
    QCOMPARE(m_pool->client()->Get("/executions/none?identifier=test-session")->status, 404);
}

void PoolTest::timingHeadersTellTheTime()
{
    const auto reply = m_pool->client()->Post("/executions?identifier=test-session",
                                              R"json({"code": "import time; time.sleep(0.2)"})json",
                                              "application/json");
    QCOMPARE(reply->status, 202);
    for (const char *name : {"x-ms-container-execution-duration", "x-ms-overall-execution-time",
                             "x-ms-total-execution-service-time", "x-ms-execution-request-time"})
        QVERIFY2(QByteArray::fromStdString(reply->get_header_value(name)).toDouble() >= 200, name);
    const std::string id = reply->get_header_value("operation-id");
    QVERIFY(reply->get_header_value("Operation-Location").find(id) != std::string::npos);
}

void PoolTest::anyBasePathWorks()
{
    const auto reply = m_pool->client()->Post("/subscriptions/s/resourceGroups/files/sessionPools/"
                                              "session/executions?api-version=2025-10-02-preview"
                                              "&identifier=test-session",
                                              R"json({"code": "6*7", "timeoutInSeconds": 60})json",
                                              "application/json");
    QCOMPARE(reply->status, 202);
}

void PoolTest::base64CodeIsDecoded()
{
    const QJsonObject reply = m_pool->execute("Nio3", {{u"codeInputType"_s, u"inlinebase64"_s}});
    QCOMPARE(resultOf(reply)["executionResult"_L1].toInt(), 42);
}

void PoolTest::takenOperationIdIsRefused()
{
    const httplib::Headers named{{"operation-id", "taken"}};
    QCOMPARE(m_pool->execute("1", {}, "test-session", named)["id"_L1].toString(), u"taken"_s);
    const QJsonObject again = m_pool->execute("1", {}, "test-session", named);
    QCOMPARE(again["error"_L1]["code"_L1].toString(), u"OperationIdInUse"_s);
}

void PoolTest::streamTellsTheIdFirstAndTheReplyLast()
{
    const auto messages = m_pool->stream("print('a')\n6*7");
    QCOMPARE(typesOf(messages),
             QStringList({u"status"_s, u"stream"_s, u"execute_result"_s, u"reply"_s}));
    QCOMPARE(messages.first()["id"_L1], messages.last()["id"_L1]);
    QCOMPARE(messages.at(2)["data"_L1]["text/plain"_L1].toString(), u"42"_s);
    QVERIFY(!messages.at(2).contains("value"_L1));
    QCOMPARE(messages.at(2)["execution_count"_L1], messages.last()["executionCount"_L1]);
    QCOMPARE(statusOf(messages.last()), u"Succeeded"_s);
}

void PoolTest::streamKeepsTheOrderOfOutputs()
{
    const auto messages = m_pool->stream("import sys\nfrom IPython.display import display\n"
                                         "print('a')\nprint('b', file=sys.stderr)\n"
                                         "display('c')\nprint('d')");
    QCOMPARE(typesOf(messages),
             QStringList({u"status"_s, u"stream"_s, u"stream"_s, u"display_data"_s, u"stream"_s,
                          u"reply"_s}));
    QCOMPARE(messages.at(2)["name"_L1].toString(), u"stderr"_s);
}

void PoolTest::severalFiguresAreAllDisplayed()
{
    const auto messages = m_pool->stream("import matplotlib.pyplot as plt\n"
                                         "for i in range(3):\n  plt.figure()\n  plt.plot([i, 2])");
    QStringList pictures;
    for (const QJsonObject &message : messages) {
        if (message["type"_L1] == "display_data"_L1)
            pictures.append(message["data"_L1]["image/png"_L1].toString());
    }
    QCOMPARE(pictures.size(), 3);
    for (const QString &picture : pictures)
        QVERIFY(QByteArray::fromBase64(picture.toLatin1()).startsWith("\x89PNG"));
}

void PoolTest::lastFigureIsThePlainResult()
{
    const QJsonObject reply
        = m_pool->execute("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()");
    const QJsonObject picture = resultOf(reply)["executionResult"_L1].toObject();
    QCOMPARE(picture["type"_L1].toString(), u"image"_s);
    QCOMPARE(picture["format"_L1].toString(), u"png"_s);
    QVERIFY(picture["base64_data"_L1].toString().startsWith("iVBOR"_L1));
}

void PoolTest::browserBackendsShowPictures()
{
    const auto messages = m_pool->stream("%matplotlib notebook\nimport matplotlib.pyplot as plt\n"
                                         "plt.plot([1, 2]); plt.show()");
    QVERIFY(typesOf(messages).contains(u"display_data"_s));
    QCOMPARE(statusOf(messages.last()), u"Succeeded"_s);
}

void PoolTest::displaysCanBeUpdated()
{
    const auto messages = m_pool->stream("from IPython.display import display, clear_output\n"
                                         "handle = display('old', display_id='d1')\n"
                                         "handle.update('new')\nclear_output(wait=True)");
    QCOMPARE(typesOf(messages),
             QStringList({u"status"_s, u"display_data"_s, u"update_display_data"_s,
                          u"clear_output"_s, u"reply"_s}));
    QCOMPARE(messages.at(2)["transient"_L1]["display_id"_L1].toString(), u"d1"_s);
    QCOMPARE(messages.at(3)["wait"_L1].toBool(), true);
}

void PoolTest::outputOfSubprocessesArrives()
{
    const QJsonObject raw
        = m_pool->execute("import os; code = os.system('echo out; echo err >&2')");
    QCOMPARE(resultOf(raw)["stdout"_L1].toString(), u"out\n"_s);
    QCOMPARE(resultOf(raw)["stderr"_L1].toString(), u"err\n"_s);
    const QJsonObject magic = m_pool->execute("!echo magic");
    QCOMPARE(resultOf(magic)["stdout"_L1].toString().trimmed(), u"magic"_s);
}

void PoolTest::loneSurrogatesDoNotBreakTheStream()
{
    const QJsonObject reply = m_pool->execute("print('a\\ud800b')");
    QCOMPARE(resultOf(reply)["stdout"_L1].toString(), u"a\ufffdb\n"_s);
}

void PoolTest::forkedChildrenDoNotDisturb()
{
    const QJsonObject reply = m_pool->execute("import os\nif os.fork() == 0:\n  print('child')\n"
                                              "  os._exit(0)\nos.wait()\nprint('parent')");
    QCOMPARE(statusOf(reply), u"Succeeded"_s);
    QVERIFY(resultOf(reply)["stdout"_L1].toString().contains("child"_L1));
    QVERIFY(resultOf(reply)["stdout"_L1].toString().contains("parent"_L1));
}

void PoolTest::hugeOutputIsReplacedByANote()
{
    const auto messages = m_pool->stream("from IPython.display import display, HTML\n"
                                         "display(HTML('x' * 60_000_000))\nprint('after')");
    QCOMPARE(typesOf(messages), QStringList({u"status"_s, u"stream"_s, u"stream"_s, u"reply"_s}));
    QVERIFY(messages.at(1)["text"_L1].toString().contains("left out"_L1));
}

void PoolTest::pythonErrorIsAResult()
{
    const QJsonObject reply = m_pool->execute("print('so far')\n1/0");
    QCOMPARE(statusOf(reply), u"Failed"_s);
    QCOMPARE(errorTextOf(reply), u"ZeroDivisionError: division by zero"_s);
    QCOMPARE(resultOf(reply)["stdout"_L1].toString(), u"so far\n"_s);
    QVERIFY(resultOf(reply)["stderr"_L1].toString().contains("ZeroDivisionError"_L1));
    const auto messages = m_pool->stream("1/0");
    QCOMPARE(messages.at(1)["ename"_L1].toString(), u"ZeroDivisionError"_s);
    QVERIFY(messages.at(1)["traceback"_L1][0].toString().contains(u'\x1b'));
}

void PoolTest::inputIsRefused()
{
    QVERIFY(
        errorTextOf(m_pool->execute("input('name?')")).startsWith("StdinNotImplementedError"_L1));
}

void PoolTest::deepRecursionIsAnError()
{
    QVERIFY(errorTextOf(m_pool->execute("def f(): f()\nf()")).startsWith("RecursionError"_L1));
    QCOMPARE(resultOf(m_pool->execute("1"))["executionResult"_L1].toInt(), 1);
}

void PoolTest::sleepCanBeCancelled()
{
    (void)m_pool->execute("kept = 5");
    const QJsonObject reply
        = cancelOnceBegun("open('begun', 'w').close()\nimport time; time.sleep(60)");
    QCOMPARE(statusOf(reply), u"Canceled"_s);
    QCOMPARE(errorCodeOf(reply), u"Canceled"_s);
    const QJsonObject next = m_pool->execute("kept");
    QVERIFY(!next.contains("kernelRestarted"_L1));
    QCOMPARE(resultOf(next)["executionResult"_L1].toInt(), 5);
}

void PoolTest::kernelThatIgnoresCancelIsKilled()
{
    const QJsonObject reply = cancelOnceBegun("import time\nwhile True:\n  try:\n"
                                              "    open('begun', 'w').close()\n    time.sleep(9)\n"
                                              "  except KeyboardInterrupt: pass");
    QCOMPARE(statusOf(reply), u"Canceled"_s);
    QCOMPARE(m_pool->execute("1")["kernelRestarted"_L1].toBool(), true);
}

QJsonObject PoolTest::cancelOnceBegun(const QByteArray &code)
{
    const auto client = m_pool->client();
    const std::string id = "cancel-" + std::to_string(++m_cancels);
    (void)client->Delete("/files/begun?identifier=test-session");
    QJsonObject reply;
    std::thread running([&] {
        reply = m_pool->execute(code, {}, "test-session", {{"operation-id", id}});
    });
    while (client->Get("/files/begun?identifier=test-session")->status == 404)
        QTest::qSleep(5);
    (void)client->Post("/executions/" + id + "/cancel?identifier=test-session", "", "text/plain");
    running.join();
    return reply;
}

void PoolTest::timeoutEndsTheExecution()
{
    const QJsonObject reply
        = m_pool->execute("import time; time.sleep(60)", {{u"timeoutInSeconds"_s, 1}});
    QCOMPARE(statusOf(reply), u"Failed"_s);
    QCOMPARE(errorCodeOf(reply), u"Timeout"_s);
}

void PoolTest::clientThatLeavesFreesTheWorker()
{
    const auto client = m_pool->client();
    httplib::Request request;
    request.method = "POST";
    request.path = "/executions?identifier=test-session";
    request.headers = {{"Accept", "application/x-ndjson"}, {"Content-Type", "application/json"}};
    request.body = R"json({"code": "while True: print('x' * 100)"})json";
    request.content_receiver = [](const char *, size_t, uint64_t, uint64_t) { return false; };
    (void)client->send(request);
    client->stop();
    QCOMPARE(resultOf(m_pool->execute("'free'"))["executionResult"_L1].toString(), u"free"_s);
}

void PoolTest::killedKernelIsReportedAndReplaced()
{
    QVERIFY(m_pool->client()
                ->Post("/files?identifier=test-session", filePart("stays.txt", "here"))
                ->status
            == 200);
    const QJsonObject reply
        = m_pool->execute("for i in range(3): print('so far')\nimport os; os._exit(3)");
    QCOMPARE(statusOf(reply), u"Failed"_s);
    QCOMPARE(errorCodeOf(reply), u"KernelDied"_s);
    QVERIFY(errorTextOf(reply).contains("exit code 3"_L1));
    QCOMPARE(resultOf(reply)["stdout"_L1].toString(), u"so far\nso far\nso far\n"_s);
    const QJsonObject next = m_pool->execute("open('stays.txt').read()");
    QCOMPARE(next["kernelRestarted"_L1].toBool(), true);
    QCOMPARE(resultOf(next)["executionResult"_L1].toString(), u"here"_s);
    QVERIFY(
        errorTextOf(m_pool->execute("import os; os.kill(os.getpid(), 9)")).contains("signal 9"_L1));
}

void PoolTest::exitEndsQuietly()
{
    const QJsonObject reply = m_pool->execute("exit()");
    QCOMPARE(statusOf(reply), u"Succeeded"_s);
    QCOMPARE(resultOf(reply)["stderr"_L1].toString(), QString());
    QCOMPARE(m_pool->execute("1")["kernelRestarted"_L1].toBool(), true);
}

void PoolTest::restartKeepsFilesAndForgetsNames()
{
    (void)m_pool->execute("x = 1\nopen('/mnt/data/written', 'w').write('w')");
    QCOMPARE(m_pool->client()
                 ->Post("/session/restart?identifier=test-session", "", "text/plain")
                 ->status,
             204);
    const QJsonObject reply = m_pool->execute("'x' in globals(), open('written').read()");
    QCOMPARE(resultOf(reply)["executionResult"_L1].toString(), u"(False, 'w')"_s);
    QCOMPARE(reply["executionCount"_L1].toInt(), 1);
}

void PoolTest::queuedExecutionsRunInOrder()
{
    (void)m_pool->execute("seen = []", {}, "queue-session");
    std::vector<std::thread> clients;
    for (int i = 0; i < 5; ++i) {
        const QByteArray code
            = "import time; time.sleep(0.05); seen.append(" + QByteArray::number(i) + ")";
        const std::string name = "queued-" + std::to_string(i);
        clients.emplace_back([this, code, name] {
            (void)m_pool->execute(code, {}, "queue-session", {{"operation-id", name}});
        });
        while (m_pool->client()->Get("/executions/" + name + "?identifier=queue-session")->status
               == 404)
            continue;
    }
    for (std::thread &client : clients)
        client.join();
    QCOMPARE(
        resultOf(m_pool->execute("seen", {}, "queue-session"))["executionResult"_L1].toString(),
        u"[0, 1, 2, 3, 4]"_s);
}

void PoolTest::requestsWithoutTokenAreRefused()
{
    const auto client = m_pool->client();
    for (const char *value : {"", "Bearer", "Bearer wrong!", "Bearer secre", "Basic secret"}) {
        client->set_default_headers({{"Authorization", value}});
        for (const auto &reply :
             {client->Get("/metadata"), client->Post("/executions", "{}", "application/json")}) {
            QCOMPARE(reply->status, 401);
            QVERIFY(reply->body.empty());
            QVERIFY(reply->has_header("WWW-Authenticate"));
        }
    }
}

void PoolTest::webPagesAreRefused()
{
    const auto client = m_pool->client();
    QCOMPARE(client->Get("/metadata", {{"Host", "evil.example"}})->status, 403);
    QCOMPARE(client->Get("/metadata", {{"Origin", "https://evil.example"}})->status, 403);
    QCOMPARE(client->Get("/metadata")->status, 200);
}

void PoolTest::badIdentifiersAreRefused()
{
    const auto client = m_pool->client();
    for (const std::string &identifier :
         {std::string("abc"), std::string(129, 'a'), std::string("with%20space")}) {
        const auto reply = client->Get("/files?identifier=" + identifier);
        QCOMPARE(reply->status, 400);
        QCOMPARE(reply->get_header_value("x-ms-error-code"), "InvalidLengthOfSessionIdentifier");
    }
}

void PoolTest::sessionsAreListedAndDeleted()
{
    const auto client = m_pool->client();
    (void)m_pool->execute("1", {}, "short-lived");
    const auto shown = client->Get("/session?identifier=short-lived");
    const QJsonObject session
        = QJsonDocument::fromJson(QByteArray::fromStdString(shown->body)).object();
    for (const char *field : {"identifier", "createdAt", "lastAccessedAt", "expireAt", "etag"})
        QVERIFY2(session.contains(QLatin1StringView(field)), field);
    QVERIFY(client->Get("/listSessions")->body.find("short-lived") != std::string::npos);
    QCOMPARE(client->Delete("/session?identifier=short-lived")->status, 204);
    QCOMPARE(client->Get("/session?identifier=short-lived")->status, 404);
}

void PoolTest::sandbox_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("error");
    const QByteArray home = QDir::homePath().toLocal8Bit();
    QTest::newRow("home") << "import os; os.listdir('" + home + "')" << u"FileNotFoundError"_s;
    QTest::newRow("root's home") << "import os; os.listdir('/root')"_ba << u"FileNotFoundError"_s;
    QTest::newRow("shadow") << "open('/etc/shadow')"_ba << u"FileNotFoundError"_s;
    QTest::newRow("write to /usr") << "open('/usr/x', 'w')"_ba << u"OSError"_s;
    QTest::newRow("write to /etc") << "open('/etc/x', 'w')"_ba << u"OSError"_s;
    QTest::newRow("network") << "import socket; socket.create_connection(('1.1.1.1', 80), 5)"_ba
                             << u"OSError"_s;
    QTest::newRow("loopback of the host")
        << "import socket; socket.create_connection(('127.0.0.1', "
            + QByteArray::number(QUrl(m_pool->facts()["endpoint"_L1].toString()).port()) + "), 5)"
        << u"ConnectionRefusedError"_s;
    QTest::newRow("other processes")
        << "import os; assert len([p for p in os.listdir('/proc') if p.isdigit()]) > 5"_ba
        << u"AssertionError"_s;
    QTest::newRow("host's /tmp") << "import os; assert os.listdir('/tmp') != ['home']"_ba
                                 << u"AssertionError"_s;
    QTest::newRow("user namespaces")
        << "import os; assert os.system('unshare -U true') == 0"_ba << u"AssertionError"_s;
    QTest::newRow("settings of the kernel")
        << "open('/proc/sys/kernel/core_pattern', 'a')"_ba << u"OSError"_s;
    QTest::newRow("no filter of system calls")
        << "assert 'Seccomp:\\t2' not in open('/proc/self/status').read()"_ba
        << u"AssertionError"_s;
    QTest::newRow("environment") << "import os; os.environ['XDG_CACHE_HOME']"_ba << u"KeyError"_s;
}

void PoolTest::sandbox()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, error);
    const QJsonObject reply = m_pool->execute(code, {}, "sandbox-session");
    QCOMPARE(statusOf(reply), u"Failed"_s);
    QVERIFY2(errorTextOf(reply).startsWith(error), qPrintable(errorTextOf(reply)));
}

void PoolTest::sessionsDoNotSeeEachOther()
{
    (void)m_pool->execute("open('mine', 'w').write('x')", {}, "one-session");
    const QJsonObject reply
        = m_pool->execute("import os; os.listdir('/mnt/data')", {}, "other-session");
    QCOMPARE(resultOf(reply)["executionResult"_L1].toString(), u"[]"_s);
}

void PoolTest::closedInputEndsEverything()
{
    const int before = int(poolDirectories().size());
    auto pool = std::make_unique<PoolProcess>();
    (void)pool->execute("1");
    QCOMPARE(poolDirectories().size(), before + 1);
    std::thread running([&] { (void)pool->execute("import time; time.sleep(60)"); });
    pool->process().closeWriteChannel();
    QVERIFY(pool->process().waitForFinished(15000));
    running.join();
    QCOMPARE(pool->process().exitCode(), 0);
    QCOMPARE(poolDirectories().size(), before);
}

void PoolTest::terminationEndsEverything()
{
    const int before = int(poolDirectories().size());
    PoolProcess pool({u"--detach"_s});
    (void)pool.execute("1");
    pool.process().terminate();
    QVERIFY(pool.process().waitForFinished(15000));
    QCOMPARE(poolDirectories().size(), before);
}

void PoolTest::leftoversOfAKilledPoolAreRemoved()
{
    const int before = int(poolDirectories().size());
    {
        PoolProcess pool;
        (void)pool.execute("import os; os.makedirs('locked/x'); os.chmod('locked', 0)");
        pool.process().kill();
        QVERIFY(pool.process().waitForFinished(15000));
    }
    QCOMPARE(poolDirectories().size(), before + 1);
    PoolProcess next({u"--ready"_s, u"0"_s});
    QCOMPARE(poolDirectories().size(), before + 1);
    next.process().closeWriteChannel();
    QVERIFY(next.process().waitForFinished(15000));
    QCOMPARE(poolDirectories().size(), before);
}

void PoolTest::poolWithoutBubblewrapDoesNotStart()
{
    QProcess pool;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, u"/nonexistent"_s);
    pool.setProcessEnvironment(environment);
    pool.start(QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool"), {});
    QVERIFY(pool.waitForFinished(15000));
    QCOMPARE(pool.exitCode(), 1);
    QCOMPARE(pool.readAllStandardOutput(), QByteArray());
    const QByteArray complaint = pool.readAllStandardError();
    QVERIFY2(complaint.contains("bubblewrap") && complaint.count('\n') == 1, complaint.constData());
}

void PoolTest::sessionsExpireAfterTheCooldown()
{
    PoolProcess pool({u"--cooldown"_s, u"1"_s});
    (void)pool.execute("1");
    const auto client = pool.client();
    QTRY_COMPARE_WITH_TIMEOUT(client->Get("/session?identifier=test-session")->status, 404, 20000);
}

void PoolTest::nothingIsImportedBehindARunningCell()
{
    // A pool of its own, whose kernel is in the middle of its imports when the second cell comes.
    const PoolProcess pool;
    (void)pool.execute("1");
    QTest::qSleep(700);
    const QJsonObject reply
        = pool.execute("import sys, time\nbefore = len(sys.modules)\ntime.sleep(1.5)\n"
                       "len(sys.modules) - before");
    QCOMPARE(resultOf(reply)["executionResult"_L1].toInt(-1), 0);
}

QTEST_GUILESS_MAIN(PoolTest)
#include "tst_pool.moc"
