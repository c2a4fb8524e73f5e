#pragma once

#include "base/Clock.h"
#include "helper/HandOverSegment.h"
#include "helper/PollPace.h"

#include <QObject>
#include <QPointer>

namespace sessionbook {

class SegmentJob;
class SessionClient;

/// Fetches the segments of one run while it goes on, one after another and each once, never with
/// more than one request under way.
///
/// A request that fails is made again later and fails nobody else. Borrows session and clock.
class HandOverPoller : public QObject
{
    Q_OBJECT
public:
    HandOverPoller(SessionClient &session, Clock &clock, QString run, QString prefix,
                   QObject *parent = nullptr);

    void start();
    /// The run has ended and left so many: drained() follows when they are here or cannot be had.
    void drain(int count);
    /// Of the next one; those before it were fetched.
    [[nodiscard]] int next() const { return m_next; }

signals:
    void messageReceived(const QJsonObject &message);
    /// A segment told the end of the run: nothing comes after it.
    void ended(const sessionbook::HelperEnd &end);
    void drained();

private:
    void ask();
    void askAfter(std::chrono::milliseconds delay);
    void answered(SegmentJob &job);
    void take(const HandOverSegment &segment);
    [[nodiscard]] bool isDrained() const { return m_count && m_next >= *m_count; }

    SessionClient &m_session;
    Clock &m_clock;
    QString m_run;
    QString m_prefix;
    PollPace m_pace;
    QPointer<SegmentJob> m_job;
    int m_next = 0;
    int m_turn = 0; ///< counts up with every wait, so that late ones know that they are late
    int m_failures = 0; ///< in a row, while draining
    std::optional<int> m_count;
};

} // namespace sessionbook
