#include "SourceBench.h"
#include "credentials/CredentialChain.h"
#include "credentials/defaults/DefaultSources.h"
#include "credentials/defaults/SourceOrder.h"
#include "credentials/signin/SignIns.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Kind = SourceKind;

namespace {

struct Bench : SourceBench
{
    Bench()
        : path(qgetenv("PATH"))
    {
        qunsetenv("SESSIONBOOK_POOL_TOKEN");
        qputenv("PATH", files.path().toUtf8()); // no tools
    }
    ~Bench()
    {
        qputenv("PATH", path);
        qunsetenv("SESSIONBOOK_POOL_TOKEN");
    }
    Bench(const Bench &) = delete;
    Bench &operator=(const Bench &) = delete;

    // What a chain of these sources answers for the audience.
    Result<Secret, RestError> tokenFor(const IdentityChoice &choice,
                                       const QString &audience = poolAudience(),
                                       SignIns *signIns = nullptr)
    {
        CredentialSources sources = makeSources(choice, services, signIns);
        CredentialChain chain(sources, audience, clock);
        std::optional<Result<Secret, RestError>> result;
        QObject context;
        chain.requestToken(TokenSource::Freshness::Cached, &context,
                           [&](const Result<Secret, RestError> &answer) { result = answer; });
        // The probe of the metadata service is given up at once.
        clock.advance(1s);
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 20000))
            qFatal("no answer");
        return *result;
    }
    void tool(const QString &name, const QByteArray &output) const
    {
        const QString file = write(name, "#!/bin/sh\necho '" + output + "'\n");
        QFile::setPermissions(file, QFile::ReadOwner | QFile::ExeOwner);
    }
    QByteArray path;
};

} // namespace

class DefaultSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void orderIsThatOfDefaultAzureCredential_data();
    void orderIsThatOfDefaultAzureCredential();
    void everySourceSaysWhyItWasPassedOver();
    void firstSourceThatIsSetUpWins();
    void refusedApplicationStopsBeforeTheTools();
    void tokenOfThePoolIsNotSentToTheManager();
    void unknownOrderIsTold();
    void managedIdentityAloneIsNotProbed();
    void unusableAuthorityLeavesTheToolsAlone();
    void choiceOfOneSourceAsksNoOther();
    void signingInNeedsWhoIsSignedIn();
    void tenantOfTheProfileReachesTheTool();
    void audienceOfTheProfileIsThePools();
};

void DefaultSourcesTest::orderIsThatOfDefaultAzureCredential_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QList<SourceKind>>("order");
    const QList<Kind> deployed{Kind::ServicePrincipal, Kind::WorkloadIdentity,
                               Kind::ManagedIdentity};
    const QList<Kind> developers{Kind::AzureCli, Kind::AzurePowerShell, Kind::AzureDeveloperCli};
    QTest::newRow("unset") << u""_s << deployed + developers;
    QTest::newRow("prod") << u" Prod "_s << deployed;
    QTest::newRow("dev") << u"DEV"_s << developers;
    QTest::newRow("one") << u"WorkloadIdentityCredential"_s << QList<Kind>{Kind::WorkloadIdentity};
    QTest::newRow("one, lower case") << u"azureclicredential"_s << QList<Kind>{Kind::AzureCli};
    QTest::newRow("one we lack") << u"VisualStudioCodeCredential"_s << QList<Kind>{};
    QTest::newRow("unknown") << u"all"_s << QList<Kind>{};
}

void DefaultSourcesTest::orderIsThatOfDefaultAzureCredential()
{
    QFETCH(QString, value);
    QFETCH(QList<SourceKind>, order);
    const auto answer = sourceOrder(value);
    QCOMPARE(answer.hasValue(), !order.isEmpty());
    if (answer)
        QCOMPARE(*answer, order);
    else
        QVERIFY(answer.error().reason.contains(value));
}

void DefaultSourcesTest::everySourceSaysWhyItWasPassedOver()
{
    Bench bench;
    const auto answer = bench.tokenFor({});
    QCOMPARE(answer.error().kind, RestError::Kind::NoCredential);
    const QStringList lines = answer.error().detail.split(u'\n');
    QCOMPARE(lines.size(), 7);
    const QStringList names{u"environment: "_s,        u"environment of an application: "_s,
                            u"workload identity: "_s,  u"managed identity: "_s,
                            u"Azure CLI: "_s,          u"Azure PowerShell: "_s,
                            u"Azure Developer CLI: "_s};
    for (qsizetype i = 0; i < names.size(); ++i)
        QVERIFY2(lines.at(i).startsWith(names.at(i)), qPrintable(lines.at(i)));
    QCOMPARE(lines.last(), u"Azure Developer CLI: azd is not installed"_s);
}

