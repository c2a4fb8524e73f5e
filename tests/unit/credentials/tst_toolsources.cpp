#include "SourceBench.h"
#include "credentials/tools/AzureCliSource.h"
#include "credentials/tools/AzureDeveloperCliSource.h"
#include "credentials/tools/AzurePowerShellSource.h"
#include "credentials/tools/ToolReplies.h"

#include <QStandardPaths>
#include <QStringDecoder>

#include <csignal>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Then = SourceFailure::Then;

// Each tool is a shell script that stands in for it and says what it was called with.
class ToolSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void outputIsRead_data();
    void outputIsRead();
    void garbageIsNeverQuoted_data();
    void garbageIsNeverQuoted();
    void failuresSayWhatToDo_data();
    void failuresSayWhatToDo();
    void azureCliIsAskedForTheAudience();
    void azureCliIsAskedForTheTenant();
    void developerCliIsHandedTheClaims();
    void powerShellIsHandedAScript();
    void claimsThatAToolCannotTakeAreTold();
    void badTenantReachesNoArgument();
    void missingToolIsTold();
    void failingToolIsTold();
    void hangingToolIsKilledWithItsChildren();
    void toolIsKilledWhenNobodyWaits();
    void floodingToolIsStopped();
    void twoAudiencesAreAskedForAtOnce();
    void realAzureCliThatIsNotSignedInSaysWhatToDo();

private:
    // What is in $1… is written to the file "arguments", one a line.
    static QString tool(const SourceBench &bench, const QByteArray &script)
    {
        const QString path = bench.write(u"tool"_s,
                                         "#!/bin/sh\nprintf '%s\\n' \"$@\" > "
                                             + bench.files.filePath(u"arguments"_s).toUtf8() + "\n"
                                             + script + "\n");
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    static QStringList arguments(const SourceBench &bench)
    {
        QFile file(bench.files.filePath(u"arguments"_s));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    }
    // The process whose id the tool wrote to a file.
    static bool childLives(const SourceBench &bench)
    {
        QFile file(bench.files.filePath(u"child"_s));
        return file.open(QIODevice::ReadOnly) && ::kill(file.readAll().trimmed().toInt(), 0) == 0;
    }
    static QString sleeper(const SourceBench &bench)
    {
        return tool(
            bench, "sleep 100 & echo $! > " + bench.files.filePath(u"child"_s).toUtf8() + "\nwait");
    }
};

using Reader = CredentialSource::Answer (*)(const ToolResult &);
Q_DECLARE_METATYPE(Reader)

void ToolSourcesTest::outputIsRead_data()
{
    QTest::addColumn<Reader>("read");
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QDateTime>("expiresAt");
    const auto epoch = QDateTime::fromSecsSinceEpoch(1767270896, Qt::UTC);
    const QByteArray local = epoch.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1();
    QTest::newRow("az, number")
        << Reader(readAzureCliReply)
        << R"({"accessToken":"abc","expires_on":1767270896,"expiresOn":"2020-01-01 00:00:00"})"_ba
        << epoch;
    QTest::newRow("az, text") << Reader(readAzureCliReply)
                              << R"({"accessToken":"abc","expires_on":"1767270896"})"_ba << epoch;
    QTest::newRow("az, local time")
        << Reader(readAzureCliReply)
        << R"({"accessToken":"abc","expiresOn":")" + local + R"(.123456"})" << epoch;
    QTest::newRow("az, later than any time")
        << Reader(readAzureCliReply)
        << R"({"accessToken":"abc","expires_on":9999999999999,"expiresOn":")" + local + R"("})"
        << epoch;
    QTest::newRow("az, unknown") << Reader(readAzureCliReply) << R"({"accessToken":"abc"})"_ba
                                 << QDateTime();
    QTest::newRow("PowerShell 7")
        << Reader(readPowerShellReply)
        << R"({"ExpiresOn":"2026-01-01T13:34:56.0000000+01:00","Token":"abc"})"_ba << epoch;
    QTest::newRow("PowerShell 5") << Reader(readPowerShellReply)
                                  << R"({"ExpiresOn":"\/Date(1767270896000)\/","Token":"abc"})"_ba
                                  << epoch;
    QTest::newRow("PowerShell with noise")
        << Reader(readPowerShellReply)
        << "WARNING: {x}\n{\"ExpiresOn\":\"2026-01-01T12:34:56+00:00\",\"Token\":\"abc\"}\nbye\n"_ba
        << epoch;
    QTest::newRow("azd") << Reader(readDeveloperCliReply)
                         << R"({"token":"abc","expiresOn":"2026-01-01T12:34:56Z"})"_ba << epoch;
}

