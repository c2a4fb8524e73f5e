#pragma once

#include "base/Clock.h"
#include "credentials/CredentialSources.h"
#include "rest/TokenSource.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <optional>
#include <vector>

namespace sessionbook {

/// The tokens of one identity for one audience: asks its sources in order until one has a token,
/// as DefaultAzureCredential does.
///
/// Keeps the token until five minutes before its end and asks once for all requests that wait; a
/// token whose giver wants it renewed earlier is renewed beside the requests. A source that is not
/// set up is passed over; one that is set up and refused ends the walk. Errors are NoCredential:
/// `detail` has one line for each source that was passed over, `code` says what the last refusal
/// was where that is known. A renewal that fails leaves the present token in use while it lives.
/// Borrows sources and clock.
class CredentialChain : public QObject, public TokenSource
{
    Q_OBJECT
public:
    CredentialChain(CredentialSources &sources, QString audience, Clock &clock,
                    QObject *parent = nullptr);
    ~CredentialChain() override;

    void requestToken(const Demand &demand, QObject *context, Callback callback) override;

private:
    struct Waiting
    {
        QPointer<QObject> context;
        Callback callback;
    };

    [[nodiscard]] bool livesLongerThan(std::chrono::seconds duration) const;
    void fetch(const QByteArray &claims);
    void ask(std::size_t index);
    void askNext();
    void answered(std::size_t index, const CredentialSource::Answer &answer);
    void keep(std::size_t index, const AccessToken &token);
    void passOver(std::size_t index, const SourceFailure &failure);
    void giveUp();
    void answerAll(const Result<Secret, RestError> &answer);

    CredentialSources &m_sources;
    Clock &m_clock;
    TokenQuery m_query;
    std::optional<AccessToken> m_token;
    bool m_tokenWasRefused = false;
    std::vector<Waiting> m_waiting;
    bool m_isAsking = false; ///< a walk is under way, for those who wait or ahead of need
    std::vector<bool> m_wasAsked; ///< by the present walk, one for each source
    QStringList m_passedOver;
    QString m_code; ///< of the first failure of the walk that has one
};

} // namespace sessionbook
