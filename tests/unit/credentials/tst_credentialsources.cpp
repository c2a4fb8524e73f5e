#include "credentials/CommandLineToolSource.h"
#include "credentials/EnvironmentSource.h"
#include "credentials/FixedTokenSource.h"
#include "credentials/LocalPoolSource.h"
#include "credentials/ToolOutput.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class CredentialSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void environmentIsReadAnewEachTime();
    void typedInTokenLosesTheSpaceAroundIt();
    void poolThatDoesNotRunHasNoToken();
    void toolOutputIsRead_data();
    void toolOutputIsRead();
    void garbageIsNeverQuoted_data();
    void garbageIsNeverQuoted();
    void toolFailuresSayWhatToDo_data();
    void toolFailuresSayWhatToDo();
    void toolGivesItsToken();
    void toolThatIsMissingIsTold();
    void toolThatFailsIsTold();
    void toolThatHangsIsKilledWithItsChildren();
    void toolIsKilledWhenNobodyWaits();
    void toolThatFloodsIsStopped();

private:
    // A shell script in the place of az.
    [[nodiscard]] QString tool(const QByteArray &script) const
    {
        QFile file(m_directory.filePath(u"az"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + script + "\n") < 0)
            qFatal("cannot write");
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return file.fileName();
    }
    // Waits for what the source says.
    static Result<AccessToken, RestError> answerOf(CredentialSource &source)
    {
        std::optional<Result<AccessToken, RestError>> result;
        QObject context;
        source.fetch(&context,
                     [&](const Result<AccessToken, RestError> &answer) { result = answer; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 10000))
            qFatal("no answer");
        return *result;
    }
    // The process whose id the tool wrote to a file.
    [[nodiscard]] bool childLives() const
    {
        QFile file(m_directory.filePath(u"child"_s));
        return file.open(QIODevice::ReadOnly) && ::kill(file.readAll().trimmed().toInt(), 0) == 0;
    }
    QTemporaryDir m_directory;
};

void CredentialSourcesTest::environmentIsReadAnewEachTime()
{
    EnvironmentSource source("SESSIONBOOK_TEST_TOKEN");
    QVERIFY(answerOf(source).error().detail.contains(u"SESSIONBOOK_TEST_TOKEN"_s));
    qputenv("SESSIONBOOK_TEST_TOKEN", "abc\n");
    QCOMPARE(answerOf(source)->token.reveal(), "abc"_ba);
    qunsetenv("SESSIONBOOK_TEST_TOKEN");
    QVERIFY(!answerOf(source));
}

void CredentialSourcesTest::typedInTokenLosesTheSpaceAroundIt()
{
    FixedTokenSource source(Secret(" abc\r\n"));
    QCOMPARE(answerOf(source)->token.reveal(), "abc"_ba);
    FixedTokenSource empty(Secret("  "));
    QVERIFY(!answerOf(empty));
}

void CredentialSourcesTest::poolThatDoesNotRunHasNoToken()
{
    LocalPoolSource source;
    QVERIFY(!answerOf(source));
    source.setToken(Secret("abc"));
    QCOMPARE(answerOf(source)->token.reveal(), "abc"_ba);
}

void CredentialSourcesTest::toolOutputIsRead_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::addColumn<QDateTime>("expiresAt");
    const auto epoch = QDateTime::fromSecsSinceEpoch(1767270896, Qt::UTC);
    QTest::newRow("number")
        << R"({"accessToken":"abc","expires_on":1767270896,"expiresOn":"2020-01-01 00:00:00"})"_ba
        << epoch;
    QTest::newRow("text") << R"({"accessToken":"abc","expires_on":"1767270896"})"_ba << epoch;
    const QByteArray local = epoch.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s).toLatin1();
    QTest::newRow("local time") << R"({"accessToken":"abc","expiresOn":")" + local + R"(.123456"})"
                                << epoch;
    QTest::newRow("unknown") << R"({"accessToken":"abc"})"_ba << QDateTime();
}

void CredentialSourcesTest::toolOutputIsRead()
{
    QFETCH(QByteArray, output);
    QFETCH(QDateTime, expiresAt);
    const auto token = readToolToken(output);
    QVERIFY(token.hasValue());
    QCOMPARE(token->token.reveal(), "abc"_ba);
    QCOMPARE(token->expiresAt, expiresAt);
}