void ToolSourcesTest::outputIsRead()
{
    QFETCH(Reader, read);
    QFETCH(QByteArray, output);
    QFETCH(QDateTime, expiresAt);
    const auto token = read({.exitCode = 0, .output = Secret(output), .errors = {}});
    QVERIFY2(token.hasValue(), token ? "" : qPrintable(token.error().reason));
    QCOMPARE(token->token.reveal(), "abc"_ba);
    QCOMPARE(token->expiresAt, expiresAt);
}

void ToolSourcesTest::garbageIsNeverQuoted_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("cut off") << R"({"accessToken":"s3cret)"_ba;
    QTest::newRow("text") << "s3cret"_ba;
    QTest::newRow("array") << R"(["s3cret"])"_ba;
    QTest::newRow("no text") << R"({"accessToken":{"s3cret":1},"Token":["s3cret"],"token":7})"_ba;
    QTest::newRow("header injection")
        << R"({"accessToken":"s3cret\r\nX: 1","Token":"s3cret\r\n","token":"s3cret X"})"_ba;
}

void ToolSourcesTest::garbageIsNeverQuoted()
{
    QFETCH(QByteArray, output);
    for (const Reader read : {readAzureCliReply, readPowerShellReply, readDeveloperCliReply}) {
        const auto token = read({.exitCode = 0, .output = Secret(output), .errors = {}});
        QVERIFY(!token);
        QCOMPARE(token.error().then, Then::AskNext);
        QVERIFY(!token.error().reason.contains(u"s3cret"_s));
    }
}

void ToolSourcesTest::failuresSayWhatToDo_data()
{
    QTest::addColumn<Reader>("read");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("code");
    QTest::newRow("az, not signed in")
        << Reader(readAzureCliReply) << 1 << "ERROR: Please run 'az login' to setup account.\n"_ba
        << u"not signed in: run “az login”"_s << QString();
    QTest::newRow("az, no subscription")
        << Reader(readAzureCliReply) << 1 << "ERROR: Please run \"az account set\"\n"_ba
        << u"not signed in"_s << QString();
    QTest::newRow("az, more rights")
        << Reader(readAzureCliReply) << 1
        << "ERROR: AADSTS50076: MFA\nInteractive: az login --scope x/.default\n"_ba
        << u"az login --scope x/.default"_s << u"AADSTS50076"_s;
    QTest::newRow("az, expired")
        << Reader(readAzureCliReply) << 1
        << "ERROR: AADSTS700082: The refresh token has expired.\nTo re-authenticate, please run:\naz login\n"_ba
        << u"az login"_s << u"AADSTS700082"_s;
    QTest::newRow("az, shell") << Reader(readAzureCliReply) << 127
                               << "sh: 1: az: command not found\n"_ba << u"not installed"_s
                               << QString();
    QTest::newRow("az, silent") << Reader(readAzureCliReply) << 3 << ""_ba << u"exit code 3"_s
                                << QString();
    QTest::newRow("az, long") << Reader(readAzureCliReply) << 1 << QByteArray(5000, 'x') << u"xxx"_s
                              << QString();
    QTest::newRow("PowerShell, not signed in")
        << Reader(readPowerShellReply) << 1 << "Run Connect-AzAccount to login.\n"_ba
        << u"run “Connect-AzAccount”"_s << QString();
    QTest::newRow("PowerShell, without its module")
        << Reader(readPowerShellReply) << 1
        << "The specified module 'Az.Accounts' with version '2.2.0' was not loaded\n"_ba
        << u"Az.Accounts 2.2 or newer is not installed"_s << QString();
    QTest::newRow("azd, not signed in")
        << Reader(readDeveloperCliReply) << 1
        << "ERROR: fetching token: not logged in, run `azd auth login` to login\n"_ba
        << u"run “azd auth login”"_s << QString();
    QTest::newRow("azd, wrapped")
        << Reader(readDeveloperCliReply) << 1
        << R"({"type":"consoleMessage","data":{"message":"\nERROR: not logged in, run `azd auth login` to login\n"}})"_ba
        << u"run “azd auth login”"_s << QString();
    QTest::newRow("azd, something else")
        << Reader(readDeveloperCliReply) << 1
        << R"({"type":"consoleMessage","data":{"message":"\nERROR: the disk is full\n"}})"_ba
        << u"ERROR: the disk is full"_s << QString();
}

