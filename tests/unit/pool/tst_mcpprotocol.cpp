#include "pool/routes/McpProtocol.h"

#include <QJsonDocument>
#include <QTest>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

struct RecordingTools
{
    QList<McpToolCall> calls;
    std::optional<McpError> error;

    McpProtocol protocol(PoolType type = PoolType::Python)
    {
        return {type, [this](const McpToolCall &call) -> Result<QJsonObject, McpError> {
                    calls.append(call);
                    if (error)
                        return *error;
                    return QJsonObject{{u"stdout"_s, u"out"_s}};
                }};
    }
};

QByteArray request(const QString &method, const QJsonObject &params = {})
{
    return QJsonDocument(QJsonObject{{u"jsonrpc"_s, u"2.0"_s},
                                     {u"id"_s, 7},
                                     {u"method"_s, method},
                                     {u"params"_s, params}})
        .toJson();
}

QByteArray toolRequest(const QString &name, const QJsonObject &arguments = {})
{
    return request(u"tools/call"_s, {{u"name"_s, name}, {u"arguments"_s, arguments}});
}

QJsonObject answerOf(const McpProtocol &protocol, const QByteArray &body)
{
    return QJsonDocument::fromJson(protocol.answer(body).body).object();
}

QJsonValue resultOf(PoolType type, const QByteArray &body)
{
    RecordingTools tools;
    return answerOf(tools.protocol(type), body)["result"_L1];
}

QStringList toolNames(PoolType type)
{
    QStringList names;
    for (const QJsonValue &tool : resultOf(type, request(u"tools/list"_s))["tools"_L1].toArray())
        names.append(tool["name"_L1].toString());
    return names;
}

} // namespace

class McpProtocolTest : public QObject
{
    Q_OBJECT

private slots:
    void initializeTellsServerAndRevision();
    void toolsAreThoseOfThePoolsType();
    void everyToolHasAnObjectSchema();
    void answersBearTheRequestsId();
    void launchIsCalledByBothNames();
    void pythonCodeBecomesAnExecution();
    void shellCommandsBecomeExecutions();
    void resultsAreStructuredAndText();
    void picturesAreContentOfTheirOwn();
    void failuresOfTheRunAreMarked();
    void notificationsAndResponsesAreAcceptedSilently_data();
    void notificationsAndResponsesAreAcceptedSilently();
    void badMessagesHaveTheirErrors_data();
    void badMessagesHaveTheirErrors();
    void errorsOfToolsAreErrorsOfTheProtocol();
    void batchesAreAnsweredInOneArray();
    void initializeIsRefusedInABatch();
    void batchesAreBounded();
};

void McpProtocolTest::initializeTellsServerAndRevision()
{
    const auto result = resultOf(
        PoolType::Shell, request(u"initialize"_s, {{u"protocolVersion"_s, u"2099-01-01"_s}}));

    QCOMPARE(result["protocolVersion"_L1].toString(), u"2025-03-26"_s);
    QCOMPARE(result["serverInfo"_L1]["name"_L1].toString(),
             u"Microsoft Container Apps MCP Server"_s);
    QVERIFY(result["capabilities"_L1]["tools"_L1].isObject());
}

void McpProtocolTest::toolsAreThoseOfThePoolsType()
{
    QCOMPARE(toolNames(PoolType::Python),
             (QStringList{u"launchPythonEnvironment"_s, u"runPythonCodeInRemoteEnvironment"_s}));
    QCOMPARE(toolNames(PoolType::Shell),
             (QStringList{u"launchShell"_s, u"runShellCommandInRemoteEnvironment"_s}));
}

void McpProtocolTest::everyToolHasAnObjectSchema()
{
    for (const PoolType type : {PoolType::Python, PoolType::Shell}) {
        const auto tools = resultOf(type, request(u"tools/list"_s))["tools"_L1].toArray();
        for (const QJsonValue &tool : tools)
            QCOMPARE(tool["inputSchema"_L1]["type"_L1].toString(), u"object"_s);
    }
}

void McpProtocolTest::answersBearTheRequestsId()
{
    RecordingTools tools;
    QCOMPARE(
        answerOf(tools.protocol(), R"({"jsonrpc":"2.0","id":"a","method":"ping"})"),
        (QJsonObject{{u"jsonrpc"_s, u"2.0"_s}, {u"id"_s, u"a"_s}, {u"result"_s, QJsonObject()}}));
}

