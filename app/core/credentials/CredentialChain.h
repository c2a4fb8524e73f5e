#pragma once

#include "base/Clock.h"
#include "credentials/CredentialSource.h"
#include "rest/TokenSource.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

namespace sessionbook {

/// Asks its sources in order until one has a token; keeps it until five minutes before its end;
/// asks once for all requests that wait. When none has one, the error's detail holds one line for
/// each source that was passed over.
class CredentialChain : public QObject, public TokenSource
{
    Q_OBJECT
public:
    CredentialChain(std::vector<std::unique_ptr<CredentialSource>> sources, Clock &clock,
                    QObject *parent = nullptr);
    ~CredentialChain() override;

    void requestToken(Freshness freshness, QObject *context, Callback callback) override;

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Callback callback;
    };

    [[nodiscard]] bool hasFreshToken() const;
    void askSource(std::size_t index);
    void sourceAnswered(std::size_t index, const Result<AccessToken, RestError> &answer);
    void answerAll(const Result<Secret, RestError> &answer);

    std::vector<std::unique_ptr<CredentialSource>> m_sources;
    Clock &m_clock;
    std::optional<AccessToken> m_token;
    std::vector<Waiting> m_waiting; ///< not empty: a source is being asked
    QStringList m_passedOver;
};

} // namespace sessionbook
