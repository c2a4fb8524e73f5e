#pragma once

#include "credentials/signin/LoopbackListener.h"
#include "credentials/signin/Pkce.h"
#include "credentials/signin/SignInFlow.h"

namespace sessionbook {

/// Signs in by the person's own browser: authorization code with PKCE, back to a port of this
/// computer. Whoever started it opens the page when pageReady() says so; nothing of the browser's
/// is seen here but the code.
class BrowserSignIn final : public SignInFlow
{
    Q_OBJECT
public:
    BrowserSignIn(SignInPlace place, LoopbackPages pages, const IdentityServices &services,
                  QObject *parent = nullptr);

    void start() override;
    /// The page again, for who lost it; empty before start().
    [[nodiscard]] QUrl page() const { return m_page; }

signals:
    void pageReady(const QUrl &page);

private:
    [[nodiscard]] QUrl authorizePage() const;
    void redeem(const LoopbackAnswer &answer);

    QByteArray m_state;
    Pkce m_pkce;
    LoopbackListener m_listener;
    QUrl m_redirect;
    QUrl m_page;
};

} // namespace sessionbook
