#pragma once

#include "azure/access/TokenClaims.h"
#include "rest/RestClient.h"
#include "rest/RestJob.h"
#include "base/Result.h"
#include "sessions/PoolAbilities.h"

#include <QObject>
#include <QPointer>

#include <array>
#include <memory>
#include <optional>

namespace sessionbook {

class SessionClient;

/// Tries, one after another, all that must be right before a cell can run in a pool, and keeps what
/// each try gave. It stops at the first thing that is wrong: what comes after could only fail for
/// the same reason. `client` is the pool's; it outlives the check.
///
/// Started once; finished() exactly once. Running code takes one session of the pool for a moment;
/// it is deleted at once. Destroying the check stops it.
class AccessCheck : public QObject
{
    Q_OBJECT
public:
    enum class Step {
        Credential, ///< a token can be had
        Audience, ///< it is meant for session pools
        Connection, ///< the pool's host answers, and is who it says it is
        Role, ///< the pool lets this account in
        PoolKind, ///< it is one that runs cells
        Execution, ///< and one runs
        Count
    };
    enum class State {
        Waiting,
        Running,
        Passed,
        Failed,
        Unknown ///< nothing speaks against it, and nothing can be told; it went on
    };
    struct Finding
    {
        State state = State::Waiting;
        std::optional<RestError> error; ///< for Failed; a wrong audience or kind of pool has none
    };

    /// `audience` is what the pool's tokens are for.
    AccessCheck(RestClient &client, QString audience, QObject *parent = nullptr);
    ~AccessCheck() override;

    void start();

    [[nodiscard]] const Finding &finding(Step step) const;
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    /// Nothing where all went well.
    [[nodiscard]] std::optional<Step> failedStep() const;
    /// Of the token, where it can be read.
    [[nodiscard]] const std::optional<TokenClaims> &claims() const { return m_claims; }
    /// Of the pool, after code ran in it.
    [[nodiscard]] const std::optional<PoolAbilities> &abilities() const { return m_abilities; }
    [[nodiscard]] const QUrl &endpoint() const;
    [[nodiscard]] const QString &audience() const { return m_audience; }

signals:
    void changed();
    void finished();

private:
    void tokenCame(const Result<Secret, RestError> &token);
    void askPool();
    void poolAnswered(const Result<PoolAbilities, RestError> &answer);
    void execute();
    void executed(const std::optional<RestError> &error);
    void begin(Step step);
    void settle(Step step, State state, std::optional<RestError> error = {});
    void fail(Step step, std::optional<RestError> error = {});
    void end();

    RestClient &m_client;
    QString m_audience;
    std::unique_ptr<SessionClient> m_session;
    QPointer<RestJob> m_job;
    std::array<Finding, std::size_t(Step::Count)> m_findings;
    std::optional<TokenClaims> m_claims;
    std::optional<PoolAbilities> m_abilities;
    bool m_isFinished = false;
};

} // namespace sessionbook
