#include "SourceBench.h"
#include "credentials/CredentialChain.h"
#include "credentials/signin/SignedInSource.h"
#include "support/MemoryKeychain.h"

using namespace sessionbook;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Freshness = TokenSource::Freshness;

namespace {

QByteArray reply(const QByteArray &token, const QByteArray &refreshToken = {})
{
    return R"({"access_token":")" + token + R"(","expires_in":3600,"refresh_token":")"
        + refreshToken + R"("})";
}

struct Bench : SourceBench
{
    Bench()
        : place(*SignInPlace::of(
            {.tenant = u"contoso.com"_s, .authority = origin(), .account = u"ada@contoso.com"_s}))
        , signIns(std::make_unique<SignIns>(&keychain))
    {
    }
    SignedInSource source() { return {place, *signIns, services}; }
    void remember(const QByteArray &refreshToken)
    {
        keychain.entries.insert(place.keychainEntry(), Secret(refreshToken));
    }
    [[nodiscard]] QByteArray remembered() const
    {
        return keychain.entries.value(place.keychainEntry()).reveal();
    }

    SignInPlace place;
    MemoryKeychain keychain;
    std::unique_ptr<SignIns> signIns;
    QObject context;
};

} // namespace

class SignInsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void placesFillTheGapsOfSettings();
    void placesThatCannotBeUsedAreRefused_data();
    void placesThatCannotBeUsedAreRefused();
    void everyAccountAndPlaceHasAnEntryOfItsOwn();

    void rememberedRefreshTokenGivesATokenForAnyAudience();
    void keychainIsReadOnce();
    void newestRefreshTokenIsRemembered();
    void secondProgramRunFindsTheNewestRefreshToken();
    void withoutAKeychainPeopleAreSignedInForThisRun();
    void lockedKeychainIsTold();
    void nobodySignedInAsksForSignIn();
    void whoSignsOutIsForgotten();
    void answerThatComesAfterSigningOutSignsNobodyIn();
    void whoSignsOutWhileTheKeychainIsReadIsForgotten();
    void whoSignsInWhileTheKeychainIsReadCounts();
    void refreshTokenThatIsOverAsksForSignIn_data();
    void refreshTokenThatIsOverAsksForSignIn();
    void unreachableServiceDoesNotAskForSignIn();
    void claimsAreRedeemed();
    void twoChainsOfOneAccountShareTheSignIn();
};

void SignInsTest::placesFillTheGapsOfSettings()
{
    SourceBench bench;
    const auto place = SignInPlace::of({});
    QCOMPARE(place->tenant, u"organizations"_s);
    QCOMPARE(place->audience, u"https://dynamicsessions.io"_s);
    QCOMPARE(place->clientId, SignInPlace::defaultClientId());
    QCOMPARE(place->authority.base(), QUrl(u"https://login.microsoftonline.com"_s));
}

void SignInsTest::placesThatCannotBeUsedAreRefused_data()
{
    QTest::addColumn<PoolSignIn>("settings");
    QTest::addColumn<QString>("code");
    QTest::newRow("authority") << PoolSignIn{.authority = u"http://far.test"_s}
                               << u"SignInAuthority"_s;
    QTest::newRow("tenant") << PoolSignIn{.tenant = u"a/b"_s} << u"SignInTenant"_s;
    QTest::newRow("audience") << PoolSignIn{.audience = u"a b"_s} << u"SignInAudience"_s;
}

Q_DECLARE_METATYPE(PoolSignIn)

void SignInsTest::placesThatCannotBeUsedAreRefused()
{
    QFETCH(PoolSignIn, settings);
    const auto place = SignInPlace::of(settings);
    QVERIFY(!place);
    QTEST(place.error().code, "code");
}

void SignInsTest::everyAccountAndPlaceHasAnEntryOfItsOwn()
{
    SourceBench bench;
    QSet<QString> entries;
    for (const PoolSignIn &settings :
         {PoolSignIn{.account = u"a"_s}, PoolSignIn{.account = u"b"_s},
          PoolSignIn{.authority = u"login.microsoftonline.us"_s, .account = u"a"_s},
          PoolSignIn{.clientId = u"c"_s, .account = u"a"_s}})
        entries.insert(SignInPlace::of(settings)->keychainEntry());
    QCOMPARE(entries.size(), 4);
    // One sign-in serves every audience and every tenant that the account belongs to.
    QCOMPARE(
        SignInPlace::of({.tenant = u"t"_s, .audience = u"x"_s, .account = u"a"_s})->keychainEntry(),
        SignInPlace::of({.account = u"a"_s})->keychainEntry());
}