void ToolSourcesTest::failuresSayWhatToDo()
{
    QFETCH(Reader, read);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QFETCH(QString, code);
    const auto answer = read({.exitCode = exitCode, .output = {}, .errors = text});
    QVERIFY(!answer);
    QVERIFY2(answer.error().reason.contains(expected), qPrintable(answer.error().reason));
    QVERIFY(answer.error().reason.size() <= 300);
    QCOMPARE(answer.error().code, code);
    QCOMPARE(answer.error().then, Then::AskNext);
}

void ToolSourcesTest::azureCliIsAskedForTheAudience()
{
    SourceBench bench;
    AzureCliSource source({},
                          tool(bench, R"(echo '{"accessToken":"abc","expires_on":1767270896}')"));
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
    QCOMPARE(arguments(bench),
             (QStringList{u"account"_s, u"get-access-token"_s, u"--resource"_s,
                          u"https://dynamicsessions.io"_s, u"--output"_s, u"json"_s}));
}

void ToolSourcesTest::azureCliIsAskedForTheTenant()
{
    SourceBench bench;
    AzureCliSource source(u"contoso.com"_s, tool(bench, R"(echo '{"accessToken":"abc"}')"));
    QVERIFY(bench.ask(source));
    QCOMPARE(arguments(bench).mid(6), (QStringList{u"--tenant"_s, u"contoso.com"_s}));
}

void ToolSourcesTest::developerCliIsHandedTheClaims()
{
    SourceBench bench;
    AzureDeveloperCliSource source(u"contoso.com"_s, tool(bench, R"(echo '{"token":"abc"}')"));
    QCOMPARE(bench.ask(source, "{}")->token.reveal(), "abc"_ba);
    QCOMPARE(arguments(bench),
             (QStringList{u"auth"_s, u"token"_s, u"--output"_s, u"json"_s, u"--no-prompt"_s,
                          u"--scope"_s, u"https://dynamicsessions.io/.default"_s, u"--tenant-id"_s,
                          u"contoso.com"_s, u"--claims"_s, u"e30="_s}));
}

void ToolSourcesTest::powerShellIsHandedAScript()
{
    SourceBench bench;
    AzurePowerShellSource source(u"contoso.com"_s, tool(bench, R"(echo '{"Token":"abc"}')"));
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
    const QStringList given = arguments(bench);
    QCOMPARE(given.mid(0, 5),
             (QStringList{u"-NoProfile"_s, u"-NonInteractive"_s, u"-OutputFormat"_s, u"Text"_s,
                          u"-EncodedCommand"_s}));
    QStringDecoder decode(QStringDecoder::Utf16LE);
    const QString script = decode(QByteArray::fromBase64(given.value(5).toLatin1()));
    QVERIFY(script.contains(u"ResourceUrl = 'https://dynamicsessions.io'"_s));
    QVERIFY(script.contains(u"TenantId = 'contoso.com'"_s));
    QVERIFY(script.contains(u"Get-AzAccessToken"_s));
}

void ToolSourcesTest::claimsThatAToolCannotTakeAreTold()
{
    SourceBench bench;
    AzureCliSource cli({}, tool(bench, u""_s.toUtf8()));
    QVERIFY(bench.ask(cli, "{}").error().reason.contains(u"az login --claims-challenge e30="_s));
    AzurePowerShellSource powerShell({}, tool(bench, u""_s.toUtf8()));
    QVERIFY(bench.ask(powerShell, "{}").error().reason.contains(u"Connect-AzAccount"_s));
    QCOMPARE(arguments(bench), QStringList());
}

