#include "SessionRoutes.h"

#include <QJsonArray>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype PageSize = 100;

ApiError unknownSession()
{
    return {404, u"SessionNotFound"_s, u"There is no session with this identifier."_s};
}

} // namespace

SessionRoutes::SessionRoutes(SessionRegistry &registry)
    : m_registry(registry)
{
}

QJsonObject SessionRoutes::toJson(const PoolSession &session) const
{
    return {{u"identifier"_s, session.identifier()},
            {u"createdAt"_s, session.createdAt().toString(Qt::ISODateWithMs)},
            {u"lastAccessedAt"_s, session.lastAccessedAt().toString(Qt::ISODateWithMs)},
            {u"expireAt"_s, m_registry.expiryOf(session).toString(Qt::ISODateWithMs)},
            {u"etag"_s, session.guid()}};
}

void SessionRoutes::show(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    const auto session = m_registry.find(*identifier);
    if (!session)
        return call.refuse(unknownSession());
    call.answer(200, toJson(*session));
}

void SessionRoutes::remove(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    if (!m_registry.remove(*identifier))
        return call.refuse(unknownSession());
    call.answerEmpty(204);
}

void SessionRoutes::stop(const ApiCall &call) const
{
    const auto identifier = call.identifier();
    if (!identifier)
        return call.refuse(identifier.error());
    if (!m_registry.remove(*identifier))
        return call.refuse(unknownSession());
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
    if (skip + page.size() < sessions.size())
        body.insert(
            "nextLink"_L1,
            u"%1/listSessions?api-version=%2&skip=%3"_s.arg(call.poolUrl(), call.version.forLinks())
                .arg(skip + page.size()));
    call.answer(200, body);
}

} // namespace sessionbook
