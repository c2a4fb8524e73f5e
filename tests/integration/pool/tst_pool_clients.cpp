#include "PoolProcess.h"
#include "support/RawHttp.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

/// Where pools lie in the cloud; clients append their paths to it.
const QByteArray base = "/subscriptions/s/resourceGroups/rg/sessionPools/pool";
const QByteArray oldVersion = "api-version=2024-02-02-preview";

/// A request's line and headers, and how its forms are written: what tells one client from another.
struct Dialect
{
    QByteArray headers; ///< each with a line feed
    QByteArray boundary;
    QByteArray partType = "application/octet-stream"; ///< empty: parts name none
    QByteArray boundaryQuote = {};
    bool isDotNet = false;
};

const QByteArray token = "Authorization: Bearer secret\n";

/// The headers of Python's requests.
Dialect pythonRequests(const QByteArray &userAgent)
{
    return {.headers = "User-Agent: " + userAgent
                + "\nAccept-Encoding: gzip, deflate\nAccept: */*\nConnection: keep-alive\n" + token,
            .boundary = "1d2c3b4a5f6e7d8c9b0a1f2e3d4c5b6a"};
}

Dialect httpx(const QByteArray &userAgent)
{
    return {.headers = "Accept: */*\nAccept-Encoding: gzip, deflate\nConnection: keep-alive\n"
                       "User-Agent: "
                + userAgent + '\n' + token,
            .boundary = "0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c"};
}

Dialect dotNet(const QByteArray &userAgent)
{
    return {.headers = "Accept: */*\nUser-Agent: " + userAgent + '\n' + token,
            .boundary = "5d7c0f5e-2b7b-4a5e-9a0e-0c6f6d3b2a11",
            .partType = {},
            .boundaryQuote = "\"",
            .isDotNet = true};
}

/// A value of a .NET content header stands without quotes where it can.
QByteArray dotNetValue(const QByteArray &value)
{
    return value.contains('/') || value.contains(' ') ? '"' + value + '"' : value;
}

QByteArray disposition(const Dialect &dialect, const QByteArray &fileName)
{
    if (!dialect.isDotNet)
        return "form-data; name=\"file\"; filename=\"" + fileName + '"';
    return "form-data; name=file; filename=" + dotNetValue(fileName) + "; filename*=utf-8''"
        + fileName.toPercentEncoding();
}

QByteArray form(const Dialect &dialect, const QByteArray &fileName, const QByteArray &content)
{
    const QByteArray type
        = dialect.partType.isEmpty() ? QByteArray() : "Content-Type: " + dialect.partType + "\r\n";
    return "--" + dialect.boundary + "\r\nContent-Disposition: " + disposition(dialect, fileName)
        + "\r\n" + type + "\r\n" + content + "\r\n--" + dialect.boundary + "--\r\n";
}

/// One client with its dialect, against the running pool.
class Client
{
public:
    Client(const PoolProcess &pool, Dialect dialect)
        : m_http(pool.facts()["endpoint"_L1].toString())
        , m_dialect(std::move(dialect))
    {
    }

    [[nodiscard]] RawReply get(const QByteArray &target) const { return request("GET", target); }
    [[nodiscard]] RawReply request(const QByteArray &method, const QByteArray &target,
                                   const QByteArray &moreHeaders = {}) const
    {
        return m_http.send(line(method, target) + moreHeaders);
    }
    [[nodiscard]] RawReply post(const QByteArray &target, const QByteArray &json,
                                const QByteArray &type = "application/json") const
    {
        return m_http.send(line("POST", target) + "Content-Type: " + type + '\n', json);
    }
    [[nodiscard]] RawReply upload(const QByteArray &target, const QByteArray &fileName,
                                  const QByteArray &content) const
    {
        const QByteArray &quote = m_dialect.boundaryQuote;
        return post(target, form(m_dialect, fileName, content),
                    "multipart/form-data; boundary=" + quote + m_dialect.boundary + quote);
    }

private:
    [[nodiscard]] QByteArray line(const QByteArray &method, const QByteArray &target) const
    {
        return method + ' ' + base + '/' + target + " HTTP/1.1\n" + m_dialect.headers;
    }