void SignInsTest::rememberedRefreshTokenGivesATokenForAnyAudience()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("abc"));
    auto source = bench.source();
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
    QCOMPARE(bench.server.received().first().target, "/contoso.com/oauth2/v2.0/token"_ba);
    QCOMPARE(bench.field(0, u"grant_type"_s), "refresh_token"_ba);
    QCOMPARE(bench.field(0, u"refresh_token"_s), "refresh-1"_ba);
    QCOMPARE(bench.field(0, u"client_id"_s), SignInPlace::defaultClientId().toUtf8());
    QCOMPARE(bench.field(0, u"scope"_s),
             "https://dynamicsessions.io/.default openid profile offline_access"_ba);
}

void SignInsTest::keychainIsReadOnce()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("a"));
    bench.answer(200, reply("b"));
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    QVERIFY(bench.ask(source));
    QCOMPARE(bench.keychain.reads, 1);
}

void SignInsTest::newestRefreshTokenIsRemembered()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("a", "refresh-2"));
    bench.answer(200, reply("b", "refresh-3"));
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    QVERIFY(bench.ask(source));
    QCOMPARE(bench.field(1, u"refresh_token"_s), "refresh-2"_ba);
    QTRY_COMPARE(bench.remembered(), "refresh-3"_ba);
}

void SignInsTest::secondProgramRunFindsTheNewestRefreshToken()
{
    Bench bench;
    bench.signIns->keep(bench.place, Secret("refresh-1"), &bench.context, [](const auto &) {});
    QTRY_COMPARE(bench.remembered(), "refresh-1"_ba);
    bench.signIns = std::make_unique<SignIns>(&bench.keychain);
    bench.answer(200, reply("abc"));
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    QCOMPARE(bench.field(0, u"refresh_token"_s), "refresh-1"_ba);
}

void SignInsTest::withoutAKeychainPeopleAreSignedInForThisRun()
{
    Bench bench;
    bench.signIns = std::make_unique<SignIns>(nullptr);
    std::optional<ErrorKind> problem;
    bench.signIns->keep(bench.place, Secret("refresh-1"), &bench.context,
                        [&](const Result<void, Error> &kept) { problem = kept.error().kind; });
    QCOMPARE(problem, ErrorKind::WriteFailed);
    bench.answer(200, reply("abc"));
    auto source = bench.source();
    QCOMPARE(bench.ask(source)->token.reveal(), "abc"_ba);
}

void SignInsTest::lockedKeychainIsTold()
{
    Bench bench;
    bench.keychain.failure = Error{ErrorKind::PermissionDenied, u"the keychain is locked"_s};
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error(),
             SourceFailure::refused(u"the keychain is locked"_s, u"SignInNeeded"_s));
}

void SignInsTest::nobodySignedInAsksForSignIn()
{
    Bench bench;
    bench.place.account.clear();
    CredentialSources::List list;
    list.push_back(std::make_unique<SignedInSource>(bench.place, *bench.signIns, bench.services));
    CredentialSources sources(std::move(list));
    CredentialChain chain(sources, poolAudience(), bench.clock);
    std::optional<RestError> error;
    chain.requestToken(Freshness::Cached, &bench.context,
                       [&](const Result<Secret, RestError> &answer) { error = answer.error(); });
    QVERIFY(asksForSignIn(*error));
    QCOMPARE(error->detail, u"sign-in: nobody is signed in"_s);
    QCOMPARE(bench.keychain.reads, 0);
}

void SignInsTest::whoSignsOutIsForgotten()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("abc"));
    auto source = bench.source();
    QVERIFY(bench.ask(source));
    bench.signIns->forget(bench.place);
    QCOMPARE(bench.ask(source).error().code, u"SignInNeeded"_s);
    QTRY_VERIFY(bench.keychain.entries.isEmpty());
}

void SignInsTest::answerThatComesAfterSigningOutSignsNobodyIn()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.signIns->forget(bench.place);
    bench.signIns->renew(bench.place, Secret("refresh-2"));
    QTRY_VERIFY(bench.keychain.entries.isEmpty());
    auto source = bench.source();
    QCOMPARE(bench.ask(source).error().code, u"SignInNeeded"_s);
    QVERIFY(bench.keychain.entries.isEmpty());
}

