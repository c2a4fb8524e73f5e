#include "KernelProcess.h"

#include "pool/sandbox/TmpfsBounds.h"

#include "base/Logging.h"

#include <QFile>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr size_t ReadBytes = 64 * 1024;
/// What a worker may have sent before the pool reads it, where the system grants so much: on a busy
/// computer the two need not take turns for each piece of an output.
constexpr int ChannelBytes = 1024 * 1024;

/// The first child of a process, as the host numbers it.
int firstChildOf(int pid)
{
    QFile file(u"/proc/%1/task/%1/children"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    bool isNumber = false;
    const int child = file.readAll().split(' ').value(0).trimmed().toInt(&isNumber);
    return isNumber ? child : -1;
}

/// Whoever waits for an answer of the pool waits less when sessions are busy.
constexpr int Niceness = 2;

ChildProcess::Limits processLimits(const SandboxLimits &limits, const SessionCgroup *cgroup)
{
    return {.memoryBytes = limits.memoryBytes,
            .fileBytes = limits.dataBytes,
            .openFiles = limits.openFiles,
            .niceness = Niceness,
            .cgroupEntrance = cgroup == nullptr ? -1 : cgroup->entrance()};
}

} // namespace

Result<std::unique_ptr<KernelProcess>>
KernelProcess::start(const WorkerSandbox &sandbox, const KernelPlace &place, KernelStart how)
{
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return Error{ErrorKind::ProcessFailed, u"no more file descriptors"_s};
    FileDescriptor ours(ends[0]);
    const FileDescriptor theirs(ends[1]);
    setsockopt(theirs.get(), SOL_SOCKET, SO_SNDBUF, &ChannelBytes, sizeof ChannelBytes);
    const FileDescriptor filter = sandbox.openFilter();
    auto child = ChildProcess::start(
        sandbox.kernelCommand(place.dataDirectory, theirs.get(), filter.get(), how.arguments()),
        {theirs.get(), filter.get()}, processLimits(sandbox.limits(), place.cgroup.get()));
    if (!child)
        return child.error();
    return std::make_unique<KernelProcess>(std::move(*child), std::move(ours), sandbox,
                                           place.cgroup);
}

KernelProcess::KernelProcess(ChildProcess child, FileDescriptor channel,
                             const WorkerSandbox &sandbox, std::shared_ptr<SessionCgroup> cgroup)
    : m_child(std::move(child))
    , m_channel(std::move(channel))
    , m_output{.descriptor = m_child.outputDescriptor(), .name = TextStream::Stdout}
    , m_errors{.descriptor = m_child.errorDescriptor(), .name = TextStream::Stderr}
    , m_limits(sandbox.limits())
    , m_egress(sandbox.egress())
    , m_cgroup(std::move(cgroup))
    , m_earlierOutOfMemoryKills(outOfMemoryKills())
{
}

KernelProcess::~KernelProcess()
{
    kill();
    (void)m_child.wait(5s);
    if (!m_sandboxInit.isOpen())
        return;
    // Process 1 ends only after every other process of its namespace has: no one writes to the
    // directory any more.
    (void)waitReadable(m_sandboxInit.get(), 5s);
    // It may have outlived bubblewrap's outer process and become a child of the pool, which is a
    // subreaper.
    siginfo_t unused{};
    waitid(P_PIDFD, id_t(m_sandboxInit.get()), &unused, WEXITED | WNOHANG);
}

Result<void> KernelProcess::waitReady(std::chrono::milliseconds limit)
{
    QString complaint;
    bool isReady = false;
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!isReady) {
        if (std::chrono::steady_clock::now() > deadline)
            return Error{ErrorKind::ProcessFailed, u"Python did not start in time"_s};
        const KernelEvent event = nextEvent(200ms);
        if (std::holds_alternative<KernelEnded>(event))
            return Error{ErrorKind::ProcessFailed,
                         u"Python ended with %1: %2"_s.arg(exitReason().text(),
                                                           complaint.trimmed().section(u'\n', -1))};
        const auto *message = std::get_if<WorkerMessage>(&event);
        if (message != nullptr && message->type == WorkerMessage::Type::Text)
            complaint = (complaint + QString::fromUtf8(message->text)).right(4096);
        if (message != nullptr && message->type == WorkerMessage::Type::Ready) {
            isReady = true;
            m_pythonVersion = message->content["python"_L1].toString();
        }
    }
    {
        const std::lock_guard lock(m_processesMutex);
        findInnerProcesses();
        prepareLimits();
    }
    if (const auto connected = connectNetwork(); !connected)
        return connected;
    m_ready = true;
    return {};
}

Result<void> KernelProcess::connectNetwork()
{
    if (m_egress == Egress::Off)
        return {};
    auto link = EgressLink::open(m_initPid, m_cgroup ? m_cgroup->entrance() : -1);
    if (!link)
        return link.error();
    // Only now is it certain that the number was still its own.
    if (!isAlive())
        return Error{ErrorKind::ProcessFailed, u"Python ended while it was connected"_s};
    m_network = std::move(*link);
    return {};
}

void KernelProcess::findInnerProcesses()
{
    // bubblewrap's outer process waits for the sandbox's process 1, which started Python before any
    // of a user's code ran.
    const int init = firstChildOf(m_child.pid());
    const int python = init > 0 ? firstChildOf(init) : -1;
    m_sandboxInit = openProcess(init);
    m_python = openProcess(python);
    m_initPid = init;
}

