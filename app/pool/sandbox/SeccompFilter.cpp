#include "SeccompFilter.h"

#include "base/FileDescriptor.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <initializer_list>
#include <memory>

namespace sessionbook {

using namespace Qt::StringLiterals;

namespace {

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

/// Calls that administer a machine, or that have been the way out of sandboxes; by name, because
/// an architecture need not have them all.
constexpr std::array RefusedCalls{
    // Mounts and roots
    "mount", "umount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen",
    "fsconfig", "fsmount", "fspick", "mount_setattr",
    // Namespaces; clone() by its flags, below
    "unshare", "setns",
    // Other processes' memory and descriptors
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd",
    // Keyrings are not in a namespace
    "add_key", "request_key", "keyctl",
    // Large interfaces of the kernel that bugs are found in
    "bpf", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "vmsplice", "memfd_secret", "fanotify_init", "fanotify_mark",
    "lookup_dcookie",
    // What others open in the system directories, which are the host's own
    "inotify_init", "inotify_init1", "inotify_add_watch",
    // Counted per user of the host, whatever the namespace
    "mq_open", "mq_unlink",
    // Files by number instead of by path lead out of a mount namespace
    "name_to_handle_at", "open_by_handle_at",
    // The machine itself
    "init_module", "finit_module", "delete_module", "create_module", "query_module",
    "get_kernel_syms", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct",
    "syslog", "quotactl", "quotactl_fd", "nfsservctl", "vhangup", "sethostname", "setdomainname",
    "iopl", "ioperm", "modify_ldt", "vm86", "vm86old", "uselib", "ustat", "sysfs", "_sysctl",
    "personality",
    // The clock
    "settimeofday", "stime", "clock_settime", "clock_settime64", "adjtimex", "clock_adjtime",
    "clock_adjtime64",
    // Where memory lies, of others too
    "mbind", "migrate_pages", "move_pages", "set_mempolicy", "set_mempolicy_home_node"};

/// What outlives every process that could be counted for it.
constexpr std::array AbsentCalls{"shmget", "msgget", "semget"};

/// Of fcntl(): who has a lease on a file holds up everybody who opens it, for 45 seconds; and word
/// of what happens in a directory.
constexpr std::array<unsigned long, 2> RefusedFileRequests{F_SETLEASE, F_NOTIFY};

/// What could push keys into the terminal of whoever started the pool.
constexpr std::array<unsigned long, 3> RefusedTerminalRequests{TIOCSTI, TIOCLINUX, TIOCCONS};

constexpr std::array<unsigned long, 7> NamespaceFlags{CLONE_NEWNS,    CLONE_NEWUTS, CLONE_NEWIPC,
                                                      CLONE_NEWUSER,  CLONE_NEWPID, CLONE_NEWNET,
                                                      CLONE_NEWCGROUP};

/// Address families between AF_UNIX (1), AF_INET (2) and AF_INET6 (10).
constexpr std::array<unsigned long, 8> RefusedFamilies{0, 3, 4, 5, 6, 7, 8, 9};

/// The first call number, the same on every architecture, that RefusedCalls was not checked for:
/// cachestat (451) is the last one that was.
constexpr quint32 FirstUnknownCall = 452;

// Only 32 bits of these arguments reach the kernel, so only those are compared.
constexpr quint64 IntMask = 0xffffffff;

int refuse(scmp_filter_ctx filter, const char *name, int error = EPERM)
{
    const int number = seccomp_syscall_resolve_name(name);
    // Newer or older libraries and architectures do not know every name.
    return number == __NR_SCMP_ERROR
        ? 0
        : seccomp_rule_add(filter, SCMP_ACT_ERRNO(uint16_t(error)), number, 0);
}

int refuseWhen(scmp_filter_ctx filter, int call, int error, const scmp_arg_cmp &condition)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(uint16_t(error)), call, 1, &condition);
}

