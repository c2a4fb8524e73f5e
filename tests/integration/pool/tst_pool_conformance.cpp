#include "PoolProcess.h"
#include "SwaggerDocument.h"

#include <QDir>
#include <QFile>
#include <QUrl>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

const QString specFolder = QStringLiteral(SESSIONBOOK_SHARED_DIR "/protocol/spec/");

QJsonObject readJson(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

QStringList versions()
{
    return QDir(specFolder).entryList({u"*-preview"_s}, QDir::Dirs, QDir::Name);
}

SwaggerDocument swagger(const QString &version)
{
    return SwaggerDocument(readJson(specFolder + version + "/DynamicSessions.json"_L1));
}

/// All published examples by name; of those published for several versions, the newest.
QMap<QString, QJsonObject> examples()
{
    QMap<QString, QJsonObject> found;
    for (const QString &version : versions()) {
        const QDir folder(specFolder + version + "/examples"_L1);
        for (const QString &file : folder.entryList({u"*.json"_s}, QDir::Files))
            found.insert(file.chopped(5), readJson(folder.filePath(file)));
    }
    return found;
}

QByteArray encoded(const QJsonValue &value)
{
    return QUrl::toPercentEncoding(value.toVariant().toString());
}

/// One example's request, put together as the swagger file says where its parameters belong.
struct Request
{
    std::string method;
    std::string target;
    httplib::Headers headers;
    std::string body;
    httplib::MultipartFormDataItems parts;
};

Request requestOf(const SwaggerDocument &document, const SwaggerDocument::Operation &operation,
                  const QJsonObject &parameters)
{
    Request request{operation.method.toUpper().toStdString(), {}, {}, {}, {}};
    QByteArray path = operation.path.toLatin1();
    QByteArrayList query;
    for (auto parameter = parameters.begin(); parameter != parameters.end(); ++parameter) {
        const QString name = parameter.key();
        const QString place = document.parameter(operation, name)["in"_L1].toString();
        if (place == "path"_L1)
            path.replace('{' + name.toLatin1() + '}', encoded(*parameter));
        else if (place == "header"_L1)
            request.headers.emplace(name.toStdString(), parameter->toString().toStdString());
        else if (place == "body"_L1)
            request.body = QJsonDocument(parameter->toObject()).toJson().toStdString();
        else if (place == "formData"_L1)
            request.parts.push_back({name.toStdString(), parameter->toString().toStdString(),
                                     "testfile.yaml", "application/octet-stream"});
        else // listSessions' example has parameters that its description does not know
            query.append(name.toLatin1() + '=' + encoded(*parameter));
    }
    request.target = (path + '?' + query.join('&')).toStdString();
    return request;
}

httplib::Result send(httplib::Client &client, const Request &request)
{
    if (!request.parts.empty())
        return client.Post(request.target, request.headers, request.parts);
    if (request.method == "POST")
        return client.Post(request.target, request.headers, request.body, "application/json");
    if (request.method == "DELETE")
        return client.Delete(request.target, request.headers);
    return client.Get(request.target, request.headers);
}

QJsonValue bodyOf(const httplib::Result &reply)
{
    // A document's top is an object or array in QJsonDocument's eyes; a text is wrapped for it.
    const QByteArray body = QByteArray::fromStdString(reply->body);
    const QJsonDocument document = QJsonDocument::fromJson(body);
    return document.isObject() ? QJsonValue(document.object())
                               : QJsonValue(QString::fromUtf8(body));
}

QJsonObject resultOf(const QJsonValue &body)
{
    return body["result"_L1].toObject();
}

} // namespace

/// The examples of the published API description, replayed against the real pool; replies are
/// checked against the description's schemas. The pools answer executions by 200, the status in
/// the description.
class PoolConformanceTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_pool.reset(), m_shellPool.reset(); }

    void checkerFindsWhatIsWrong_data();
    void checkerFindsWhatIsWrong();
    void examplesFitTheirOwnDescription();
    void examplesAreAnsweredAsDescribed_data();
    void examplesAreAnsweredAsDescribed();
    void refusalsAreAnsweredAsDescribed_data();
    void refusalsAreAnsweredAsDescribed();

private:
    [[nodiscard]] PoolProcess &poolFor(const QString &example);
    void prepare(httplib::Client &client, const QString &example, const QJsonObject &parameters);

    std::unique_ptr<PoolProcess> m_pool;
    std::unique_ptr<PoolProcess> m_shellPool;
};

void PoolConformanceTest::initTestCase()
{
    if (versions().isEmpty())
        QSKIP("The published API description (protocol/spec of the shared folder) is not here.");
    const QStringList asDescribed{u"--execute-status"_s, u"200"_s};
    m_pool = std::make_unique<PoolProcess>(asDescribed, PoolProcess::Versions::Strict);
    m_shellPool = std::make_unique<PoolProcess>(asDescribed + QStringList{u"--type"_s, u"shell"_s},
                                                PoolProcess::Versions::Strict);
    QVERIFY(!m_pool->facts().isEmpty() && !m_shellPool->facts().isEmpty());
}

