#include "BenchPool.h"
#include "Figures.h"
#include "PoolParts.h"
#include "ProcessFigures.h"

#include <atomic>
#include <thread>
#include <vector>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int Clients = 20;
constexpr int Executions = 200;

struct Client
{
    std::string session;
    double milliseconds = 0;
    int failures = 0;
};

void runClient(const BenchPool &pool, Client &client, std::atomic<int> &waiting)
{
    const auto connection = pool.client();
    client.failures += answers(*connection, client.session) ? 0 : 1;
    // All begin at once, when all sessions are warm.
    --waiting;
    while (waiting > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    client.milliseconds = milliseconds([&] {
        for (int i = 0; i < Executions; ++i)
            client.failures += answers(*connection, client.session) ? 0 : 1;
    });
}

} // namespace

bool benchClients()
{
    const BenchPool pool;
    std::vector<Client> clients(Clients);
    std::atomic<int> waiting{Clients + 1};
    std::vector<std::thread> threads;
    for (size_t i = 0; i < clients.size(); ++i) {
        clients[i].session = "clients-" + std::to_string(i);
        threads.emplace_back([&, i] { runClient(pool, clients[i], waiting); });
    }
    while (waiting > 1)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    waitUntilIdle(pool.pid()); // the pool starts the kernel it keeps ready
    --waiting;
    QList<double> times;
    int failures = 0;
    for (size_t i = 0; i < clients.size(); ++i) {
        threads[i].join();
        times.append(clients[i].milliseconds);
        failures += clients[i].failures;
    }
    const double slowest = quantile(times, 1.0);
    print(u"pool_20_clients_failures"_s, failures, "executions");
    print(u"pool_20_clients_executions_a_second"_s, Clients * Executions / (slowest / 1000), "1/s");
    print(u"pool_20_clients_slowest_to_median"_s, slowest / quantile(times, 0.5), "x");
    return failures == 0;
}

} // namespace sessionbook