scmp_arg_cmp equals(unsigned argument, quint64 mask, quint64 value)
{
    return {.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

int addConditionalRules(scmp_filter_ctx filter)
{
    int failure = 0;
    const auto note = [&failure](int result) { failure = failure != 0 ? failure : result; };
    for (const unsigned long flag : NamespaceFlags)
        note(refuseWhen(filter, SCMP_SYS(clone), EPERM, equals(0, flag, flag)));
    // Its flags lie in memory, where no filter can look; without it, C libraries use clone().
    note(refuse(filter, "clone3", ENOSYS));
    for (const unsigned long family : RefusedFamilies)
        note(refuseWhen(filter, SCMP_SYS(socket), EAFNOSUPPORT, equals(0, IntMask, family)));
    note(refuseWhen(filter, SCMP_SYS(socket), EAFNOSUPPORT,
                    {.arg = 0, .op = SCMP_CMP_GT, .datum_a = AF_INET6, .datum_b = 0}));
    for (const char *name : AbsentCalls)
        note(refuse(filter, name, ENOSYS));
    for (const unsigned long request : RefusedFileRequests)
        note(refuseWhen(filter, SCMP_SYS(fcntl), EPERM, equals(1, IntMask, request)));
    // Pages that the machine's owner set aside for something else; a limit on memory does not
    // count them.
    note(refuseWhen(filter, SCMP_SYS(mmap), ENOMEM, equals(3, MAP_HUGETLB, MAP_HUGETLB)));
    note(refuseWhen(filter, SCMP_SYS(memfd_create), ENOSYS, equals(1, MFD_HUGETLB, MFD_HUGETLB)));
    // Disk taken this way counts for no process; C libraries write zeros instead.
    note(refuse(filter, "fallocate", EOPNOTSUPP));
    // A process that hides from its owner also hides what it holds open from the pool.
    const std::array hidden{equals(0, IntMask, PR_SET_DUMPABLE), equals(1, IntMask, 0)};
    note(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prctl), hidden.size(),
                                hidden.data()));
    for (const unsigned long request : RefusedTerminalRequests)
        note(refuseWhen(filter, SCMP_SYS(ioctl), EPERM, equals(1, IntMask, request)));
    return failure;
}

int addRules(scmp_filter_ctx filter)
{
    int failure = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (const char *name : RefusedCalls)
        failure = failure != 0 ? failure : refuse(filter, name);
    return failure != 0 ? failure : addConditionalRules(filter);
}

QByteArray exported(scmp_filter_ctx filter)
{
    const FileDescriptor memory(memfd_create("seccomp", MFD_CLOEXEC));
    if (!memory.isOpen() || seccomp_export_bpf(filter, memory.get()) != 0)
        return {};
    QByteArray bytes(lseek(memory.get(), 0, SEEK_END), Qt::Uninitialized);
    return pread(memory.get(), bytes.data(), size_t(bytes.size()), 0) == bytes.size()
        ? bytes
        : QByteArray();
}

/// libseccomp has no rule for a range of numbers, so these three instructions go before its own.
/// (Those of x32 begin at 0x40000000 and get this answer too.)
QByteArray refusalOfUnknownCalls()
{
    const std::array<sock_filter, 3> instructions{
        {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
         BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FirstUnknownCall, 0, 1),
         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)}};
    return QByteArray(reinterpret_cast<const char *>(instructions.data()), sizeof instructions);
}

} // namespace

Result<QByteArray> SeccompFilter::program()
{
    const Filter filter(seccomp_init(SCMP_ACT_ALLOW), seccomp_release);
    const int failure = filter ? addRules(filter.get()) : -ENOMEM;
    const QByteArray rules = failure == 0 ? exported(filter.get()) : QByteArray();
    if (rules.isEmpty())
        return Error{ErrorKind::ProcessFailed,
                     u"libseccomp cannot make the filter of system calls (%1)"_s.arg(
                         QString::fromLocal8Bit(strerror(-failure)))};
    return refusalOfUnknownCalls() + rules;
}

} // namespace sessionbook