void ToolSourcesTest::badTenantReachesNoArgument()
{
    SourceBench bench;
    const QString program = tool(bench, "echo '{}'");
    AzureCliSource cli(u"--debug"_s, program);
    AzurePowerShellSource powerShell(u"x'; evil; '"_s, program);
    AzureDeveloperCliSource developer(u"a b"_s, program);
    for (CredentialSource *source : QList<CredentialSource *>{&cli, &powerShell, &developer})
        QCOMPARE(bench.ask(*source).error().code, u"SignInTenant"_s);
    QCOMPARE(arguments(bench), QStringList());
}

void ToolSourcesTest::missingToolIsTold()
{
    SourceBench bench;
    AzureCliSource nowhere({}, bench.files.filePath(u"none"_s));
    QCOMPARE(bench.ask(nowhere).error().reason, u"it could not be started"_s);

    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", bench.files.path().toUtf8());
    AzureCliSource cli;
    AzurePowerShellSource powerShell;
    AzureDeveloperCliSource developer;
    QCOMPARE(bench.ask(cli).error().reason, u"az is not installed"_s);
    QCOMPARE(bench.ask(powerShell).error().reason, u"pwsh is not installed"_s);
    QCOMPARE(bench.ask(developer).error().reason, u"azd is not installed"_s);
    qputenv("PATH", path);
}

void ToolSourcesTest::failingToolIsTold()
{
    SourceBench bench;
    AzureCliSource source({}, tool(bench, "echo \"ERROR: Please run 'az login'\" >&2; exit 1"));
    QVERIFY(bench.ask(source).error().reason.contains(u"az login"_s));
}

void ToolSourcesTest::hangingToolIsKilledWithItsChildren()
{
    SourceBench bench;
    AzureCliSource source({}, sleeper(bench), 300ms);
    QVERIFY(bench.ask(source).error().reason.contains(u"too long"_s));
    QTRY_VERIFY(!childLives(bench));
}

void ToolSourcesTest::toolIsKilledWhenNobodyWaits()
{
    SourceBench bench;
    AzureCliSource source({}, sleeper(bench));
    auto context = std::make_unique<QObject>();
    bool isAnswered = false;
    source.fetch({.audience = poolAudience()}, context.get(),
                 [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(childLives(bench));
    context.reset();
    QTRY_VERIFY(!childLives(bench));
    QVERIFY(!isAnswered);
}

void ToolSourcesTest::floodingToolIsStopped()
{
    SourceBench bench;
    AzureCliSource source({}, tool(bench, "exec yes"));
    QVERIFY(bench.ask(source).error().reason.contains(u"too long"_s));
}

void ToolSourcesTest::twoAudiencesAreAskedForAtOnce()
{
    SourceBench bench;
    AzureCliSource source({}, tool(bench, R"(echo "{\"accessToken\":\"for-$4\"}")"));
    QByteArrayList tokens;
    QObject context;
    const auto collect
        = [&](const CredentialSource::Answer &answer) { tokens += answer->token.reveal(); };
    source.fetch({.audience = u"a"_s}, &context, collect);
    source.fetch({.audience = u"b"_s}, &context, collect);
    QTRY_COMPARE(tokens.size(), 2);
    std::ranges::sort(tokens);
    QCOMPARE(tokens, (QByteArrayList{"for-a", "for-b"}));
}

void ToolSourcesTest::realAzureCliThatIsNotSignedInSaysWhatToDo()
{
    if (QStandardPaths::findExecutable(u"az"_s).isEmpty())
        QSKIP("The Azure CLI is not installed (Debian: azure-cli).");
    SourceBench bench; // its home is the test's own, so nobody is signed in
    AzureCliSource source;
    const auto answer = bench.ask(source);
    QVERIFY(!answer);
    QCOMPARE(answer.error().reason, u"not signed in: run “az login”"_s);
}

QTEST_GUILESS_MAIN(ToolSourcesTest)
#include "tst_toolsources.moc"
