#include "SessionRoutes.h"

#include <QJsonArray>

#include <algorithm>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype PageSize = 100;

QString timeText(const QDateTime &time)
{
    return time.toString(Qt::ISODateWithMs);
}

QJsonObject endedToJson(const EndedSession &session)
{
    return {{u"identifier"_s, session.identifier},
            {u"createdAt"_s, timeText(session.createdAt)},
            {u"lastAccessedAt"_s, timeText(session.lastAccessedAt)},
            {u"endedAt"_s, timeText(session.endedAt)},
            {u"etag"_s, session.guid},
            {u"endReason"_s,
             QJsonObject{
                 {u"code"_s, session.end.code},
                 {u"message"_s, u"The session was ended because %1."_s.arg(session.end.because)}}}};
}

} // namespace

SessionRoutes::SessionRoutes(SessionRegistry &registry, const ApiHabits &habits)
    : m_registry(registry)
    , m_isPlain(habits.isPlain)
{
}

QJsonObject SessionRoutes::toJson(const PoolSession &session) const
{
    return {{u"identifier"_s, session.identifier()},
            {u"createdAt"_s, timeText(session.createdAt())},
            {u"lastAccessedAt"_s, timeText(session.lastAccessedAt())},
            {u"expireAt"_s, timeText(m_registry.expiryOf(session))},
            {u"etag"_s, session.guid()}};
}

ApiError SessionRoutes::unknownSession(const QString &identifier) const
{
    const auto ended = m_isPlain ? QList<EndedSession>() : m_registry.ended();
    const auto found = std::ranges::find(ended, identifier, &EndedSession::identifier);
    const QString why
        = found == ended.end() ? QString() : u": it was ended because "_s + found->end.because;
    return {404, u"SessionNotFound"_s, u"There is no session with this identifier%1."_s.arg(why)};
}

QJsonArray SessionRoutes::endedSessions() const
{
    QJsonArray ended;
    for (const EndedSession &session : m_registry.ended())
        ended.append(endedToJson(session));
    return ended;
}

void SessionRoutes::show(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto session = m_registry.find(*identifier);
    if (!session)
        return call.refuse(unknownSession(*identifier));
    call.answer(200, toJson(*session));
}

void SessionRoutes::remove(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    if (!m_registry.remove(*identifier))
        return call.refuse(unknownSession(*identifier));
    call.answerEmpty(204);
}

void SessionRoutes::stop(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    if (!m_registry.remove(*identifier))
        return call.refuse(unknownSession(*identifier));
    const QString pool = call.route.base.section(u'/', -1);
    call.answerText(200,
                    u"Session %1 in session pool %2 stopped."_s.arg(
                        *identifier, pool.isEmpty() ? u"local"_s : pool));
}

void SessionRoutes::restart(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto session = m_registry.session(*identifier);
    if (!session)
        return call.refuse(session.error());
    if (const auto restarted = (*session)->restart(); !restarted)
        return call.refuse(restarted.error());
    call.answerEmpty(204);
}

void SessionRoutes::list(const ApiCall &call) const
{
    // The description has `skip`, its example passes `offset` and `limit` (PROTOCOL §8).
    const QString first = call.parameter("skip"_L1);
    const qsizetype skip
        = std::max((first.isEmpty() ? call.parameter("offset"_L1) : first).toInt(), 0);
    const qsizetype limit = call.parameter("limit"_L1).toInt();
    const auto sessions = m_registry.all();
    QJsonArray page;
    for (const auto &session : sessions.mid(skip, limit > 0 ? std::min(limit, PageSize) : PageSize))
        page.append(toJson(*session));
    QJsonObject body{{u"sessions"_s, page}};
    // Beside the others, as clients of the service take each of `sessions` for one that lives.
    if (skip == 0 && !m_isPlain)
        body.insert("endedSessions"_L1, endedSessions());
    if (skip + page.size() < sessions.size())
        body.insert(
            "nextLink"_L1,
            u"%1/listSessions?api-version=%2&skip=%3"_s.arg(call.poolUrl(), call.version.forLinks())
                .arg(skip + page.size()));
    call.answer(200, body);
}

} // namespace sessionbook
