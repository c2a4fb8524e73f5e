#include "PoolProcess.h"

#include <future>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const QJsonObject &reply, QLatin1StringView stream = "stdout"_L1)
{
    return reply["result"_L1][stream].toString();
}

QString statusOf(const QJsonObject &reply)
{
    return reply["status"_L1].toString();
}

QString errorCodeOf(const QJsonObject &reply)
{
    return reply["error"_L1]["error"_L1]["code"_L1].toString();
}

QJsonObject jsonOf(const httplib::Result &reply)
{
    return reply ? QJsonDocument::fromJson(QByteArray::fromStdString(reply->body)).object()
                 : QJsonObject();
}

httplib::Result post(const PoolProcess &pool, const QJsonObject &body, const std::string &session,
                     const httplib::Headers &headers = {})
{
    return pool.client()->Post("/executions?identifier=" + session, headers,
                               QJsonDocument(body).toJson().toStdString(), "application/json");
}

} // namespace

/// Pools whose sessions run commands.
class PoolShellTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(); }

    void statusIsTheExitCode_data();
    void statusIsTheExitCode();
    void replyHasTheFieldsOfACommand();
    void wordsAreRunWithoutAShell();
    void programThatIsNotThereIsAFailure_data();
    void programThatIsNotThereIsAFailure();
    void standardInputIsGiven_data();
    void standardInputIsGiven();
    void outputIsCutAsAsked();
    void muchOutputPasses();
    void outputIsStreamed();
    void bytesThatAreNoTextAreReplaced();
    void everyCommandHasANewShell();
    void longCommandLinesRun();
    void commandsRunOneAfterAnother();
    void backgroundProcessesStay();
    void writingBackgroundProcessesStay();
    void timeoutEndsTheCommandAlone_data();
    void timeoutEndsTheCommandAlone();
    void commandCanBeCancelled();
    void clientThatLeavesEndsTheCommand();
    void killedShellIsReplaced();
    void restartEndsBackgroundProcesses();
    void asynchronousIsNoMatter();
    void commandIsConfined_data();
    void commandIsConfined();
    void badRequestsAreRefused_data();
    void badRequestsAreRefused();
    void metadataTellsOfNoKernel();

private:
    [[nodiscard]] QJsonObject run(const QString &line, QJsonObject fields = {},
                                  const std::string &session = "shell-session",
                                  const httplib::Headers &headers = {}) const
    {
        fields.insert("shellCommand"_L1, line);
        return jsonOf(post(*m_pool, fields, session, headers));
    }
    void waitForFile(const std::string &name, const std::string &session) const
    {
        while (m_pool->client()->Get("/files/" + name + "?identifier=" + session)->status == 404)
            QTest::qSleep(5);
    }

    std::unique_ptr<PoolProcess> m_pool;
};

void PoolShellTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>(QStringList{u"--type"_s, u"shell"_s});
    QVERIFY2(m_pool->facts().contains("endpoint"_L1),
             m_pool->process().readAllStandardError().constData());
}

void PoolShellTest::statusIsTheExitCode_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("status");
    QTest::newRow("success") << u"true"_s << u"0"_s;
    QTest::newRow("failure") << u"false"_s << u"1"_s;
    QTest::newRow("own code") << u"exit 42"_s << u"42"_s;
    QTest::newRow("unknown command") << u"no-such-command"_s << u"127"_s;
    QTest::newRow("syntax error") << u"if"_s << u"2"_s;
    QTest::newRow("signal") << u"kill -9 $$"_s << u"137"_s;
    QTest::newRow("nothing") << u""_s << u"0"_s;
}

void PoolShellTest::statusIsTheExitCode()
{
    QFETCH(QString, line);
    const QJsonObject reply = run(line);
    QTEST(statusOf(reply), "status");
    QVERIFY(!reply.contains("error"_L1));
}

