#pragma once

#include "base/Clock.h"

#include <QObject>
#include <QStringList>

namespace sessionbook {

class SessionClient;

/// Deletes fetched segments from the session when nothing else is asked of it; one request at a
/// time. The helper removes what is left when its next run begins, so that a failure needs no
/// second try.
class SegmentSweeper : public QObject
{
    Q_OBJECT
public:
    SegmentSweeper(SessionClient &session, Clock &clock, QObject *parent = nullptr);

    void sweep(const QString &prefix, const QString &run, int count);
    /// A run begins: the helper does it now.
    void stop();

private:
    void deleteNext(int turn);

    SessionClient &m_session;
    Clock &m_clock;
    QStringList m_names;
    int m_turn = 0;
};

} // namespace sessionbook
