#pragma once

#include "azure/pools/PoolDirectory.h"
#include "dialogs/pools/PoolChooserDialog.h"
#include "rest/DirectLoopback.h"
#include "support/FakeTokens.h"
#include "support/ScriptedArm.h"
#include "support/ui/TestTheme.h"
#include "support/window/ScriptedDialogs.h"

#include <QNetworkAccessManager>

namespace sessionbook {

/// A pool directory on a scripted Azure, and what a chooser of its pools is shown with.
struct PoolBench
{
    PoolBench()
        : directory(network, clock)
    {
        keepLoopbackDirect(network);
        signIn();
    }

    void signIn()
    {
        directory.signIn({arm.base().toString(), QStringLiteral("https://dynamicsessions.io")},
                         [this](const QString &) {
                             auto tokens = std::make_unique<FakeTokens>();
                             tokens->token = token;
                             tokens->error = tokenError;
                             return tokens;
                         });
    }
    /// A token that says who has it.
    static QByteArray tokenOf(const QByteArray &account)
    {
        const QByteArray claims = R"({"aud":"https://management.azure.com","upn":")" + account
            + R"(","tid":"11111111-1111-1111-1111-111111111111",)"
              R"("oid":"22222222-2222-2222-2222-222222222222"})";
        return "e30."
            + claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
            + ".x";
    }
    [[nodiscard]] PoolChooserRequest request()
    {
        return {
            .directory = directory,
            .known = [this] { return known; },
            .found =
                [] {
                    return PoolProfile{
                        .name = {}, .url = {}, .credential = PoolCredential::SignedIn};
                },
            .current = {},
            .remember = [this](const QList<PoolProfile> &pools) { known = pools; },
            .signIn = [this](QWidget *) { ++signInsAsked; },
            .switchTenant = [this](const QString &tenant) { tenantsAsked += tenant; },
            .checkAccess =
                [this](QWidget *, const PoolProfile &pool, const std::function<void()> &signedIn) {
                    checked.append(pool.name);
                    signedInForPool = signedIn;
                }};
    }

    ScriptedArm arm;
    QNetworkAccessManager network;
    SystemClock clock;
    QByteArray token = tokenOf("me@example.org");
    std::optional<RestError> tokenError;
    PoolDirectory directory;
    ScriptedDialogs dialogs;
    QList<PoolProfile> known;
    QStringList checked;
    std::function<void()> signedInForPool;
    int signInsAsked = 0;
    QStringList tenantsAsked;
};

} // namespace sessionbook
