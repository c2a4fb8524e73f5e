#pragma once

#include "base/Clock.h"
#include "credentials/CredentialSource.h"
#include "rest/TokenSource.h"

#include <QObject>

#include <memory>
#include <vector>

namespace sessionbook {

/// Asks its sources in order until one has a token; keeps it until five minutes before its end; asks once for all requests
/// that wait. When none has one, the error's detail holds one line for each source that was passed over.
class CredentialChain : public QObject, public TokenSource
{
    Q_OBJECT
public:
    CredentialChain(std::vector<std::unique_ptr<CredentialSource>> sources, Clock &clock, QObject *parent = nullptr);
    ~CredentialChain() override;

    void requestToken(Freshness freshness, QObject *context, Callback callback) override;

private:
    std::vector<std::unique_ptr<CredentialSource>> m_sources;
    Clock &m_clock;
    // Implementation's own: the token in hand, the index asked now, who waits.
};

} // namespace sessionbook