void PoolShellTest::replyHasTheFieldsOfACommand()
{
    const auto posted = post(*m_pool, {{"shellCommand"_L1, u"echo out; echo err >&2"_s}},
                             "shell-session", {{"operation-id", "named"}});
    QCOMPARE(posted->status, 202);
    QCOMPARE(posted->get_header_value("operation-id"), std::string("named"));
    QVERIFY(posted->has_header("x-ms-overall-execution-time"));
    const QJsonObject reply = jsonOf(posted);
    QCOMPARE(reply.keys(), (QStringList{u"id"_s, u"identifier"_s, u"result"_s, u"status"_s}));
    QCOMPARE(reply["id"_L1].toString(), u"named"_s);
    QCOMPARE(reply["identifier"_L1].toString(), u"shell-session"_s);
    QCOMPARE(reply["result"_L1].toObject().keys(),
             (QStringList{u"executionTimeInMilliseconds"_s, u"stderr"_s, u"stdout"_s}));
    QCOMPARE(textOf(reply), u"out\n"_s);
    QCOMPARE(textOf(reply, "stderr"_L1), u"err\n"_s);
    const auto asked = m_pool->client()->Get("/executions/named?identifier=shell-session");
    QCOMPARE(jsonOf(asked), reply);
}

void PoolShellTest::wordsAreRunWithoutAShell()
{
    const QJsonArray words{u"printf"_s, u"%s|"_s, u"$HOME"_s, u"a b"_s, u"*"_s, u""_s};
    const QJsonObject reply
        = jsonOf(post(*m_pool, {{"execCommandAndArgs"_L1, words}}, "shell-session"));
    QCOMPARE(statusOf(reply), u"0"_s);
    QCOMPARE(textOf(reply), u"$HOME|a b|*||"_s);
}

void PoolShellTest::programThatIsNotThereIsAFailure_data()
{
    QTest::addColumn<QJsonObject>("body");
    const auto words = [](const QString &program) {
        return QJsonObject{{u"execCommandAndArgs"_s, QJsonArray{program}}};
    };
    QTest::newRow("no program") << words(u"no-such-program"_s);
    QTest::newRow("a directory") << words(u"/mnt/data"_s);
    QTest::newRow("nothing") << words(u""_s);
    QTest::newRow("NUL") << words(u"a\0b"_s);
    QTest::newRow("NUL in a line") << QJsonObject{{u"shellCommand"_s, u"echo \0"_s}};
}

void PoolShellTest::programThatIsNotThereIsAFailure()
{
    QFETCH(QJsonObject, body);
    const QJsonObject reply = jsonOf(post(*m_pool, body, "shell-session"));
    QCOMPARE(statusOf(reply), u"-1"_s);
    QCOMPARE(errorCodeOf(reply), u"CommandStartError"_s);
    QVERIFY2(textOf(reply, "stderr"_L1).startsWith("CommandStartError: "_L1),
             qPrintable(textOf(reply, "stderr"_L1)));
    QCOMPARE(statusOf(run(u"true"_s)), u"0"_s);
}

void PoolShellTest::standardInputIsGiven_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QJsonValue>("input");
    QTest::addColumn<QString>("output");
    const QString large(3 * 1024 * 1024, u'x');
    QTest::newRow("none") << u"cat; echo end"_s << QJsonValue() << u"end\n"_s;
    QTest::newRow("empty") << u"cat; echo end"_s << QJsonValue(u""_s) << u"end\n"_s;
    QTest::newRow("a line without its end")
        << u"read LINE; echo got:$LINE"_s << QJsonValue(u"one"_s) << u"got:one\n"_s;
    QTest::newRow("letters") << u"cat"_s << QJsonValue(u"äö€\n"_s) << u"äö€\n"_s;
    QTest::newRow("much") << u"wc -c"_s << QJsonValue(large) << u"3145728\n"_s;
    QTest::newRow("much that nobody reads") << u"echo a"_s << QJsonValue(large) << u"a\n"_s;
    QTest::newRow("much that comes back") << u"cat | tail -c 3"_s << QJsonValue(large) << u"xxx"_s;
}

