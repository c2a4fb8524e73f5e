#include "pool/sandbox/SeccompFilter.h"

#include <QTest>

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <functional>

using namespace sessionbook;

namespace {

struct Call
{
    std::function<long()> make;
};
constexpr int NoError = 0;

/// Runs the call in a child under the filter; the result is its errno, or minus the signal that
/// ended it.
int errnoUnderFilter(const QByteArray &program, const Call &call)
{
    const int pid = fork();
    if (pid == 0) {
        QByteArray copy = program;
        const sock_fprog filter{.len = uint16_t(size_t(copy.size()) / sizeof(sock_filter)),
                                .filter = reinterpret_cast<sock_filter *>(copy.data())};
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
            || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
            _exit(255);
        errno = 0;
        _exit(call.make() < 0 ? errno : NoError);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

long callWith(long number, long a = 0, long b = 0, long c = 0)
{
    return syscall(number, a, b, c, 0, 0, 0);
}

} // namespace

/// The filter in force on this kernel, call by call.
class SeccompFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void calls_data();
    void calls();
    void otherArchitecturesAreKilled();

private:
    QByteArray m_program;
};

void SeccompFilterTest::initTestCase()
{
    auto program = SeccompFilter::program();
    QVERIFY2(program, program ? "" : qPrintable(program.error().detail));
    m_program = *program;
    QVERIFY(m_program.size() > 0 && size_t(m_program.size()) % sizeof(sock_filter) == 0);
}

void SeccompFilterTest::calls_data()
{
    QTest::addColumn<Call>("call");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, int expected, std::function<long()> call) {
        QTest::newRow(name) << Call{std::move(call)} << expected;
    };
    // Arguments that the kernel itself would refuse otherwise: EFAULT, EINVAL or EBADF.
    row("mount", EPERM, [] { return callWith(SYS_mount); });
    row("new mount interface", EPERM, [] { return callWith(SYS_fsopen); });
    row("unshare of nothing", EPERM, [] { return callWith(SYS_unshare, 0); });
    row("setns", EPERM, [] { return callWith(SYS_setns, -1); });
    row("ptrace", EPERM, [] { return callWith(SYS_ptrace, -1); });
    row("process_vm_readv", EPERM, [] { return callWith(SYS_process_vm_readv, getpid()); });
    row("keyctl", EPERM, [] { return callWith(SYS_keyctl, 0, -3, 1); });
    row("bpf", EPERM, [] { return callWith(SYS_bpf, -1); });
    row("userfaultfd", EPERM, [] { return callWith(SYS_userfaultfd, -1); });
    row("io_uring_setup", EPERM, [] { return callWith(SYS_io_uring_setup, 1); });
    row("perf_event_open", EPERM, [] { return callWith(SYS_perf_event_open); });
    row("clone into a user namespace", EPERM,
        [] { return callWith(SYS_clone, CLONE_NEWUSER | SIGCHLD); });
    row("clone3 falls back", ENOSYS, [] { return callWith(SYS_clone3); });
    row("calls to come", ENOSYS, [] { return callWith(480); });
    row("netlink", EAFNOSUPPORT, [] { return long(socket(16, SOCK_RAW, 0)); });
    row("vsock", EAFNOSUPPORT, [] { return long(socket(40, SOCK_STREAM, 0)); });
    row("x25", EAFNOSUPPORT, [] { return long(socket(9, SOCK_STREAM, 0)); });
    row("family with high bits set", EAFNOSUPPORT,
        [] { return callWith(SYS_socket, (1L << 32) | 16, SOCK_RAW, 0); });
    row("keys into a terminal", EPERM, [] { return long(ioctl(-1, TIOCSTI, "x")); });
    row("keys into a terminal, high bits set", EPERM,
        [] { return callWith(SYS_ioctl, -1, (1L << 32) | TIOCSTI); });

    row("lease", EPERM, [] { return long(fcntl(-1, F_SETLEASE, F_WRLCK)); });
    row("lease, high bits set", EPERM,
        [] { return callWith(SYS_fcntl, -1, (1L << 32) | F_SETLEASE, F_WRLCK); });
    row("word of a directory", EPERM, [] { return long(fcntl(-1, F_NOTIFY, DN_ACCESS)); });
    row("inotify", EPERM, [] { return callWith(SYS_inotify_init1, -1); });
    row("POSIX message queue", EPERM, [] { return callWith(SYS_mq_open); });
    row("System V shared memory", ENOSYS, [] { return callWith(SYS_shmget, 0, 1, 0600); });
    row("System V message queue", ENOSYS, [] { return callWith(SYS_msgget, 0, 0600); });
    row("huge pages", ENOMEM, [] {
        constexpr int Flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB;
        return mmap(nullptr, 1, PROT_READ, Flags, -1, 0) == MAP_FAILED ? -1L : 0L;
    });
    row("file of huge pages", ENOSYS,
        [] { return callWith(SYS_memfd_create, long("x"), MFD_HUGETLB); });

    row("disk without writing", EOPNOTSUPP, [] { return callWith(SYS_fallocate, -1); });
    row("hiding from the owner", EPERM, [] { return long(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)); });
    row("showing to the owner", NoError, [] { return long(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)); });
    row("naming a thread", NoError, [] { return long(prctl(PR_SET_NAME, "x", 0, 0, 0)); });

    row("lock of a file", EBADF, [] {
        flock lock{};
        return long(fcntl(-1, F_SETLK, &lock));
    });
    row("ordinary memory", NoError, [] {
        constexpr int Flags = MAP_PRIVATE | MAP_ANONYMOUS;
        return mmap(nullptr, 1, PROT_READ, Flags, -1, 0) == MAP_FAILED ? -1L : 0L;
    });
    row("unix socket", NoError, [] { return long(socket(AF_UNIX, SOCK_STREAM, 0)); });
    row("internet socket", NoError, [] { return long(socket(AF_INET, SOCK_STREAM, 0)); });
    row("fork", NoError, [] { return callWith(SYS_clone, SIGCHLD); });
    row("window size of no terminal", EBADF, [] { return long(ioctl(-1, TIOCGWINSZ, nullptr)); });
    row("memfd_create", NoError, [] { return callWith(SYS_memfd_create, long("x"), 0); });
}

void SeccompFilterTest::calls()
{
    QFETCH(Call, call);
    QTEST(errnoUnderFilter(m_program, call), "expected");
}

void SeccompFilterTest::otherArchitecturesAreKilled()
{
#ifdef __x86_64__
    const auto callAs32Bit = [] {
        long result = 20; // getpid of i386
        asm volatile("int $0x80" : "+a"(result) : : "memory");
        return result;
    };
    if (errnoUnderFilter(m_program, Call{callAs32Bit}) == -SIGSEGV)
        QSKIP("this kernel has no 32-bit calls at all");
    QCOMPARE(errnoUnderFilter(m_program, Call{callAs32Bit}), -SIGSYS);
#else
    QSKIP("x86-64 only");
#endif
}

QTEST_GUILESS_MAIN(SeccompFilterTest)
#include "tst_seccompfilter.moc"