    RawHttp m_http;
    Dialect m_dialect;
};

/// The field is there, as for a client that reads it by its name and fails without.
bool has(const QJsonObject &object, std::initializer_list<const char *> fields)
{
    return std::ranges::all_of(
        fields, [&](const char *field) { return object.contains(QLatin1StringView(field)); });
}

QJsonObject properties(const RawReply &reply)
{
    return reply.json()["properties"_L1].toObject();
}

QJsonObject firstFile(const RawReply &reply)
{
    return reply.json()["value"_L1][0]["properties"_L1].toObject();
}

QJsonObject resultOf(const RawReply &reply)
{
    return reply.json()["result"_L1].toObject();
}

} // namespace

/// Every client that docs/local-pool.md names, by the requests it sends and the fields it reads.
/// A session belongs to one test, so that none finds what another left.
class PoolClientsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(), m_shellPool.reset(); }

    void langChainRepl();
    void langChainReplSeesImages();
    void langChainBash();
    void semanticKernelPython();
    void semanticKernelDotNet();
    void semanticKernelDotNetBeforeNovember2024();
    void autoGen();
    void autoGenTellsFailureFromSuccess();
    void autoGenSample();
    void llamaIndex();
    void llamaIndexTypeScript();
    void langChain4j();
    void langChainJs();
    void azureCli();
    void azureCliOfMay2024();
    void adeReadsTimesAndErrors();
    void adeLaunchesAnew();
    void sampleListsSessions();

private:
    [[nodiscard]] Client clientOf(const Dialect &dialect) const { return {*m_pool, dialect}; }

    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<PoolProcess> m_shellPool;
};

void PoolClientsTest::initTestCase()
{
    m_pool = std::make_unique<PoolProcess>(QStringList(), PoolProcess::Versions::Strict);
    m_shellPool = std::make_unique<PoolProcess>(QStringList{u"--type"_s, u"shell"_s},
                                                PoolProcess::Versions::Strict);
    QVERIFY(!m_pool->facts().isEmpty());
}

void PoolClientsTest::langChainRepl()
{
    const Client client
        = clientOf(pythonRequests("langchain-azure-dynamic-sessions/1.0.3 (Language=Python)"));
    const QByteArray session = "?identifier=11111111-lang/chain&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": "print(1)\n6*7"}})json");
    QCOMPARE(run.status, 200);
    QCOMPARE(properties(run)["result"_L1].toInt(), 42);
    QCOMPARE(properties(run)["stdout"_L1].toString(), u"1\n"_s);
    QCOMPARE(properties(run)["stderr"_L1].toString(), QString());

    const auto uploaded = client.upload("files/upload" + session, "my data.csv", "a,b\n1,2\n");
    QCOMPARE(uploaded.status, 200);
    QCOMPARE(firstFile(uploaded)["filename"_L1].toString(), u"my data.csv"_s);
    QCOMPARE(firstFile(uploaded)["size"_L1].toInt(), 8);
    QCOMPARE(firstFile(client.get("files" + session))["filename"_L1].toString(), u"my data.csv"_s);
    QCOMPARE(client.get("files/content/my%20data.csv" + session).body, "a,b\n1,2\n");

    const auto deleted = client.request(
        "DELETE", "session?identifier=11111111-lang/chain&api-version=2025-10-02-preview",
        "Content-Length: 0\n");
    QCOMPARE(deleted.status, 204);
}

