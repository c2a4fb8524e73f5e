#pragma once

#include "azure/arm/ArmClient.h"
#include "rest/DirectLoopback.h"
#include "support/FakeTokens.h"
#include "support/ScriptedArm.h"

#include <QSignalSpy>
#include <QTest>

namespace sessionbook {

/// A client of a scripted resource manager, with real time.
struct ArmBench
{
    ArmBench()
        : rest(arm.base(), network, tokens, clock)
        , azure(rest)
    {
        keepLoopbackDirect(network);
    }

    /// Runs a job to its end.
    template<typename Job> auto run(Job *job) const
    {
        const std::unique_ptr<Job> owner(job);
        QSignalSpy finished(job, &RestJob::finished);
        job->start();
        if (finished.isEmpty() && !finished.wait(20000))
            QTest::qFail("the job did not end", __FILE__, __LINE__);
        return job->result();
    }

    ScriptedArm arm;
    QNetworkAccessManager network;
    FakeTokens tokens;
    SystemClock clock;
    RestClient rest;
    ArmClient azure;
};

} // namespace sessionbook