void DefaultSourcesTest::firstSourceThatIsSetUpWins()
{
    Bench bench;
    bench.tool(u"az"_s, R"({"accessToken":"of-az"})");
    bench.tool(u"azd"_s, R"({"token":"of-azd"})");
    QCOMPARE(bench.tokenFor({})->reveal(), "of-az"_ba);
    qputenv("AZURE_TOKEN_CREDENTIALS", "AzureDeveloperCliCredential");
    QCOMPARE(bench.tokenFor({})->reveal(), "of-azd"_ba);
    qunsetenv("AZURE_TOKEN_CREDENTIALS");
    qputenv("SESSIONBOOK_POOL_TOKEN", "of-environment");
    QCOMPARE(bench.tokenFor({})->reveal(), "of-environment"_ba);
}

void DefaultSourcesTest::refusedApplicationStopsBeforeTheTools()
{
    Bench bench;
    bench.tool(u"az"_s, R"({"accessToken":"of-somebody-else"})");
    qputenv("AZURE_AUTHORITY_HOST", bench.origin().toUtf8());
    qputenv("AZURE_TENANT_ID", "contoso.com");
    qputenv("AZURE_CLIENT_ID", "app");
    qputenv("AZURE_CLIENT_SECRET", "s3cret");
    bench.answer(401, R"({"error":"invalid_client","error_description":"AADSTS7000222: over"})");
    const auto answer = bench.tokenFor({});
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, u"AADSTS7000222"_s);
    QVERIFY(!answer.error().detail.contains(u"s3cret"_s));
}

void DefaultSourcesTest::tokenOfThePoolIsNotSentToTheManager()
{
    Bench bench;
    qputenv("SESSIONBOOK_POOL_TOKEN", "s3cret");
    const QString manager = u"https://management.azure.com"_s;
    QVERIFY(!bench.tokenFor({}, manager));
    QVERIFY(!bench.tokenFor({.credential = PoolCredential::Environment}, manager));
    QVERIFY(!bench.tokenFor({.credential = PoolCredential::TypedIn, .typedIn = Secret("s3cret")},
                            manager));
}

void DefaultSourcesTest::unknownOrderIsTold()
{
    Bench bench;
    bench.tool(u"az"_s, R"({"accessToken":"of-az"})");
    qputenv("AZURE_TOKEN_CREDENTIALS", "everything");
    const auto answer = bench.tokenFor({});
    QCOMPARE(answer.error().code, u"SignInOrder"_s);
    QVERIFY(answer.error().detail.contains(u"everything"_s));
}

void DefaultSourcesTest::managedIdentityAloneIsNotProbed()
{
    Bench bench;
    qputenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");
    CredentialSources sources = makeSources({}, bench.services, nullptr);
    QCOMPARE(sources.count(), 2U);
    QObject context;
    sources.at(1).fetch({.audience = poolAudience()}, &context, [](const auto &) {});
    QCOMPARE(bench.clock.askedDelays(), std::vector<std::chrono::milliseconds>{30000ms});
}

void DefaultSourcesTest::unusableAuthorityLeavesTheToolsAlone()
{
    Bench bench;
    bench.tool(u"az"_s, R"({"accessToken":"of-az"})");
    const PoolSignIn plain{.authority = u"http://far.test"_s};
    QCOMPARE(bench.tokenFor({.signIn = plain}).error().code, u"SignInAuthority"_s);
    QCOMPARE(bench.tokenFor({.credential = PoolCredential::AzureCli, .signIn = plain})->reveal(),
             "of-az"_ba);
}

void DefaultSourcesTest::choiceOfOneSourceAsksNoOther()
{
    Bench bench;
    qputenv("SESSIONBOOK_POOL_TOKEN", "of-environment");
    QCOMPARE(bench.tokenFor({.credential = PoolCredential::AzureCli}).error().detail,
             u"Azure CLI: az is not installed"_s);
    QCOMPARE(bench.tokenFor({.credential = PoolCredential::Environment})->reveal(),
             "of-environment"_ba);
}

void DefaultSourcesTest::signingInNeedsWhoIsSignedIn()
{
    Bench bench;
    SignIns signIns(nullptr);
    const IdentityChoice choice{.credential = PoolCredential::SignedIn};
    QCOMPARE(bench.tokenFor(choice, poolAudience(), &signIns).error().code, u"SignInNeeded"_s);
    QCOMPARE(bench.tokenFor(choice).error().code, u"SignInNeeded"_s);
}

void DefaultSourcesTest::tenantOfTheProfileReachesTheTool()
{
    Bench bench;
    bench.tool(u"az"_s, R"({"accessToken":"'"$8"'"})");
    const PoolSignIn signIn{.tenant = u"contoso.com"_s};
    QCOMPARE(bench.tokenFor({.credential = PoolCredential::AzureCli, .signIn = signIn})->reveal(),
             "contoso.com"_ba);
}

void DefaultSourcesTest::audienceOfTheProfileIsThePools()
{
    QCOMPARE(IdentityChoice().poolAudience(), u"https://dynamicsessions.io"_s);
    QCOMPARE(IdentityChoice{.signIn = {.audience = u"https://acasessions.io"_s}}.poolAudience(),
             u"https://acasessions.io"_s);
}

QTEST_GUILESS_MAIN(DefaultSourcesTest)
#include "tst_defaultsources.moc"