void PoolClientsTest::langChainReplSeesImages()
{
    const auto run
        = clientOf(pythonRequests("langchain-azure-dynamic-sessions/1.0.3 (Language=Python)"))
              .post(
                  "code/execute?identifier=lang-image&" + oldVersion,
                  R"json({"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"}})json");
    const QJsonObject image = properties(run)["result"_L1].toObject();
    QCOMPARE(image["type"_L1].toString(), u"image"_s);
    QCOMPARE(image["format"_L1].toString(), u"png"_s);
    const auto decoded = QByteArray::fromBase64Encoding(
        image["base64_data"_L1].toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    QVERIFY(decoded && decoded.decoded.startsWith("\x89PNG"));
}

void PoolClientsTest::langChainBash()
{
    const Client client(*m_shellPool,
                        pythonRequests("langchain-azure-dynamic-sessions/1.0.3 (Language=Python)"));
    const QByteArray session = "?identifier=lang-bash&api-version=2025-02-02-preview";

    const auto run = client.post("executions" + session,
                                 R"json({"shellCommand": "echo out; echo err >&2; exit 3"})json");
    QVERIFY(run.status == 200 || run.status == 202);
    bool isNumber = false;
    QCOMPARE(run.json()["status"_L1].toString().toInt(&isNumber), 3);
    QVERIFY(isNumber);
    QCOMPARE(resultOf(run)["stdout"_L1].toString(), u"out\n"_s);
    QCOMPARE(resultOf(run)["stderr"_L1].toString(), u"err\n"_s);

    const auto uploaded = client.upload("files" + session + "&path=/mnt/data", "a.txt", "hello");
    QCOMPARE(uploaded.json()["name"_L1].toString(), u"a.txt"_s);
    QCOMPARE(uploaded.json()["sizeInBytes"_L1].toInt(), 5);
    const QJsonValue listed = client.get("files" + session).json()["value"_L1][0];
    QCOMPARE(listed["name"_L1].toString(), u"a.txt"_s);
    QCOMPARE(listed["sizeInBytes"_L1].toInt(), 5);
    QCOMPARE(client.get("files/a.txt/content" + session).body, "hello");

    // The backend works on files by commands like these.
    const auto backend = client.post(
        "executions" + session,
        R"json({"shellCommand": "cd /mnt/data && ls -1apL && echo aGk= | base64 -d > b && awk '{print NR\":\"$0}' b && find . -name b && rm $(mktemp)"})json");
    QCOMPARE(backend.json()["status"_L1].toString(), u"0"_s);
    QVERIFY(resultOf(backend)["stdout"_L1].toString().endsWith("a.txt\n1:hi\n./b\n"_L1));
}

void PoolClientsTest::semanticKernelPython()
{
    const Client client = clientOf(httpx("semantic-kernel-python/1.1.0 (Language=Python)"));
    const QByteArray session = "?identifier=sk-python&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties":{"identifier":"sk-python","codeInputType":"inline","executionType":"synchronous","code":"'a' * 3","timeoutInSeconds":100}})json");
    QCOMPARE(run.status, 200);
    QVERIFY(has(properties(run), {"status", "result", "stdout", "stderr"}));
    QCOMPARE(properties(run)["result"_L1].toString(), u"aaa"_s);

    const auto uploaded = client.upload("files/upload" + session, "/mnt/data/test.txt", "123");
    QCOMPARE(firstFile(uploaded)["filename"_L1].toString(), u"test.txt"_s);
    QCOMPARE(firstFile(uploaded)["size"_L1].toInt(), 3);
    QVERIFY(has(firstFile(client.get("files" + session)), {"filename", "size"}));
    QCOMPARE(client.get("files/content/test.txt" + session).body, "123");
}

void PoolClientsTest::semanticKernelDotNet()
{
    const Client client = clientOf(dotNet("Semantic-Kernel/1.0 (Language=dotnet)"));
    const QByteArray session = "?identifier=sk-dotnet&api-version=2024-10-02-preview";

    const auto run = client.post(
        "executions" + session,
        R"json({"identifier":"sk-dotnet","codeInputType":"Inline","executionType":"Synchronous","timeoutInSeconds":100,"code":"1/0"})json",
        "application/json; charset=utf-8");
    QVERIFY(run.status == 200 || run.status == 202);
    QCOMPARE(run.json()["status"_L1].toString(), u"Failed"_s);
    QVERIFY(has(resultOf(run), {"executionResult", "stdout", "stderr"}));
    QVERIFY(resultOf(run)["stderr"_L1].toString().contains("ZeroDivisionError"_L1));

    const auto uploaded = client.upload("files" + session, "data.csv", "1,2");
    QCOMPARE(uploaded.json()["name"_L1].toString(), u"data.csv"_s);
    const QJsonArray files = client.get("files" + session).json()["value"_L1].toArray();
    QCOMPARE(files.size(), 1);
    QVERIFY(
        has(files[0].toObject(), {"name", "sizeInBytes", "lastModifiedAt", "type", "contentType"}));
    QCOMPARE(client.get("files/data.csv/content" + session).body, "1,2");
}

