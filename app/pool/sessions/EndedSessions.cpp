#include "EndedSessions.h"

#include <algorithm>
#include <iterator>

namespace sessionbook {

void EndedSessions::add(EndedSession session)
{
    if (m_sessions.size() == Most)
        m_sessions.removeFirst();
    m_sessions.append(std::move(session));
}

QList<EndedSession> EndedSessions::at(const QDateTime &now) const
{
    QList<EndedSession> latest;
    std::copy_if(m_sessions.crbegin(), m_sessions.crend(), std::back_inserter(latest),
                 [oldest = now.addSecs(-Kept.count())](const EndedSession &session) {
                     return session.endedAt > oldest;
                 });
    return latest;
}

} // namespace sessionbook
