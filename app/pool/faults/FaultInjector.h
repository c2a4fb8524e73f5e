#pragma once

#include "FaultSchedule.h"
#include "LaterCalls.h"
#include "SessionFaults.h"
#include "base/Clock.h"
#include "pool/http/RequestHandler.h"

namespace sessionbook {

/// Stands in front of what answers the pool's requests and lets a script's faults strike; tells
/// each in one line on standard error. Without `--faults` there is none of it.
class FaultInjector : public RequestHandler
{
public:
    /// Everything borrowed outlives it.
    FaultInjector(FaultScript script, RequestHandler &next, SessionFaults &sessions,
                  const Clock &clock);

    [[nodiscard]] RequestVerdict judge(const httplib::Request &head) const override;
    void handle(const httplib::Request &request, httplib::Response &response,
                const httplib::ContentReader *body) override;

private:
    /// A request that a fault strikes, and its answer.
    struct Struck
    {
        const httplib::Request &request;
        httplib::Response &response;
        const httplib::ContentReader *body;
        QString identifier;
    };

    void strike(const RefuseFault &fault, const Struck &struck);
    void strike(const DelayFault &fault, const Struck &struck);
    void strike(const StatusFault &fault, const Struck &struck);
    void strike(const CutFault &fault, const Struck &struck);
    void strike(const StallFault &fault, const Struck &struck);
    void strike(const SlowFault &fault, const Struck &struck);
    void strike(const SessionFault &fault, const Struck &struck);

    void answer(const Struck &struck);
    void doAndForget(const Struck &struck);
    [[nodiscard]] std::function<void()> hit(SessionFault::What what, const QString &identifier);

    const double m_clockRate;
    FaultSchedule m_schedule;
    RequestHandler &m_next;
    SessionFaults &m_sessions;
    const Clock &m_clock;
    const std::chrono::milliseconds m_started;
    LaterCalls m_later;
};

} // namespace sessionbook