void PoolShellTest::standardInputIsGiven()
{
    QFETCH(QString, line);
    QFETCH(QJsonValue, input);
    const QJsonObject reply = run(line, {{u"stdin"_s, input}});
    QCOMPARE(statusOf(reply), u"0"_s);
    QTEST(textOf(reply), "output");
}

void PoolShellTest::outputIsCutAsAsked()
{
    const QString line = u"yes | head -c 10000; yes | head -c 10000 >&2"_s;
    for (const char *stream : {"stdout", "stderr"}) {
        const QLatin1StringView name(stream);
        QCOMPARE(textOf(run(line), name).size(), 4096);
        QCOMPARE(textOf(run(line, {{u"outputStreamsMaxLength"_s, 9000}}), name).size(), 9000);
    }
}

void PoolShellTest::muchOutputPasses()
{
    const QJsonObject reply = run(u"yes | head -c 20000000; echo; echo end >&2"_s,
                                  {{u"outputStreamsMaxLength"_s, 16'000'000}});
    QCOMPARE(statusOf(reply), u"0"_s);
    QCOMPARE(textOf(reply).size(), 16'000'000);
    QCOMPARE(textOf(reply, "stderr"_L1), u"end\n"_s);
}

void PoolShellTest::outputIsStreamed()
{
    const auto reply = post(*m_pool, {{"shellCommand"_L1, u"echo a; sleep 0.2; echo b >&2"_s}},
                            "shell-session", {{"Accept", "application/x-ndjson"}});
    QStringList types;
    for (const QByteArray &line : QByteArray::fromStdString(reply->body).split('\n')) {
        if (!line.isEmpty())
            types.append(QJsonDocument::fromJson(line)["type"_L1].toString());
    }
    QCOMPARE(types, (QStringList{u"status"_s, u"stream"_s, u"stream"_s, u"reply"_s}));
    QVERIFY(reply->body.find(R"("status":"0")") != std::string::npos);
}

void PoolShellTest::bytesThatAreNoTextAreReplaced()
{
    QCOMPARE(textOf(run(u"printf 'a\\xffb\\xe2\\x82'"_s)), u"a\ufffdb\ufffd"_s);
    QCOMPARE(textOf(run(u"printf '\\xe2\\x82'; sleep 0.1; printf '\\xac'"_s)), u"€"_s);
}

void PoolShellTest::everyCommandHasANewShell()
{
    QCOMPARE(textOf(run(u"X=1; cd /tmp; pwd; echo kept > /mnt/data/kept"_s)), u"/tmp\n"_s);
    QCOMPARE(textOf(run(u"pwd; echo \"[$X]\"; cat kept"_s)), u"/mnt/data\n[]\nkept\n"_s);
}

