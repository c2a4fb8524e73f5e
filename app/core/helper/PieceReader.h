#pragma once

#include "helper/HandOverSegment.h"
#include "helper/HelperFrame.h"
#include "sessions/ExecutionReply.h"

#include <QObject>
#include <QPointer>

namespace sessionbook {

class ExecuteCodeJob;
class SessionClient;

/// Fetches what a run left by calls to the kernel it ran in, a piece each: where no file of the
/// session can be fetched. Only when the run has ended, as the kernel does one thing at a time.
class PieceReader : public QObject
{
    Q_OBJECT
public:
    struct Segments
    {
        QString run;
        int next = 0; ///< the first one
        int count = 0;
        int room = 0; ///< characters that one reply may hold
    };
    PieceReader(SessionClient &session, Segments segments, QObject *parent = nullptr);

    void start();
    /// After drained().
    [[nodiscard]] bool hasAll() const { return m_segments.next >= m_segments.count; }

signals:
    void messageReceived(const QJsonObject &message);
    void ended(const sessionbook::HelperEnd &end);
    /// All are here, or the rest cannot be had.
    void drained();

private:
    void ask();
    void answered(ExecuteCodeJob &job, const QString &call);
    void take(const QByteArray &segment);

    SessionClient &m_session;
    Segments m_segments;
    QByteArray m_bytes; ///< of the present segment
};

} // namespace sessionbook