void PoolClientsTest::semanticKernelDotNetBeforeNovember2024()
{
    const Client client = clientOf(dotNet("Semantic-Kernel/1.0 (Language=dotnet)"));
    const QByteArray session = "?identifier=sk-dotnet-old&" + oldVersion;

    const auto run = client.post(
        "python/execute" + session,
        R"json({"properties":{"identifier":"sk-dotnet-old","codeInputType":"inline","executionType":"synchronous","pythonCode":"print('x')\n2+2","timeoutInSeconds":100}})json",
        "application/json; charset=utf-8");
    QCOMPARE(run.status, 200);
    QCOMPARE(run.json()["status"_L1].toString(), u"Success"_s);
    QCOMPARE(run.json()["result"_L1].toInt(), 4);
    QCOMPARE(run.json()["stdout"_L1].toString(), u"x\n"_s);
    QVERIFY(has(run.json(), {"stderr"}));

    const auto uploaded
        = client.upload("python/uploadFile?identifier=sk-dotnet-old", "/mnt/data/t.txt", "12");
    QCOMPARE(uploaded.json()["$values"_L1][0]["filename"_L1].toString(), u"t.txt"_s);
    const QJsonValue listed
        = client.get("python/files?identifier=sk-dotnet-old").json()["$values"_L1][0];
    QCOMPARE(listed["filename"_L1].toString(), u"t.txt"_s);
    QCOMPARE(listed["size"_L1].toInt(), 2);
    QVERIFY(QDateTime::fromString(listed["last_modified_time"_L1].toString(), Qt::ISODateWithMs)
                .isValid());
    QCOMPARE(
        client.get("python/downloadFile?identifier=sk-dotnet-old&filename=%2Fmnt%2Fdata%2Ft.txt")
            .body,
        "12");
}

void PoolClientsTest::autoGen()
{
    const Client client = clientOf(pythonRequests("Python/3.11 aiohttp/3.9.5"));
    const QByteArray session = '?' + oldVersion + "&identifier=autogen-1";
    const auto execute = [&](const QByteArray &code) {
        return properties(client.post(
            "code/execute" + session,
            R"json({"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": ")json"
                + code + R"("}})"));
    };

    // It begins by asking which packages there are, and takes all the output for the list.
    const QJsonObject listing = execute(
        R"(\nimport pkg_resources\n[d.project_name for d in pkg_resources.working_set]\n)");
    QCOMPARE(listing["status"_L1].toString(), u"Success"_s);
    QCOMPARE(listing["stderr"_L1].toString() + listing["stdout"_L1].toString(), QString());
    QStringList packages;
    for (const QString &entry : listing["result"_L1].toString().split(u",\n"_s))
        packages.append(entry.trimmed().remove(QRegularExpression(u"[\\['\\]]"_s)));
    QVERIFY2(packages.contains(u"numpy"_s), qPrintable(packages.join(u' ')));
    QCOMPARE(execute(R"(import os; os.chdir('/mnt/data'))")["status"_L1].toString(), u"Success"_s);

    QVERIFY(client.upload("files/upload" + session, "test.txt", "x").status == 200);
    QCOMPARE(firstFile(client.get("files" + session))["filename"_L1].toString(), u"test.txt"_s);
    QCOMPARE(client.get("files/content/test.txt" + session).body, "x");
    QCOMPARE(execute(R"(open('test.txt').read())")["result"_L1].toString(), u"x"_s);
}