void KernelProcess::prepareLimits()
{
    if (!m_sandboxInit.isOpen())
        return;
    const auto bounded = boundFilesInTmpfs(m_initPid, m_limits.tmpEntries);
    if (!bounded)
        qCWarning(lcPool).noquote()
            << "cannot bound the number of files in a session's /tmp:" << bounded.error().detail;
    auto gauge = SandboxGauge::open(m_initPid);
    // Its number was still its own if it has not ended until now.
    if (gauge && !waitReadable(m_sandboxInit.get(), 0ms))
        m_gauge = std::make_shared<const SandboxGauge>(std::move(*gauge));
}

bool KernelProcess::execute(const QByteArray &requestLine)
{
    qsizetype sent = 0;
    while (sent < requestLine.size()) {
        const ssize_t count = send(m_channel.get(), requestLine.constData() + sent,
                                   size_t(requestLine.size() - sent), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        sent += count;
    }
    return true;
}

KernelEvent KernelProcess::nextEvent(std::chrono::milliseconds limit)
{
    if (m_events.empty() && !m_channelEnded) {
        std::array<pollfd, 4> entries{{{m_channel.get(), POLLIN, 0},
                                       {m_output.descriptor, POLLIN, 0},
                                       {m_errors.descriptor, POLLIN, 0},
                                       {m_child.endDescriptor(), POLLIN, 0}}};
        poll(entries.data(), entries.size(), int(limit.count()));
        const bool ended = entries[3].revents != 0;
        const bool channelSpoke = entries[0].revents != 0;
        if (channelSpoke)
            m_channelEnded = !readChannel();
        // Raw output goes before the messages just read: whatever was printed before the worker
        // sent them is in the pipes by now, and a cell's `done` must come last.
        const bool readSome = readRawStreams();
        queueLines();
        if (!channelSpoke && ended && !readSome)
            m_channelEnded = true;
    }
    if (m_events.empty() && m_channelEnded && !readRawStreams())
        return KernelEnded{};
    if (m_events.empty())
        return KernelSilent{};
    KernelEvent event = std::move(m_events.front());
    m_events.pop_front();
    return event;
}

bool KernelProcess::readRawStreams()
{
    const bool output = readRaw(m_output);
    const bool errors = readRaw(m_errors);
    return output || errors;
}

bool KernelProcess::readRaw(RawStream &stream)
{
    if (stream.descriptor < 0)
        return false;
    QByteArray bytes(ReadBytes, Qt::Uninitialized);
    const ssize_t count = read(stream.descriptor, bytes.data(), ReadBytes);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
        stream.descriptor = -1; // its last writer is gone; poll passes over negative numbers
    if (count <= 0)
        return false;
    const QString text = stream.decoder(QByteArrayView(bytes).first(count));
    m_events.emplace_back(textMessage(stream.name, text.toUtf8()));
    return true;
}

bool KernelProcess::readChannel()
{
    QByteArray bytes(ReadBytes, Qt::Uninitialized);
    const ssize_t count = recv(m_channel.get(), bytes.data(), ReadBytes, MSG_DONTWAIT);
    if (count > 0) {
        m_lines.append(QByteArrayView(bytes).first(count));
        return true;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR);
}

void KernelProcess::queueLines()
{
    while (auto line = m_lines.next()) {
        auto message = line->tooLong ? std::nullopt : parseWorkerMessage(line->bytes);
        if (message)
            m_events.emplace_back(std::move(*message));
        else
            m_events.emplace_back(KernelBabble{line->tooLong});
    }
}

void KernelProcess::interrupt()
{
    const std::lock_guard lock(m_processesMutex);
    signalProcess(m_python, SIGINT);
}

void KernelProcess::kill()
{
    const std::lock_guard lock(m_processesMutex);
    if (!m_sandboxInit.isOpen())
        findInnerProcesses();
    // bubblewrap's outer process then reaps process 1 and ends by itself; killed first, it would
    // leave a zombie.
    if (m_sandboxInit.isOpen())
        signalProcess(m_sandboxInit, SIGKILL);
    else
        m_child.kill();
}

void KernelProcess::killFor(const QString &reason)
{
    {
        const std::lock_guard lock(m_processesMutex);
        if (m_killReason.isEmpty())
            m_killReason = reason;
    }
    kill();
}

QString KernelProcess::killReason() const
{
    const std::lock_guard lock(m_processesMutex);
    const bool hasRunOut = outOfMemoryKills() > m_earlierOutOfMemoryKills;
    return m_killReason.isEmpty() && hasRunOut ? m_limits.memoryReason() : m_killReason;
}

qint64 KernelProcess::outOfMemoryKills() const
{
    return m_cgroup ? m_cgroup->outOfMemoryKills() : 0;
}

std::shared_ptr<const SandboxGauge> KernelProcess::gauge() const
{
    const std::lock_guard lock(m_processesMutex);
    return m_gauge;
}

SandboxUsage KernelProcess::usage(dev_t dataDevice, qint64 maxTasks) const
{
    const auto gauge = this->gauge();
    return gauge ? gauge->read(dataDevice, maxTasks) : SandboxUsage();
}

SandboxUsage KernelProcess::exactUsage(const SandboxUsage &usage) const
{
    const auto gauge = this->gauge();
    return gauge ? gauge->exact(usage) : SandboxUsage();
}

ExitReason KernelProcess::exitReason()
{
    return m_child.wait(5s).value_or(ExitReason{.code = 0, .signal = SIGKILL});
}

} // namespace sessionbook