void SignInsTest::whoSignsOutWhileTheKeychainIsReadIsForgotten()
{
    Bench bench;
    bench.remember("refresh-1");
    std::optional<Result<Secret, SourceFailure>> found;
    bench.signIns->find(bench.place, &bench.context, [&](const auto &answer) { found = answer; });
    bench.signIns->forget(bench.place);
    QTRY_VERIFY(found.has_value());
    QCOMPARE(found->error().code, u"SignInNeeded"_s);
    auto source = bench.source();
    QCOMPARE(bench.ask(source).error().code, u"SignInNeeded"_s);
}

void SignInsTest::whoSignsInWhileTheKeychainIsReadCounts()
{
    Bench bench;
    bench.remember("refresh-1");
    std::optional<Result<Secret, SourceFailure>> found;
    bench.signIns->find(bench.place, &bench.context, [&](const auto &answer) { found = answer; });
    bench.signIns->keep(bench.place, Secret("refresh-2"), &bench.context, [](const auto &) {});
    QTRY_VERIFY(found.has_value());
    QCOMPARE((*found)->reveal(), "refresh-2"_ba);
}

void SignInsTest::refreshTokenThatIsOverAsksForSignIn_data()
{
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("asks");
    QTest::newRow("expired") << "invalid_grant"_ba << 700082 << true;
    QTest::newRow("revoked by policy") << "invalid_grant"_ba << 70043 << true;
    QTest::newRow("password changed") << "invalid_grant"_ba << 50173 << true;
    QTest::newRow("second factor") << "interaction_required"_ba << 50076 << true;
    QTest::newRow("second factor to be set up") << "interaction_required"_ba << 50079 << true;
    QTest::newRow("consent") << "invalid_grant"_ba << 65001 << true;
    QTest::newRow("without a number") << "invalid_grant"_ba << 0 << true;
    QTest::newRow("service not in the tenant") << "invalid_resource"_ba << 500011 << false;
    QTest::newRow("conditional access") << "access_denied"_ba << 53003 << false;
}

void SignInsTest::refreshTokenThatIsOverAsksForSignIn()
{
    QFETCH(QByteArray, error);
    QFETCH(int, number);
    QFETCH(bool, asks);
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(400,
                 R"({"error":")" + error + R"(","error_description":"No.","error_codes":[)"
                     + QByteArray::number(number) + "]}");
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QVERIFY(!answer);
    QCOMPARE(asksForSignIn({RestError::Kind::NoCredential, 0, answer.error().code, {}}), asks);
}

void SignInsTest::unreachableServiceDoesNotAskForSignIn()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.server.close();
    auto source = bench.source();
    const auto answer = bench.ask(source);
    QCOMPARE(answer.error().code, u"SignInUnreachable"_s);
    QVERIFY(!asksForSignIn({RestError::Kind::NoCredential, 0, answer.error().code, {}}));
}

void SignInsTest::claimsAreRedeemed()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("abc"));
    auto source = bench.source();
    QVERIFY(bench.ask(source, "{}"));
    QCOMPARE(bench.field(0, u"claims"_s), "{}"_ba);
}

void SignInsTest::twoChainsOfOneAccountShareTheSignIn()
{
    Bench bench;
    bench.remember("refresh-1");
    bench.answer(200, reply("for-pools", "refresh-2"));
    bench.answer(200, reply("for-manager", "refresh-3"));
    CredentialSources::List list;
    list.push_back(std::make_unique<SignedInSource>(bench.place, *bench.signIns, bench.services));
    CredentialSources sources(std::move(list));
    CredentialChain pools(sources, poolAudience(), bench.clock);
    CredentialChain manager(sources, u"https://management.azure.com"_s, bench.clock);
    QByteArrayList tokens;
    const auto collect
        = [&](const Result<Secret, RestError> &answer) { tokens += answer->reveal(); };
    pools.requestToken(Freshness::Cached, &bench.context, collect);
    QTRY_COMPARE(tokens.size(), 1);
    manager.requestToken(Freshness::Cached, &bench.context, collect);
    QTRY_COMPARE(tokens, (QByteArrayList{"for-pools", "for-manager"}));
    QCOMPARE(bench.field(1, u"refresh_token"_s), "refresh-2"_ba);
    QVERIFY(bench.field(1, u"scope"_s).startsWith("https://management.azure.com/.default"));
}

QTEST_GUILESS_MAIN(SignInsTest)
#include "tst_signins.moc"
