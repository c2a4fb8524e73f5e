#pragma once

#include "base/Clock.h"
#include "helper/HelperFrame.h"
#include "helper/SegmentSweeper.h"
#include "rest/RestError.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <chrono>
#include <optional>

namespace sessionbook {

class ExecuteCodeJob;
class SessionClient;

/// The helper in the kernel of one session (docs/decisions/0110): installs it, finds out by which
/// way its output can be fetched, and remembers both for the runs that follow.
///
/// Borrows session and clock.
class KernelHelper : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Unknown, ///< prepare() it first
        Preparing,
        Ready,
        Refused ///< the kernel takes none, so that code is sent as it is
    };
    KernelHelper(SessionClient &session, Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] SessionClient &session() const { return m_session; }
    [[nodiscard]] Clock &clock() const { return m_clock; }
    [[nodiscard]] State state() const { return m_state; }
    /// Installs it, once more where the kernel died of that; prepared() follows. In a full pool it
    /// waits, without end where `longestWait` is nothing.
    void prepare(std::optional<std::chrono::seconds> longestWait = std::nullopt);
    /// As long as the pool has not answered; prepared() follows all the same.
    void stopPreparing();
    /// Why the last prepare() left the state Unknown; it may well succeed another time.
    [[nodiscard]] const std::optional<RestError> &failure() const { return m_failure; }
    /// The kernel turned out to be another one.
    void forget();
    /// It could not be installed for now: one code goes as it is, as missed() tells.
    void passOver();

    /// What the names of the segments begin with; empty where they cannot be fetched as files.
    [[nodiscard]] const QString &prefix() const { return m_prefix; }
    /// How many characters a reply holds for certain.
    [[nodiscard]] int room() const;
    /// A reply was cut off.
    void noteCutReply() { m_isCutting = true; }
    [[nodiscard]] SegmentSweeper &sweeper() { return m_sweeper; }

signals:
    void prepared();
    /// As RestJob::waiting() of what installs it.
    void waiting(const sessionbook::RestError &why, std::chrono::milliseconds delay);
    /// Told once a session: there is no helper, so that a cell's output is what the service's reply
    /// holds. `reason` is technical.
    void refused(const QString &reason);
    /// The same for one cell; the next one tries again.
    void missed(const QString &reason);
    /// Told once a session: output comes only when its cell has ended.
    void cannotFetchFiles();

private:
    void install();
    void installed(ExecuteCodeJob &job, const QString &call);
    void tryNextPrefix(const QString &call);
    void refuse(const QString &reason);
    void finish(State state);

    SessionClient &m_session;
    Clock &m_clock;
    SegmentSweeper m_sweeper;
    State m_state = State::Unknown;
    QString m_prefix;
    QStringList m_untried; ///< prefixes, while Preparing
    QPointer<ExecuteCodeJob> m_job; ///< that installs it
    std::optional<RestError> m_failure;
    std::optional<std::chrono::seconds> m_longestWait;
    bool m_isSecondTry = false;
    bool m_isCutting = false;
    bool m_isFilesTold = false;
};

} // namespace sessionbook