void McpProtocolTest::launchIsCalledByBothNames()
{
    RecordingTools tools;
    const auto protocol = tools.protocol();

    (void)protocol.answer(toolRequest(u"launchShell"_s));
    (void)protocol.answer(request(u"tools/call"_s, {{u"name"_s, u"launchPythonEnvironment"_s}}));

    QCOMPARE(tools.calls.size(), 2);
    QCOMPARE(tools.calls.at(0).action, McpToolCall::Action::Launch);
    QCOMPARE(tools.calls.at(1).action, McpToolCall::Action::Launch);
}

void McpProtocolTest::pythonCodeBecomesAnExecution()
{
    RecordingTools tools;
    (void)tools.protocol().answer(
        toolRequest(u"runPythonCodeInRemoteEnvironment"_s,
                    {{u"environmentId"_s, u"env1"_s}, {u"pythonCode"_s, u"6*7"_s}}));

    QCOMPARE(tools.calls.size(), 1);
    QCOMPARE(tools.calls.at(0).action, McpToolCall::Action::Run);
    QCOMPARE(tools.calls.at(0).environmentId, u"env1"_s);
    QCOMPARE(tools.calls.at(0).execution, (QJsonObject{{u"code"_s, u"6*7"_s}}));
}

void McpProtocolTest::shellCommandsBecomeExecutions()
{
    RecordingTools tools;
    const QJsonArray words{u"ls"_s, u"-a"_s};
    (void)tools.protocol(PoolType::Shell)
        .answer(toolRequest(u"runShellCommandInRemoteEnvironment"_s,
                            {{u"environmentId"_s, u"env1"_s}, {u"execCommandAndArgs"_s, words}}));

    QCOMPARE(tools.calls.at(0).execution, (QJsonObject{{u"execCommandAndArgs"_s, words}}));
}

void McpProtocolTest::resultsAreStructuredAndText()
{
    const auto result = resultOf(PoolType::Python, toolRequest(u"launchPythonEnvironment"_s));

    QCOMPARE(result["structuredContent"_L1]["stdout"_L1].toString(), u"out"_s);
    QCOMPARE(result["content"_L1][0]["type"_L1].toString(), u"text"_s);
    QCOMPARE(result["content"_L1][0]["text"_L1].toString(), uR"({"stdout":"out"})"_s);
    QCOMPARE(result["isError"_L1], QJsonValue(false));
}

void McpProtocolTest::picturesAreContentOfTheirOwn()
{
    const QJsonObject picture{
        {u"type"_s, u"image"_s}, {u"format"_s, u"png"_s}, {u"base64_data"_s, u"QUJD"_s}};
    const QJsonValue content
        = mcpToolResult(QJsonObject{{u"executionResult"_s, picture}})["content"_L1];

    QVERIFY(!content[0]["text"_L1].toString().contains(u"QUJD"_s));
    QCOMPARE(content[1],
             QJsonValue(QJsonObject{{u"type"_s, u"image"_s},
                                    {u"data"_s, u"QUJD"_s},
                                    {u"mimeType"_s, u"image/png"_s}}));
}

void McpProtocolTest::failuresOfTheRunAreMarked()
{
    const QJsonObject failed{{u"error"_s, QJsonObject{{u"code"_s, u"Timeout"_s}}}};
    QCOMPARE(mcpToolResult(failed)["isError"_L1], QJsonValue(true));
}

void McpProtocolTest::notificationsAndResponsesAreAcceptedSilently_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("initialized") << R"({"jsonrpc":"2.0","method":"notifications/initialized"})"_ba;
    QTest::newRow("unknown notification") << R"({"jsonrpc":"2.0","method":"whatever"})"_ba;
    QTest::newRow("response") << R"({"jsonrpc":"2.0","id":1,"result":{}})"_ba;
    QTest::newRow("batch")
        << R"([{"jsonrpc":"2.0","method":"a"},{"jsonrpc":"2.0","method":"b"}])"_ba;
}

