#pragma once

#include "rest/RestJob.h"
#include "sessions/SessionPlace.h"

#include <QList>

namespace sessionbook {

struct ServiceVersion;

/// A request of the protocol, in the version that its pool speaks.
///
/// A pool that refuses the version is asked again at once in another: newest first, or as its
/// header `api-supported-versions` says. Such a refusal did nothing, so this holds for code too. A
/// 404 that names nothing counts as one only while no version was taken yet. What was found is
/// shared by the place's PoolDialect.
class SessionJob : public RestJob
{
    Q_OBJECT
public:
    explicit SessionJob(const SessionPlace &place, QObject *parent = nullptr);

protected:
    /// Before the first request: only versions that can do this will do.
    void requireVersionThat(bool ServiceVersion::*can) { m_required = can; }
    /// Before the first request: whatever was found before. How a pool that became newer is noticed
    /// (docs/decisions/0108).
    void askNewestFirst() { m_asksNewestFirst = true; }
    /// The request makes a session where there is none: while none was seen, a 404 that names
    /// nothing says that none is free.
    void setMakesSession() { m_makesSession = true; }

    [[nodiscard]] const QString &identifier() const { return m_place.identifier; }
    [[nodiscard]] PoolDialect &dialect() const { return *m_place.dialect; }
    /// Of the request under way, or of the next one.
    [[nodiscard]] const ServiceVersion &version();
    /// For a request that some versions lack: what to answer instead of asking where the pool has
    /// refused all that have it, so that a question that is asked again and again costs nothing.
    [[nodiscard]] std::optional<RestError> unavailable() const;
    /// With api-version and identifier already in its query.
    [[nodiscard]] Request sessionRequest(const QByteArray &verb, const QString &path);
    void replyStarted(QNetworkReply &reply) override;
    std::optional<RestError> judged(const RestError &error, const QNetworkReply &reply) override;
    /// The error, or success: what a job without a value answers.
    [[nodiscard]] Result<void, RestError> outcome() const;

private:
    [[nodiscard]] bool canUse(const ServiceVersion &version) const;
    [[nodiscard]] const ServiceVersion &firstVersion() const;
    [[nodiscard]] const ServiceVersion *nextVersion(const QByteArray &supported) const;
    [[nodiscard]] std::optional<RestError> askOtherVersion(const RestError &error,
                                                           const QNetworkReply &reply);

    SessionPlace m_place;
    bool ServiceVersion::*m_required = nullptr;
    bool m_asksNewestFirst = false;
    bool m_makesSession = false;
    const ServiceVersion *m_version = nullptr; ///< nullptr before the first request
    QList<const ServiceVersion *> m_refused; ///< of this request
    std::optional<RestError> m_firstRefusal;
};

/// A reply that is not what the protocol promises.
[[nodiscard]] RestError invalidReply(const QString &detail);

} // namespace sessionbook