void CredentialSourcesTest::garbageIsNeverQuoted_data()
{
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("cut off") << R"({"accessToken":"s3cret)"_ba;
    QTest::newRow("text") << "s3cret"_ba;
    QTest::newRow("array") << R"(["s3cret"])"_ba;
    QTest::newRow("no text") << R"({"accessToken":{"s3cret":1}})"_ba;
    QTest::newRow("header injection") << R"({"accessToken":"s3cret\r\nX: 1"})"_ba;
}

void CredentialSourcesTest::garbageIsNeverQuoted()
{
    QFETCH(QByteArray, output);
    const auto token = readToolToken(output);
    QVERIFY(!token);
    QCOMPARE(token.error().kind, RestError::Kind::NoCredential);
    QVERIFY(!token.error().detail.contains(u"s3cret"_s));
}

void CredentialSourcesTest::toolFailuresSayWhatToDo_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("not signed in")
        << "ERROR: Please run 'az login' to setup account.\n"_ba << u"az login"_s;
    QTest::newRow("no subscription")
        << "ERROR: Please run \"az account set\"\n"_ba << u"not signed in"_s;
    QTest::newRow("more rights")
        << "ERROR: AADSTS50076\nInteractive: az login --scope x/.default\n"_ba
        << u"az login --scope x/.default"_s;
    QTest::newRow("silent") << ""_ba << u"exit code 3"_s;
    QTest::newRow("long") << QByteArray(5000, 'x') << u"xxx"_s;
}

void CredentialSourcesTest::toolFailuresSayWhatToDo()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    const RestError error = toolFailure(3, text);
    QVERIFY2(error.detail.contains(expected), qPrintable(error.detail));
    QVERIFY(error.detail.size() <= 300);
}

void CredentialSourcesTest::toolGivesItsToken()
{
    CommandLineToolSource source(tool(
        R"(test "$*" = "account get-access-token --resource https://dynamicsessions.io --output json" || exit 9
echo '{"accessToken":"abc","expires_on":1767270896}')"));
    const auto answer = answerOf(source);
    QVERIFY2(answer.hasValue(), answer ? "" : qPrintable(answer.error().detail));
    QCOMPARE(answer->token.reveal(), "abc"_ba);
}

void CredentialSourcesTest::toolThatIsMissingIsTold()
{
    CommandLineToolSource source(m_directory.filePath(u"none"_s));
    QCOMPARE(answerOf(source).error().kind, RestError::Kind::NoCredential);

    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_directory.path().toUtf8());
    QFile::remove(m_directory.filePath(u"az"_s));
    CommandLineToolSource onPath;
    QCOMPARE(answerOf(onPath).error().detail, u"az is not installed"_s);
    qputenv("PATH", path);
}

void CredentialSourcesTest::toolThatFailsIsTold()
{
    CommandLineToolSource source(tool("echo \"ERROR: Please run 'az login'\" >&2; exit 1"));
    QVERIFY(answerOf(source).error().detail.contains(u"az login"_s));
}

void CredentialSourcesTest::toolThatHangsIsKilledWithItsChildren()
{
    CommandLineToolSource source(
        tool("sleep 100 & echo $! > " + m_directory.filePath(u"child"_s).toUtf8() + "\nwait"),
        300ms);
    QVERIFY(answerOf(source).error().detail.contains(u"too long"_s));
    QTRY_VERIFY(!childLives());
}

void CredentialSourcesTest::toolIsKilledWhenNobodyWaits()
{
    QFile::remove(m_directory.filePath(u"child"_s));
    CommandLineToolSource source(
        tool("sleep 100 & echo $! > " + m_directory.filePath(u"child"_s).toUtf8() + "\nwait"));
    auto context = std::make_unique<QObject>();
    bool isAnswered = false;
    source.fetch(context.get(), [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(childLives());
    context.reset();
    QTRY_VERIFY(!childLives());
    QVERIFY(!isAnswered);
}

void CredentialSourcesTest::toolThatFloodsIsStopped()
{
    CommandLineToolSource source(tool("exec yes"));
    QVERIFY(answerOf(source).error().detail.contains(u"too long"_s));
}

QTEST_GUILESS_MAIN(CredentialSourcesTest)
#include "tst_credentialsources.moc"
