#include "ChildProcess.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <utility>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

/// What shells end with when there is no such program.
constexpr int NotStarted = 127;

struct Pipe
{
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

std::optional<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

void set(__rlimit_resource resource, rlim_t value)
{
    const rlimit bounds{.rlim_cur = value, .rlim_max = value};
    setrlimit(resource, &bounds);
}

void limit(__rlimit_resource resource, qint64 value)
{
    if (value > 0)
        set(resource, rlim_t(value));
}

/// What the kernel counts per user rather than per process, so that one child could use up what all
/// others have, and what some desktops give their users to stand before everybody else.
void renounceSharedThings()
{
    constexpr rlim_t PendingSignals = 128;
    set(RLIMIT_SIGPENDING, PendingSignals);
    set(RLIMIT_MSGQUEUE, 0);
    set(RLIMIT_MEMLOCK, 0);
    set(RLIMIT_RTPRIO, 0);
    set(RLIMIT_NICE, 0);
    // Not 0, with which the kernel still calls a program that collects cores; at 1 it does neither.
    set(RLIMIT_CORE, 1);
}

/// When memory runs out, a session has to go before the desktop it runs beside.
void preferToBeKilled()
{
    const FileDescriptor score(open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
    (void)!write(score.get(), "800", 3);
}

/// Runs in the child between fork and exec, where only plain system calls are safe.
[[noreturn]] void becomeProgram(char *const *arguments, int output, int errors,
                                const std::vector<int> &inherited,
                                const ChildProcess::Limits &limits)
{
    if (limits.cgroupEntrance >= 0 && write(limits.cgroupEntrance, "0", 1) != 1)
        _exit(NotStarted);
    sigset_t none;
    sigemptyset(&none);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT})
        ::signal(number, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(output, 1);
    dup2(errors, 2);
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    for (const int descriptor : inherited)
        fcntl(descriptor, F_SETFD, 0);
    limit(RLIMIT_AS, limits.memoryBytes);
    limit(RLIMIT_FSIZE, limits.fileBytes);
    limit(RLIMIT_NOFILE, limits.openFiles);
    renounceSharedThings();
    (void)!nice(limits.niceness);
    preferToBeKilled();
    const std::array<char *, 1> noVariables{nullptr};
    execvpe(arguments[0], arguments, noVariables.data()); // found by our PATH
    _exit(NotStarted);
}

} // namespace

QString ExitReason::text() const
{
    // A program that starts another, as bubblewrap does, reports that one's signal as 128 and its
    // number.
    const int number = signal > 0 ? signal : (code > 128 && code < 128 + 65 ? code - 128 : 0);
    if (number == 0)
        return u"exit code %1"_s.arg(code);
    if (number == SIGKILL) // nobody else kills a process of ours than whoever ran out of memory
        return u"signal 9 (killed, as happens when the computer's memory is used up)"_s;
    return u"signal %1 (%2)"_s.arg(number).arg(QString::fromLocal8Bit(strsignal(number)));
}

Result<ChildProcess> ChildProcess::start(const QStringList &command,
                                         const std::vector<int> &inherited, const Limits &limits)
{
    auto output = makePipe();
    auto errors = makePipe();
    if (!output || !errors)
        return Error{ErrorKind::ProcessFailed, u"no more file descriptors"_s};
    QByteArrayList bytes;
    for (const QString &argument : command)
        bytes.append(argument.toLocal8Bit());
    std::vector<char *> arguments;
    for (QByteArray &argument : bytes)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);

    const int pid = fork();
    if (pid == 0)
        becomeProgram(arguments.data(), output->writeEnd.get(), errors->writeEnd.get(), inherited,
                      limits);
    if (pid < 0)
        return Error{ErrorKind::ProcessFailed, u"no more processes"_s};
    return ChildProcess(pid, std::move(output->readEnd), std::move(errors->readEnd));
}

ChildProcess::ChildProcess(int pid, FileDescriptor output, FileDescriptor errors)
    : m_pid(pid)
    , m_end(openProcess(pid))
    , m_output(std::move(output))
    , m_errors(std::move(errors))
{
}

ChildProcess::~ChildProcess()
{
    if (!m_end.isOpen() || m_exit)
        return;
    kill();
    (void)wait(std::chrono::seconds(5));
}

bool ChildProcess::hasEnded() const
{
    return m_exit || waitReadable(m_end.get(), std::chrono::milliseconds(0));
}

void ChildProcess::kill()
{
    signalProcess(m_end, SIGKILL);
}

std::optional<ExitReason> ChildProcess::wait(std::chrono::milliseconds limit)
{
    if (m_exit || !waitReadable(m_end.get(), limit))
        return m_exit;
    int status = 0;
    if (waitpid(m_pid, &status, 0) == m_pid)
        m_exit = ExitReason{.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                            .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    return m_exit;
}

bool waitReadable(int descriptor, std::chrono::milliseconds limit)
{
    pollfd entry{.fd = descriptor, .events = POLLIN, .revents = 0};
    return poll(&entry, 1, int(limit.count())) > 0;
}

FileDescriptor openProcess(int pid)
{
    return FileDescriptor(int(syscall(SYS_pidfd_open, pid, 0)));
}

void signalProcess(const FileDescriptor &process, int signal)
{
    if (process.isOpen())
        syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0);
}

} // namespace sessionbook
