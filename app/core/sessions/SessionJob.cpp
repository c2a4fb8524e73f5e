#include "sessions/SessionJob.h"

#include "sessions/PoolDialect.h"
#include "sessions/ServiceRefusal.h"

#include <QPointer>

using namespace Qt::StringLiterals;

namespace sessionbook {

namespace {

using AboutVersion = ServiceRefusal::AboutVersion;

bool lists(const QByteArray &supported, const ServiceVersion &version)
{
    for (const QByteArray &name : supported.split(',')) {
        if (ServiceVersion::named(QString::fromLatin1(name.trimmed())) == &version)
            return true;
    }
    return false;
}

} // namespace

SessionJob::SessionJob(const SessionPlace &place, QObject *parent)
    : RestJob(place.client, parent)
    , m_place(place)
{
}

const ServiceVersion &SessionJob::version()
{
    if (!m_version)
        m_version = &firstVersion();
    return *m_version;
}

bool SessionJob::canUse(const ServiceVersion &version) const
{
    return !m_required || version.*m_required;
}

const ServiceVersion &SessionJob::firstVersion() const
{
    const ServiceVersion &spoken = dialect().version();
    return !m_asksNewestFirst && canUse(spoken) ? spoken : ServiceVersion::newest();
}

const ServiceVersion *SessionJob::nextVersion(const QByteArray &supported) const
{
    const ServiceVersion *next = nullptr;
    for (const ServiceVersion &candidate : ServiceVersion::all()) {
        if (!canUse(candidate) || m_refused.contains(&candidate))
            continue;
        if (lists(supported, candidate))
            return &candidate;
        if (!next)
            next = &candidate;
    }
    return next;
}

std::optional<RestError> SessionJob::unavailable() const
{
    for (const ServiceVersion &candidate : ServiceVersion::all()) {
        if (canUse(candidate) && !dialect().hasRefused(candidate))
            return std::nullopt;
    }
    return RestError{RestError::Kind::BadRequest, 0, u"UnsupportedApiVersion"_s,
                     u"the pool is too old for this"_s};
}

RestJob::Request SessionJob::sessionRequest(const QByteArray &verb, const QString &path)
{
    Request request{
        .verb = verb, .path = path, .query = {{u"api-version"_s, QString(version().name)}}};
    if (!identifier().isEmpty())
        request.query.append({u"identifier"_s, identifier()});
    return request;
}

void SessionJob::replyStarted(QNetworkReply &)
{
    dialect().sawSession(identifier());
    dialect().took(version());
}

std::optional<RestError> SessionJob::judged(const RestError &error, const QNetworkReply &reply)
{
    const AboutVersion about = ServiceRefusal::aboutVersion(error);
    if (about == AboutVersion::Yes || (about == AboutVersion::Perhaps && !dialect().isConfirmed()))
        return askOtherVersion(error, reply);
    RestError judgement = error;
    const bool isFirstOfSession = m_makesSession && !dialect().hasSeenSession(identifier());
    if (ServiceRefusal::isPoolFull(error) || (about == AboutVersion::Perhaps && isFirstOfSession))
        judgement.kind = RestError::Kind::Throttled;
    return judgement;
}

std::optional<RestError> SessionJob::askOtherVersion(const RestError &error,
                                                     const QNetworkReply &reply)
{
    const QPointer<SessionJob> self(this);
    const QByteArray supported = reply.rawHeader("api-supported-versions");
    m_refused.append(&version());
    if (ServiceRefusal::aboutVersion(error) == AboutVersion::Yes)
        dialect().refused(version()); // which whoever hears of it may answer by deleting us
    if (!self)
        return error;
    if (!m_firstRefusal)
        m_firstRefusal = error;
    const ServiceVersion *next = nextVersion(supported);
    if (!next)
        return m_firstRefusal;
    m_version = next;
    return std::nullopt;
}

Result<void, RestError> SessionJob::outcome() const
{
    if (!isFinished())
        return RestError{RestError::Kind::Cancelled, 0, {}, u"not finished"_s};
    if (error())
        return *error();
    return {};
}

RestError invalidReply(const QString &detail)
{
    return {RestError::Kind::InvalidReply, 0, {}, detail};
}

} // namespace sessionbook