void PoolClientsTest::autoGenTellsFailureFromSuccess()
{
    const auto run
        = clientOf(pythonRequests("Python/3.11 aiohttp/3.9.5"))
              .post(
                  "code/execute?" + oldVersion + "&identifier=autogen-2",
                  R"json({"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": "raise ValueError('no')"}})json");
    QCOMPARE(run.status, 200);
    const QString status = properties(run)["status"_L1].toString();
    QVERIFY(status.contains("Failure"_L1) && !status.contains("Success"_L1));
    QVERIFY(properties(run)["stderr"_L1].toString().contains("ValueError: no"_L1));
}

void PoolClientsTest::autoGenSample()
{
    const auto run
        = clientOf(pythonRequests("python-requests/2.31.0"))
              .post(
                  "python/execute?identifier=autogen-sample",
                  R"json({"properties": {"identifier": "autogen-sample", "codeInputType": "inline", "executionType": "synchronous", "pythonCode": "print(5)", "timeoutInSeconds": 100}})json");
    QCOMPARE(run.status, 200);
    QCOMPARE(run.json()["stdout"_L1].toString(), u"5\n"_s);
    QCOMPARE(run.json()["result"_L1].toString(), QString());
}

void PoolClientsTest::llamaIndex()
{
    const Client client
        = clientOf(pythonRequests("llamaindex-azure-code-interpreter/0.2.0 (Language=Python)"));
    const QByteArray session = "?identifier=llama-index&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": "{'sin_pi': 1.22e-16}\n"}})json");
    QCOMPARE(properties(run)["result"_L1].toString(), u"{'sin_pi': 1.22e-16}"_s);
    const auto uploaded = client.upload("files/upload" + session, "/mnt/data/a.json", "[1]");
    QCOMPARE(firstFile(uploaded)["filename"_L1].toString(), u"a.json"_s);
    QCOMPARE(firstFile(uploaded)["size"_L1].toInt(), 3);
    QCOMPARE(client.get("files/content/a.json" + session).body, "[1]");
}

void PoolClientsTest::llamaIndexTypeScript()
{
    // It executes over the oldest path and has its files over the one after that.
    const Client client
        = clientOf({.headers = "accept: */*\naccept-encoding: gzip, deflate\naccept-language: *\n"
                               "sec-fetch-mode: cors\nuser-agent: @llamaindex/azure/0.1.33 "
                               "(Language=TypeScript; node.js/v20.20.2; linux; x64)\n"
                        + token,
                    .boundary = "----formdata-undici-098765432109"});
    const QByteArray session = "?identifier=llama-index-ts&" + oldVersion;

    const auto run = client.post(
        "python/execute" + session,
        R"json({"properties":{"identifier":"llama-index-ts","codeInputType":"inline","executionType":"synchronous","pythonCode":"print('hi'); 6*7"}})json");
    QCOMPARE(run.json()["result"_L1].toInt(), 42);
    QCOMPARE(run.json()["stdout"_L1].toString(), u"hi\n"_s);
    QCOMPARE(firstFile(client.upload("files/upload" + session, "up.csv", "1,2"))["size"_L1].toInt(),
             3);
    QCOMPARE(firstFile(client.get("files" + session))["filename"_L1].toString(), u"up.csv"_s);
    QCOMPARE(client.get("files/content/up.csv" + session).body, "1,2");
}

void PoolClientsTest::langChain4j()
{
    const Client client
        = clientOf({.headers = "User-Agent: langchain4j-azure-dynamic-sessions\n"
                               "Connection: Upgrade, HTTP2-Settings\n"
                               "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAABgAGAAA\n"
                               "Upgrade: h2c\n"
                        + token,
                    .boundary = "----1724664530123",
                    .partType = "application/json"});
    const QByteArray session = "?identifier=langchain4j&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties":{"codeInputType":"inline","executionType":"synchronous","code":"1.5*2.5"}})json");
    QCOMPARE(run.status, 200);
    QCOMPARE(properties(run)["result"_L1].toDouble(), 3.75);
    QVERIFY(has(properties(run), {"stdout", "stderr"}));
    const auto uploaded = client.upload("files/upload" + session, "a.txt", "text");
    QCOMPARE(firstFile(uploaded)["filename"_L1].toString(), u"a.txt"_s);
    QCOMPARE(firstFile(client.get("files" + session))["size"_L1].toInt(), 4);
    QCOMPARE(client.get("files/content/a.txt" + session).body, "text");
}

