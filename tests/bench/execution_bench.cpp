// How long a cell takes beyond its own work: from the client through the pool and back
// (docs/performance.md).

#include "execution/ExecutionQueue.h"
#include "notebook/Notebook.h"
#include "sessions/LocalPool.h"
#include "sessions/PoolConnection.h"
#include "sessions/SessionClient.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QTextStream>

#include <algorithm>
#include <vector>

using namespace sessionbook;
using namespace Qt::StringLiterals;

namespace {

constexpr int warmRuns = 400;
constexpr int starts = 5;

/// In milliseconds.
using Samples = std::vector<double>;

double quantile(Samples samples, double share)
{
    std::ranges::sort(samples);
    return samples.at(size_t(double(samples.size() - 1) * share));
}

void print(const char *name, double value)
{
    QTextStream(stdout) << name << ' ' << QString::number(value, 'f', 2) << " ms" << Qt::endl;
}

double since(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

template<typename Object, typename Signal> void waitFor(Object *object, Signal signal)
{
    QEventLoop loop;
    QObject::connect(object, signal, &loop, [&loop] { loop.quit(); });
    loop.exec();
}

bool startPool(LocalPool &pool)
{
    pool.start();
    while (pool.state() == LocalPool::State::Starting)
        waitFor(&pool, &LocalPool::stateChanged);
    return pool.state() == LocalPool::State::Running;
}

bool runJob(ExecuteCodeJob *job)
{
    job->start();
    waitFor(job, &RestJob::finished);
    const auto reply = job->result();
    job->deleteLater();
    return reply && reply->status == ExecutionStatus::Succeeded;
}

/// One pool with one session, as the window has them.
struct Bench
{
    bool start()
    {
        if (!startPool(pool))
            return false;
        connection = PoolConnection::toLocalPool(pool, network, clock);
        session
            = std::make_unique<SessionClient>(connection->rest(), SessionClient::newIdentifier());
        session->setAbilities(
            {.stream = true, .cancel = true, .restart = true, .pythonVersion = {}});
        return runJob(session->executeCode(u"6*7"_s, {}, nullptr));
    }

    SystemClock clock;
    QNetworkAccessManager network;
    LocalPool pool{QStringLiteral(SESSIONBOOK_BIN_DIR "/sessionbook-pool")};
    std::unique_ptr<PoolConnection> connection;
    std::unique_ptr<SessionClient> session;
};

int fail(const Error &error)
{
    QTextStream(stderr) << "the pool did not answer " << error.detail << Qt::endl;
    return 1;
}

Samples timedStarts()
{
    Samples samples;
    for (int i = 0; i < starts; ++i) {
        QElapsedTimer timer;
        timer.start();
        Bench bench;
        if (!bench.start())
            return {};
        samples.push_back(since(timer));
    }
    return samples;
}

Samples timedRequests(SessionClient &session)
{
    Samples samples;
    for (int i = 0; i < warmRuns; ++i) {
        QElapsedTimer timer;
        timer.start();
        if (!runJob(session.executeCode(u"6*7"_s, {}, nullptr)))
            return {};
        samples.push_back(since(timer));
    }
    return samples;
}

/// From enqueue() to the output in the notebook.
Samples timedCells(SessionClient &session, Clock &clock)
{
    NotebookData data = NotebookData::empty();
    data.cells = {Cell::code(u"6*7"_s)};
    Notebook notebook(data);
    ExecutionQueue queue(notebook, clock);
    queue.setSession(&session);
    Samples samples;
    for (int i = 0; i < warmRuns; ++i) {
        QElapsedTimer timer;
        timer.start();
        queue.enqueue(notebook.idAt(0));
        waitFor(&queue, &ExecutionQueue::becameIdle);
        if (notebook.cellAt(0).outputs.isEmpty())
            return {};
        samples.push_back(since(timer));
    }
    return samples;
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const Samples startSamples = timedStarts();
    Bench bench;
    if (startSamples.empty() || !bench.start())
        return fail(bench.pool.error());
    const Samples requests = timedRequests(*bench.session);
    const Samples cells = timedCells(*bench.session, bench.clock);
    if (requests.empty() || cells.empty())
        return fail(bench.pool.error());

    print("pool_start_to_first_answer_median", quantile(startSamples, 0.5));
    print("pool_start_to_first_answer_worst", quantile(startSamples, 1.0));
    print("warm_request_6x7_median", quantile(requests, 0.5));
    print("warm_request_6x7_p95", quantile(requests, 0.95));
    print("warm_cell_6x7_median", quantile(cells, 0.5));
    print("warm_cell_6x7_p95", quantile(cells, 0.95));
    return 0;
}