void PoolConformanceTest::checkerFindsWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("operation");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("complaint");
    const auto file = "SessionResourceFiles_Get"_ba;
    const auto execution = "CodeExecution_Get"_ba;
    QTest::newRow("all is well")
        << file
        << R"json({"name":"a","type":"x","lastModifiedAt":"2026-01-02T03:04:05.678Z"})json"_ba
        << QString();
    QTest::newRow("more than described, null for nothing")
        << execution
        << R"json({"id":"","identifier":"","status":"New","more":1,"result":null})json"_ba
        << QString();
    QTest::newRow("missing") << file << R"json({"name":"a","type":"x"})json"_ba
                             << u"$.lastModifiedAt is missing"_s;
    QTest::newRow("null for what is required")
        << execution << R"json({"id":null,"identifier":"","status":""})json"_ba
        << u"$.id is no string"_s;
    QTest::newRow("no date") << file
                             << R"json({"name":"a","type":"x","lastModifiedAt":"yesterday"})json"_ba
                             << u"$.lastModifiedAt is no string"_s;
    QTest::newRow("no offset")
        << file << R"json({"name":"a","type":"x","lastModifiedAt":"2026-01-02T03:04:05"})json"_ba
        << u"$.lastModifiedAt is no string"_s;
    QTest::newRow("fraction")
        << execution
        << R"json({"id":"","identifier":"","status":"","result":{"executionTimeInMilliseconds":1.5}})json"_ba
        << u"$.result.executionTimeInMilliseconds is no integer"_s;
    QTest::newRow("no array") << "SessionResourceFiles_List"_ba
                              << R"json({"value":{}})json"_ba << u"$.value is no array"_s;
    QTest::newRow("in an array") << "SessionResourceFiles_List"_ba
                                 << R"json({"value":[1]})json"_ba << u"$.value[0] is no object"_s;
    QTest::newRow("behind a reference")
        << execution
        << R"json({"id":"","identifier":"","status":"","error":{"error":{"code":1}}})json"_ba
        << u"$.error.error.code is no string"_s;
}

void PoolConformanceTest::checkerFindsWhatIsWrong()
{
    QFETCH(QByteArray, operation);
    QFETCH(QByteArray, body);
    QFETCH(QString, complaint);
    const SwaggerDocument document = swagger(versions().constLast());
    const auto schema
        = document.responseSchema(document.operation(QString::fromLatin1(operation)), u"200"_s);
    QVERIFY(!schema.isEmpty());
    const QStringList found = document.complaints(QJsonDocument::fromJson(body).object(), schema);
    QVERIFY2(complaint.isEmpty() ? found.isEmpty() : found.contains(complaint),
             qPrintable(found.join(u'\n')));
}

void PoolConformanceTest::examplesFitTheirOwnDescription()
{
    const SwaggerDocument document = swagger(versions().constLast());
    const auto all = examples();
    QVERIFY(all.size() >= 20);
    for (const QJsonObject &example : all) {
        const auto operation = document.operation(example["operationId"_L1].toString());
        const QJsonValue body = example["responses"_L1]["200"_L1]["body"_L1];
        const QJsonObject schema = document.responseSchema(operation, u"200"_s);
        if (!body.isUndefined() && schema["type"_L1] != "file"_L1)
            QCOMPARE(document.complaints(body, schema), QStringList());
    }
}

void PoolConformanceTest::examplesAreAnsweredAsDescribed_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("example");
    const auto all = examples();
    for (const QString &version : versions()) {
        const SwaggerDocument document = swagger(version);
        for (auto example = all.begin(); example != all.end(); ++example) {
            const auto operation = document.operation((*example)["operationId"_L1].toString());
            // The earlier descriptions know no commands, though their pools run them.
            const bool isKnown
                = !example.key().contains("Shell"_L1) || document.mentions("\"shellCommand\"");
            if (!operation.description.isEmpty() && isKnown)
                QTest::addRow("%s %s", qPrintable(version), qPrintable(example.key()))
                    << version << example.key();
        }
    }
}

void PoolConformanceTest::examplesAreAnsweredAsDescribed()
{
    QFETCH(QString, version);
    QFETCH(QString, example);
    const QJsonObject published = examples().value(example);
    const SwaggerDocument document = swagger(version);
    const auto operation = document.operation(published["operationId"_L1].toString());
    QJsonObject parameters = published["parameters"_L1].toObject();
    parameters.insert("api-version"_L1, version);
    const auto client = poolFor(example).client();
    prepare(*client, example, parameters);

    const auto reply = send(*client, requestOf(document, operation, parameters));

    QVERIFY(reply);
    const QJsonObject expected = published["responses"_L1].toObject();
    QCOMPARE(QString::number(reply->status), expected.constBegin().key());
    const QJsonObject schema = document.responseSchema(operation, expected.constBegin().key());
    const QJsonValue wanted = (*expected.constBegin())["body"_L1];
    if (schema["type"_L1] == "file"_L1)
        QCOMPARE(QString::fromStdString(reply->body), wanted.toString());
    else if (!schema.isEmpty())
        QCOMPARE(document.complaints(bodyOf(reply), schema), QStringList());
    for (const char *field : {"identifier", "executionType"})
        QCOMPARE(bodyOf(reply)[QLatin1StringView(field)].toString(),
                 wanted[QLatin1StringView(field)].toString());
    if (resultOf(bodyOf(reply)).contains("executionResult"_L1))
        QCOMPARE(resultOf(bodyOf(reply))["executionResult"_L1],
                 wanted["result"_L1].isObject() ? resultOf(wanted)["executionResult"_L1]
                                                : QJsonValue(QString()));
    if (parameters.contains("operation-id"_L1))
        QCOMPARE(bodyOf(reply)["id"_L1], parameters["operation-id"_L1]);
    (void)client->Delete("/session?api-version=" + version.toStdString()
                         + "&identifier=" + encoded(parameters["identifier"_L1]).toStdString());
}

