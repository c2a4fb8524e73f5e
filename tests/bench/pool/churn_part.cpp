#include "BenchPool.h"
#include "Figures.h"
#include "PoolParts.h"
#include "ProcessFigures.h"

#include <QDirIterator>
#include <QStandardPaths>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

constexpr int Sessions = 2000;
/// Enough for caches and arenas to have grown to what they stay at.
constexpr int WarmUp = 200;
/// Every so many runs code; the others are made by asking for their files, which takes less time.
constexpr int BetweenExecutions = 20;
constexpr double Megabyte = 1e6;

struct Footprint
{
    double memory = 0;
    qsizetype processes = 0;
    qsizetype descriptors = 0;
    qsizetype threads = 0;
    int files = 0;
};

int entriesBelow(const QString &path)
{
    int count = 0;
    QDirIterator iterator(path,
                          QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                          QDirIterator::Subdirectories);
    for (; iterator.hasNext(); iterator.next())
        ++count;
    return count;
}

Footprint footprintOf(int pid)
{
    return {.memory = double(residentBytes(pid)) / Megabyte,
            .processes = descendantsOf(pid).size(),
            .descriptors = openDescriptors(pid),
            .threads = threadCount(pid),
            .files
            = entriesBelow(QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
                           + "/sessionbook/pools"_L1)};
}

bool makeAndRemove(httplib::Client &client, int number)
{
    const std::string session = "churn-" + std::to_string(number);
    if (number % BetweenExecutions == 0 && !answers(client, session))
        return false;
    const auto files = client.Get(targetOf("files", session));
    return files && files->status == 200 && removeSession(client, session);
}

bool makeAndRemove(httplib::Client &client, int first, int last)
{
    for (int i = first; i < last; ++i) {
        if (!makeAndRemove(client, i))
            return false;
    }
    return true;
}

} // namespace

bool benchChurn()
{
    const BenchPool pool;
    const auto client = pool.client();
    if (!makeAndRemove(*client, 0, WarmUp))
        return false;
    waitUntilIdle(pool.pid());
    const Footprint before = footprintOf(pool.pid());
    bool succeeded = false;
    const double taken
        = milliseconds([&] { succeeded = makeAndRemove(*client, WarmUp, WarmUp + Sessions); });
    waitUntilIdle(pool.pid());
    const Footprint after = footprintOf(pool.pid());
    print(u"pool_session_made_and_deleted_mean"_s, taken / Sessions, "ms");
    print(u"pool_2000_sessions_memory_growth"_s, after.memory - before.memory, "MB");
    print(u"pool_2000_sessions_files_left"_s, after.files - before.files, "entries");
    print(u"pool_2000_sessions_descriptors_left"_s, double(after.descriptors - before.descriptors),
          "descriptors");
    print(u"pool_2000_sessions_processes_left"_s, double(after.processes - before.processes),
          "processes");
    print(u"pool_2000_sessions_threads_left"_s, double(after.threads - before.threads), "threads");
    return succeeded;
}

} // namespace sessionbook