void PoolShellTest::longCommandLinesRun()
{
    // As a client sends a file's content.
    const QString content(300'000, u'y');
    const QJsonObject reply
        = run(u"cat > long.txt <<'END'\n%1\nEND\nwc -c < long.txt; exit 3"_s.arg(content));
    QCOMPARE(statusOf(reply), u"3"_s);
    QCOMPARE(textOf(reply), u"300001\n"_s);
}

void PoolShellTest::commandsRunOneAfterAnother()
{
    std::vector<std::future<QJsonObject>> runs;
    for (int i = 0; i < 8; ++i)
        runs.push_back(std::async(std::launch::async, [&] {
            return run(u"mkdir lock && sleep 0.05 && rmdir lock"_s, {}, "serial");
        }));
    for (auto &each : runs)
        QCOMPARE(statusOf(each.get()), u"0"_s);
}

void PoolShellTest::backgroundProcessesStay()
{
    const QJsonObject reply = run(u"sleep 1000 & echo $! > pid"_s, {}, "background");
    QCOMPARE(statusOf(reply), u"0"_s);
    QCOMPARE(statusOf(run(u"kill -0 $(cat pid)"_s, {}, "background")), u"0"_s);
}

void PoolShellTest::writingBackgroundProcessesStay()
{
    (void)run(u"(while echo tick; do sleep 0.01; done) & echo $! > tick\n"
              "yes & echo $! > flood"_s,
              {}, "writers");
    const QJsonObject next = run(u"sleep 0.5; echo mine"_s, {}, "writers");
    QCOMPARE(textOf(next), u"mine\n"_s);
    QCOMPARE(statusOf(run(u"kill -0 $(cat tick) && kill $(cat flood)"_s, {}, "writers")), u"0"_s);
}

void PoolShellTest::timeoutEndsTheCommandAlone_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("sleeps") << u"echo so far; sleep 60"_s;
    QTest::newRow("works") << u"echo so far; while :; do :; done"_s;
    QTest::newRow("will not be interrupted") << u"trap '' INT; echo so far; sleep 60; sleep 60"_s;
    QTest::newRow("left its outputs to others") << u"echo so far; (trap '' INT; sleep 60) & wait"_s;
}

void PoolShellTest::timeoutEndsTheCommandAlone()
{
    QFETCH(QString, line);
    (void)run(u"sleep 1000 & echo $! > pid"_s, {}, "timeouts");
    const QJsonObject reply = run(line, {{u"timeoutInSeconds"_s, 1}}, "timeouts");
    QCOMPARE(statusOf(reply), u"-1"_s);
    QCOMPARE(errorCodeOf(reply), u"Timeout"_s);
    QCOMPARE(textOf(reply), u"so far\n"_s);
    QVERIFY(textOf(reply, "stderr"_L1).contains("Timeout: "_L1));
    const QJsonObject next = run(u"kill -0 $(cat pid)"_s, {}, "timeouts");
    QCOMPARE(statusOf(next), u"0"_s);
    QVERIFY(!next.contains("kernelRestarted"_L1));
}

void PoolShellTest::commandCanBeCancelled()
{
    auto running = std::async(std::launch::async, [&] {
        return run(u"touch begun; sleep 60"_s, {}, "cancels", {{"operation-id", "sleeper"}});
    });
    waitForFile("begun", "cancels");
    const auto shown = jsonOf(m_pool->client()->Get("/executions/sleeper?identifier=cancels"));
    QCOMPARE(statusOf(shown), u"Running"_s);
    (void)m_pool->client()->Post("/executions/sleeper/cancel?identifier=cancels");
    const QJsonObject reply = running.get();
    QCOMPARE(statusOf(reply), u"-1"_s);
    QCOMPARE(errorCodeOf(reply), u"Canceled"_s);
    QCOMPARE(statusOf(run(u"true"_s, {}, "cancels")), u"0"_s);
}

void PoolShellTest::clientThatLeavesEndsTheCommand()
{
    const auto client = m_pool->client();
    httplib::Request request;
    request.method = "POST";
    request.path = "/executions?identifier=leaver";
    request.headers = {{"Accept", "application/x-ndjson"}, {"Content-Type", "application/json"}};
    request.body = R"json({"shellCommand": "yes"})json";
    request.content_receiver = [](const char *, size_t, uint64_t, uint64_t) { return false; };
    (void)client->send(request);
    client->stop();
    QCOMPARE(textOf(run(u"echo free"_s, {}, "leaver")), u"free\n"_s);
}

void PoolShellTest::killedShellIsReplaced()
{
    (void)run(u"echo stays > stays"_s, {}, "killed");
    const QJsonObject reply = run(u"echo so far; kill -9 $PPID; sleep 5"_s, {}, "killed");
    QCOMPARE(statusOf(reply), u"-1"_s);
    QCOMPARE(errorCodeOf(reply), u"KernelDied"_s);
    QCOMPARE(textOf(run(u"cat stays"_s, {}, "killed")), u"stays\n"_s);
}