PoolProcess &PoolConformanceTest::poolFor(const QString &example)
{
    return example.contains("Shell"_L1) ? *m_shellPool : *m_pool;
}

/// What must have been before the example's request makes sense: a session, a file, an execution.
void PoolConformanceTest::prepare(httplib::Client &client, const QString &example,
                                  const QJsonObject &parameters)
{
    const std::string query = "?api-version=2025-10-02-preview&identifier="
        + encoded(parameters["identifier"_L1]).toStdString();
    const auto upload = [&](const std::string &name, const std::string &path) {
        const auto reply = client.Post("/files" + query + "&path=" + path,
                                       {{"file", "testfilecontent", name, "text/plain"}});
        QCOMPARE(reply->status, 200);
    };
    if (example.startsWith("SessionResourceFiles_"_L1))
        upload(encoded(parameters["name"_L1].toString(u"testfile"_s)).toStdString(),
               encoded(parameters["path"_L1]).toStdString());
    if (example.startsWith("SessionManagement_"_L1) || example.contains("StopSession"_L1))
        upload("any", "");
    if (example.contains("ExecCommandAndArgs"_L1))
        upload("previouslyuploadedfile.txt", "");
    if (!example.startsWith("CodeExecution_Get_"_L1))
        return;
    (void)client.Post(
        "/executions" + query,
        {{"operation-id", parameters["executionId"_L1].toString().toStdString()}},
        R"json({"code":"print(7*9)","executionType":"Asynchronous","timeoutInSeconds":60})json",
        "application/json");
    const auto status = [&] {
        const auto asked = client.Get(
            "/executions/" + parameters["executionId"_L1].toString().toStdString() + query);
        return bodyOf(asked)["status"_L1].toString();
    };
    if (example.endsWith("_Completed"_L1))
        QTRY_COMPARE_WITH_TIMEOUT(status(), u"Succeeded"_s, 60000);
}

void PoolConformanceTest::refusalsAreAnsweredAsDescribed_data()
{
    QTest::addColumn<QByteArray>("operation");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const QByteArray version = "?api-version=2025-10-02-preview";
    const QByteArray known = version + "&identifier=conformance";
    QTest::newRow("no version") << "SessionResourceFiles_List"_ba
                                << "/files?identifier=abcd"_ba << 400
                                << "MissingApiVersionParameter"_ba;
    QTest::newRow("unknown version") << "SessionResourceFiles_List"_ba
                                     << "/files?identifier=abcd&api-version=2024-09-01"_ba << 400
                                     << "UnsupportedApiVersionValue"_ba;
    QTest::newRow("short identifier")
        << "SessionResourceFiles_List"_ba
        << "/files" + version + "&identifier=abc" << 400 << "InvalidLengthOfSessionIdentifier"_ba;
    QTest::newRow("no such file") << "SessionResourceFiles_Get"_ba
                                  << "/files/none" + known << 404 << "FileNotFound"_ba;
    QTest::newRow("outside") << "SessionResourceFiles_Get"_ba
                             << "/files/a/content" + known + "&path=../.." << 400
                             << "InvalidFileName"_ba;
    QTest::newRow("no such execution")
        << "CodeExecution_Get"_ba
        << "/executions/none" + known << 404 << "ExecutionNotFound"_ba;
    QTest::newRow("no such session")
        << "SessionManagement_Get"_ba
        << "/session" + version + "&identifier=nobody" << 404 << "SessionNotFound"_ba;
}

void PoolConformanceTest::refusalsAreAnsweredAsDescribed()
{
    QFETCH(QByteArray, operation);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, code);
    const auto reply = m_pool->client()->Get(target.toStdString());
    QTEST(reply->status, "status");
    QCOMPARE(reply->get_header_value("x-ms-error-code"), code.toStdString());
    const SwaggerDocument document = swagger(versions().constLast());
    const auto schema
        = document.responseSchema(document.operation(QString::fromLatin1(operation)), u"default"_s);
    QCOMPARE(document.complaints(bodyOf(reply), schema), QStringList());
    QCOMPARE(bodyOf(reply)["error"_L1]["code"_L1].toString(), QString::fromLatin1(code));
}

QTEST_GUILESS_MAIN(PoolConformanceTest)
#include "tst_pool_conformance.moc"