void PoolClientsTest::langChainJs()
{
    const Client client = clientOf(
        {.headers = "accept: */*\naccept-encoding: gzip, deflate, br\naccept-language: *\n"
                    "sec-fetch-mode: cors\nuser-agent: langchainjs-azure-dynamic-sessions "
                    "@langchain/azure-dynamic-sessions/0.2.0 (Language=JavaScript; node.js/v20; "
                    "linux; x64)\n"
             + token,
         .boundary = "----formdata-undici-012345678901"});
    const QByteArray session = "?identifier=langchainjs&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties":{"codeInputType":"inline","executionType":"synchronous","code":"print('é')"}})json");
    QCOMPARE(properties(run)["stdout"_L1].toString(), u"é\n"_s);
    QVERIFY(has(properties(run), {"result", "stderr"}));
    QCOMPARE(
        firstFile(client.upload("files/upload" + session, "ü.txt", "1"))["filename"_L1].toString(),
        u"ü.txt"_s);
    QCOMPARE(client.get("files/content/%C3%BC.txt" + session).body, "1");
}

void PoolClientsTest::azureCli()
{
    const Client client = clientOf(pythonRequests("python/3.11.8 (Linux) AZURECLI/2.61.0 (DEB)"));
    const QByteArray ends = "identifier=az-cli&api-version=2024-10-02-preview";

    const auto run = client.post(
        "executions?" + ends,
        R"json({"codeInputType": "inline", "executionType": "synchronous", "code": "print('Hello world')", "timeoutInSeconds": 60})json");
    QVERIFY(run.status == 200 || run.status == 202);
    QCOMPARE(run.json()["status"_L1].toString(), u"Succeeded"_s);
    QCOMPARE(run.json()["executionType"_L1].toString(), u"synchronous"_s);
    QCOMPARE(resultOf(run)["stdout"_L1].toString(), u"Hello world\n"_s);

    QCOMPARE(client.upload("files?path=sub&" + ends, "cert.txt", "content").status, 200);
    const QJsonArray listed
        = client.get("files?identifier=az-cli&path=sub&api-version=2024-10-02-preview")
              .json()["value"_L1]
              .toArray();
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed[0]["name"_L1].toString(), u"cert.txt"_s);
    QCOMPARE(client.get("files/cert.txt?path=sub&" + ends).json()["sizeInBytes"_L1].toInt(), 7);
    QCOMPARE(client.get("files/cert.txt/content?path=sub&" + ends).body, "content");
    QCOMPARE(
        client.request("DELETE", "files/cert.txt?path=sub&" + ends, "Content-Length: 0\n").status,
        204);
    QCOMPARE(client.get("files/cert.txt?path=sub&" + ends).status, 404);

    const auto stopped = client.post(".management/stopSession?" + ends, QByteArray("{}"));
    QCOMPARE(stopped.status, 200);
    QCOMPARE(stopped.body, "Session az-cli in session pool pool stopped.");
}

void PoolClientsTest::azureCliOfMay2024()
{
    const Client client = clientOf(pythonRequests("python/3.11.8 (Linux) AZURECLI/2.60.0 (DEB)"));
    const QByteArray session = "?identifier=az-cli-old&" + oldVersion;

    const auto run = client.post(
        "code/execute" + session,
        R"json({"properties": {"identifier": "az-cli-old", "codeInputType": "inline", "executionType": "synchronous", "code": "print('Hello world')", "timeoutInSeconds": 60}})json");
    QCOMPARE(properties(run)["status"_L1].toString(), u"Success"_s);
    QCOMPARE(properties(run)["stdout"_L1].toString(), u"Hello world\n"_s);
    QVERIFY(has(properties(run), {"executionTimeInMilliseconds"}));
    QCOMPARE(client.upload("files/upload" + session, "cert.txt", "content").status, 200);
    QCOMPARE(properties(client.get("files/cert.txt" + session))["filename"_L1].toString(),
             u"cert.txt"_s);
    QCOMPARE(client.request("DELETE", "files/cert.txt" + session, "Content-Length: 0\n").status,
             204);
}

