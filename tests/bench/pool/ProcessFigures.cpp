#include "ProcessFigures.h"

#include <QDir>
#include <QFile>
#include <QMultiHash>

#include <unistd.h>

#include <chrono>
#include <numeric>
#include <thread>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 KiB = 1024;

QByteArray contentOf(int pid, const char *name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(QLatin1StringView(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The figure behind `label` in files like /proc/PID/status.
qint64 kilobytesAt(const QByteArray &content, const char *label)
{
    for (const QByteArray &line : content.split('\n')) {
        if (line.startsWith(label))
            return line.mid(line.indexOf(':') + 1).simplified().split(' ').value(0).toLongLong();
    }
    return 0;
}

/// The fields of /proc/PID/stat behind the name of the program, which may hold anything.
QList<QByteArray> statOf(int pid)
{
    const QByteArray content = contentOf(pid, "stat");
    return content.mid(content.lastIndexOf(')') + 2).split(' ');
}

qint64 processorTicks(int pid)
{
    const QList<int> family = descendantsOf(pid);
    return std::accumulate(family.begin(), family.end(), qint64(0), [](qint64 sum, int member) {
        const QList<QByteArray> stat = statOf(member);
        return sum + member + stat.value(11).toLongLong() + stat.value(12).toLongLong();
    });
}

} // namespace

QList<int> descendantsOf(int pid)
{
    QMultiHash<int, int> children;
    for (const QString &name : QDir(u"/proc"_s).entryList({u"[0-9]*"_s}, QDir::Dirs))
        children.insert(statOf(name.toInt()).value(1).toInt(), name.toInt());
    QList<int> found = children.values(pid);
    for (qsizetype i = 0; i < found.size(); ++i)
        found += children.values(found.at(i));
    return found;
}

qint64 proportionalBytes(int pid)
{
    return kilobytesAt(contentOf(pid, "smaps_rollup"), "Pss:") * KiB;
}

qint64 residentBytes(int pid)
{
    return kilobytesAt(contentOf(pid, "status"), "VmRSS") * KiB;
}

qint64 peakResidentBytes(int pid)
{
    return kilobytesAt(contentOf(pid, "status"), "VmHWM") * KiB;
}

void forgetPeak(int pid)
{
    QFile file(u"/proc/%1/clear_refs"_s.arg(pid));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

qsizetype openDescriptors(int pid)
{
    return QDir(u"/proc/%1/fd"_s.arg(pid))
        .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
        .size();
}

qsizetype threadCount(int pid)
{
    return QDir(u"/proc/%1/task"_s.arg(pid)).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size();
}

void waitUntilIdle(int pid, int limitSeconds)
{
    // Longer than the pool waits before it starts another kernel.
    constexpr int QuietRounds = 7;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(limitSeconds);
    qint64 before = -1;
    for (int quiet = 0; quiet < QuietRounds && std::chrono::steady_clock::now() < deadline;) {
        const qint64 now = processorTicks(pid);
        quiet = now == before ? quiet + 1 : 0;
        before = now;
        std::this_thread::sleep_for(100ms);
    }
}

} // namespace sessionbook
