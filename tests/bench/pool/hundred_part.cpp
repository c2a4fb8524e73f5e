#include "BenchPool.h"
#include "Figures.h"
#include "JupyterPeer.h"
#include "PoolParts.h"
#include "ProcessFigures.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int Sessions = 100;
constexpr size_t Clients = 3;
constexpr int PeerKernels = 8;
constexpr double Megabyte = 1e6;
const auto ImportCode = u"import numpy, pandas\nint(numpy.arange(4).sum())"_s;

std::string sessionName(int number)
{
    return "hundred-" + std::to_string(number);
}

double memoryBelow(int pid)
{
    double sum = 0;
    for (const int member : descendantsOf(pid))
        sum += double(proportionalBytes(member));
    return sum / Megabyte;
}

/// How many sessions of all could import; made by a few clients, for the sake of time.
int importingSessions(const BenchPool &pool)
{
    std::atomic<int> next = 0;
    std::atomic<int> count = 0;
    const auto work = [&] {
        const auto client = pool.client();
        for (int i = next++; i < Sessions; i = next++)
            count += execute(*client, sessionName(i), ImportCode) ? 1 : 0;
    };
    std::array<std::thread, Clients> threads;
    std::ranges::generate(threads, [&] { return std::thread(work); });
    std::ranges::for_each(threads, &std::thread::join);
    return count;
}

int answeringSessions(httplib::Client &client)
{
    int count = 0;
    for (int i = 0; i < Sessions; ++i)
        count += answers(client, sessionName(i)) ? 1 : 0;
    return count;
}

} // namespace

bool benchHundred()
{
    JupyterPeer peer;
    const auto peerBytes = peer.ask("memory " + QByteArray::number(PeerKernels));
    // None ready: a hundred and first session would be counted among the hundred.
    const BenchPool pool({u"--ready"_s, u"0"_s});
    const auto client = pool.client();
    int imported = 0;
    const double made = milliseconds([&] { imported = importingSessions(pool); });
    waitUntilIdle(pool.pid(), 60);
    const double memory = memoryBelow(pool.pid());
    int answering = 0;
    const double asked = milliseconds([&] { answering = answeringSessions(*client); });
    print(u"pool_sessions_that_answer"_s, answering, "sessions");
    print(u"pool_memory_of_a_session"_s, memory / Sessions, "MB");
    if (!peerBytes.isEmpty())
        print(u"peer_jupyter_memory_of_a_kernel"_s, peerBytes.first() / Megabyte, "MB");
    print(u"pool_memory_with_hundred_sessions"_s, double(residentBytes(pool.pid())) / Megabyte,
          "MB");
    print(u"pool_hundred_sessions_made_with_imports"_s, made / 1000, "s");
    print(u"pool_hundred_sessions_6x7_mean"_s, asked / Sessions, "ms");
    return imported == Sessions && answering == Sessions;
}

} // namespace sessionbook