void PoolShellTest::restartEndsBackgroundProcesses()
{
    (void)run(u"sleep 1000 & echo $! > pid"_s, {}, "restarted");
    QCOMPARE(m_pool->client()->Post("/session/restart?identifier=restarted")->status, 204);
    QCOMPARE(statusOf(run(u"test -f pid && pgrep sleep"_s, {}, "restarted")), u"1"_s);
}

void PoolShellTest::asynchronousIsNoMatter()
{
    const QJsonObject reply = run(u"echo now"_s, {{u"executionType"_s, u"Asynchronous"_s}});
    QCOMPARE(statusOf(reply), u"0"_s);
    QCOMPARE(textOf(reply), u"now\n"_s);
}

void PoolShellTest::commandIsConfined_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("home") << u"ls /root || ls /home/*"_s;
    QTest::newRow("shadow") << u"cat /etc/shadow"_s;
    QTest::newRow("system") << u"touch /usr/x || touch /etc/x"_s;
    QTest::newRow("network") << u"exec 3<>/dev/tcp/1.1.1.1/80"_s;
    QTest::newRow("user namespaces") << u"unshare -U true"_s;
    QTest::newRow("no filter of system calls") << u"! grep -q 'Seccomp:.2' /proc/self/status"_s;
    QTest::newRow("root") << u"test $(id -u) = 0"_s;
    QTest::newRow("the pool's line") << u"ls -l /proc/self/fd | grep -q socket"_s;
    QTest::newRow("the worker's line")
        << u"for f in /proc/$PPID/fd/*; do case $(readlink $f) in socket*) echo x > $f && exit 0;; "
           "esac; done; exit 1"_s;
}

void PoolShellTest::commandIsConfined()
{
    QFETCH(QString, line);
    const QJsonObject reply = run(line, {{u"timeoutInSeconds"_s, 20}});
    QVERIFY2(statusOf(reply) != "0"_L1, qPrintable(textOf(reply)));
    QVERIFY2(statusOf(reply) != "-1"_L1, qPrintable(errorCodeOf(reply)));
}

void PoolShellTest::badRequestsAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("message");
    QTest::newRow("nothing") << "{}"_ba << u"no command provided in the request"_s;
    QTest::newRow("code") << R"({"code":"1"})"_ba << u"no command provided"_s;
    QTest::newRow("null") << R"({"shellCommand":null})"_ba << u"no command provided"_s;
    QTest::newRow("both") << R"({"shellCommand":"a","execCommandAndArgs":["a"]})"_ba
                          << u"exclude"_s;
    QTest::newRow("number") << R"({"shellCommand":1})"_ba << u"must be a text"_s;
    QTest::newRow("no words") << R"({"execCommandAndArgs":[]})"_ba << u"must be a list"_s;
    QTest::newRow("text for words") << R"({"execCommandAndArgs":"ls"})"_ba << u"must be a list"_s;
    QTest::newRow("number among words")
        << R"({"execCommandAndArgs":["a",1]})"_ba << u"must be a list"_s;
    QTest::newRow("input of a number")
        << R"({"shellCommand":"a","stdin":1})"_ba << u"`stdin` must"_s;
}

void PoolShellTest::badRequestsAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, message);
    const auto reply = m_pool->client()->Post("/executions?identifier=refused", body.toStdString(),
                                              "application/json");
    QCOMPARE(reply->status, 400);
    const QString told = jsonOf(reply)["error"_L1]["message"_L1].toString();
    QVERIFY2(told.contains(message), qPrintable(told));
    QCOMPARE(m_pool->client()->Get("/session?identifier=refused")->status, 404);
}

void PoolShellTest::metadataTellsOfNoKernel()
{
    QVERIFY(!jsonOf(m_pool->client()->Get("/metadata")).contains("jupyterKernel"_L1));
}

QTEST_GUILESS_MAIN(PoolShellTest)
#include "tst_pool_shell.moc"
