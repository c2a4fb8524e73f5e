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
    const qsizetype skip = std::max(call.parameter("skip"_L1).toInt(), 0);
    const auto sessions = m_registry.all();
    QJsonArray page;
    for (const auto &session : sessions.mid(skip, PageSize))
        page.append(toJson(*session));
    QJsonObject body{{u"sessions"_s, page}};
    if (skip + page.size() < sessions.size())
        body.insert("nextLink"_L1,
                    u"http://%1%2/listSessions?api-version=2025-10-02-preview&skip=%3"_s
                        .arg(QString::fromLatin1(call.header("Host")), call.route.base)
                        .arg(skip + page.size()));
    call.answer(200, body);
}

} // namespace sessionbook