void McpProtocolTest::notificationsAndResponsesAreAcceptedSilently()
{
    QFETCH(QByteArray, body);
    RecordingTools tools;
    const McpReply reply = tools.protocol().answer(body);
    QCOMPARE(reply.status, 202);
    QCOMPARE(reply.body, QByteArray());
}

void McpProtocolTest::badMessagesHaveTheirErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("code");
    const QString run = u"runPythonCodeInRemoteEnvironment"_s;
    QTest::newRow("not JSON") << "{"_ba << 400 << -32700;
    QTest::newRow("empty") << ""_ba << 400 << -32700;
    QTest::newRow("scalar") << "7"_ba << 400 << -32700;
    QTest::newRow("empty batch") << "[]"_ba << 400 << -32600;
    QTest::newRow("no version") << R"({"id":1,"method":"ping"})"_ba << 200 << -32600;
    QTest::newRow("null id") << R"({"jsonrpc":"2.0","id":null,"method":"ping"})"_ba << 200
                             << -32600;
    QTest::newRow("no method") << R"({"jsonrpc":"2.0","id":1})"_ba << 200 << -32600;
    QTest::newRow("params a list")
        << R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})"_ba << 200 << -32602;
    QTest::newRow("unknown method") << request(u"resources/list"_s) << 200 << -32601;
    QTest::newRow("unknown tool") << toolRequest(u"rm"_s) << 200 << -32601;
    QTest::newRow("other pool's tool")
        << toolRequest(u"runShellCommandInRemoteEnvironment"_s) << 200 << -32601;
    QTest::newRow("no environment")
        << toolRequest(run, {{u"pythonCode"_s, u"1"_s}}) << 200 << -32602;
    QTest::newRow("no code") << toolRequest(run, {{u"environmentId"_s, u"env1"_s}}) << 200
                             << -32602;
    QTest::newRow("arguments a list")
        << request(u"tools/call"_s, {{u"name"_s, run}, {u"arguments"_s, QJsonArray()}}) << 200
        << -32602;
}

void McpProtocolTest::badMessagesHaveTheirErrors()
{
    QFETCH(QByteArray, body);
    RecordingTools tools;
    const McpReply reply = tools.protocol().answer(body);
    QTEST(reply.status, "status");
    QTEST(QJsonDocument::fromJson(reply.body)["error"_L1]["code"_L1].toInt(), "code");
    QVERIFY(tools.calls.isEmpty());
}

void McpProtocolTest::errorsOfToolsAreErrorsOfTheProtocol()
{
    RecordingTools tools;
    tools.error = McpError{McpError::InvalidParams, u"Environment not found."_s};
    const QJsonValue error
        = answerOf(tools.protocol(), toolRequest(u"launchPythonEnvironment"_s))["error"_L1];
    QCOMPARE(error["code"_L1].toInt(), -32602);
    QCOMPARE(error["message"_L1].toString(), u"Environment not found."_s);
}

void McpProtocolTest::batchesAreAnsweredInOneArray()
{
    RecordingTools tools;
    const McpReply reply = tools.protocol().answer(
        R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"n"},7,
            {"jsonrpc":"2.0","id":2,"method":"ping"}])");
    const QJsonArray answers = QJsonDocument::fromJson(reply.body).array();
    QCOMPARE(answers.size(), 3);
    QCOMPARE(answers[0]["id"_L1].toInt(), 1);
    QCOMPARE(answers[1]["error"_L1]["code"_L1].toInt(), -32600);
    QCOMPARE(answers[2]["id"_L1].toInt(), 2);
}

void McpProtocolTest::initializeIsRefusedInABatch()
{
    RecordingTools tools;
    const McpReply reply = tools.protocol().answer('[' + request(u"initialize"_s) + ']');
    QCOMPARE(QJsonDocument::fromJson(reply.body)[0]["error"_L1]["code"_L1].toInt(), -32600);
}

void McpProtocolTest::batchesAreBounded()
{
    RecordingTools tools;
    QByteArray body = "[7";
    for (qsizetype i = 0; i < McpProtocol::MaxBatch; ++i)
        body += ",7";
    QCOMPARE(tools.protocol().answer(body + ']').status, 400);
}

QTEST_GUILESS_MAIN(McpProtocolTest)
#include "tst_mcpprotocol.moc"