void PoolClientsTest::adeReadsTimesAndErrors()
{
    const Client client(*m_shellPool, {.headers = "accept: */*\n" + token, .boundary = "b"});
    const QByteArray ends = "?api-version=2025-10-02-preview&identifier=ade-rust";

    const auto run = client.post("executions" + ends,
                                 R"json({"shellCommand":"true","timeoutInSeconds":60})json");
    QCOMPARE(run.json()["status"_L1].toString(), u"0"_s);
    for (const char *name : {"x-ms-overall-execution-time", "x-ms-preparation-time",
                             "x-ms-execution-request-time", "x-ms-execution-read-response-time"}) {
        bool isNumber = false;
        QVERIFY2(run.headers.value(name).toDouble(&isNumber) >= 0 && isNumber, name);
    }
    QVERIFY(!run.headers.value("x-ms-session-guid").isEmpty());
    const auto refused = client.post("executions" + ends, R"json({"timeoutInSeconds":60})json");
    QCOMPARE(refused.status, 400);
    QVERIFY(!refused.json()["error"_L1]["message"_L1].toString().isEmpty());
}

void PoolClientsTest::adeLaunchesAnew()
{
    const Client client(*m_shellPool,
                        {.headers = "accept: application/json, text/event-stream\n"
                                    "x-ms-apikey: secret\n",
                         .boundary = "b"});
    const auto call = [&](const QByteArray &tool, const QByteArray &arguments) {
        return client
            .post("mcp",
                  R"json({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")json"
                      + tool + R"json(","arguments":)json" + arguments + "}}")
            .json();
    };
    const auto environment = [&] {
        return call("launchShell", "{}")["result"_L1]["structuredContent"_L1]["environmentId"_L1]
            .toString()
            .toLatin1();
    };
    const auto run = [&](const QByteArray &name) {
        return call("runShellCommandInRemoteEnvironment",
                    R"json({"environmentId":")json" + name
                        + R"json(","shellCommand":"echo hi"})json");
    };
    for (const QByteArray &lost : {"no-such-environment"_ba, "x"_ba}) {
        const QString message = run(lost)["error"_L1]["message"_L1].toString();
        QVERIFY2(message.contains("not found"_L1) || message.contains("invalid"_L1),
                 qPrintable(message));
    }
    const QJsonObject answer = run(environment());
    QCOMPARE(answer["result"_L1]["structuredContent"_L1]["stdout"_L1].toString(), u"hi\n"_s);
}

void PoolClientsTest::sampleListsSessions()
{
    const Client client = clientOf(pythonRequests("python-requests/2.32.0"));
    const auto run = client.post(
        "executions?api-version=2025-10-02-preview&identifier=sample-1",
        R"json({"codeInputType": "inline", "executionType": "synchronous", "code": "1", "timeoutInSeconds": 30})json");
    QVERIFY(run.status == 200 || run.status == 202);
    for (const char *path : {"listSessions", ".management/listSessions"}) {
        const auto listed = client.get(QByteArray(path) + "?api-version=2025-10-02-preview");
        QCOMPARE(listed.status, 200);
        const QJsonArray sessions = listed.json()["sessions"_L1].toArray();
        QVERIFY(std::ranges::any_of(sessions, [](const QJsonValue &session) {
            return session["identifier"_L1] == "sample-1"_L1;
        }));
        QVERIFY(has(sessions[0].toObject(),
                    {"identifier", "createdAt", "lastAccessedAt", "expireAt", "etag"}));
    }
}

QTEST_GUILESS_MAIN(PoolClientsTest)
#include "tst_pool_clients.moc"
