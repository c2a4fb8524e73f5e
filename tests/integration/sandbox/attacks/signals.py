# Signals processes of the host: the victim, the pool, everything that has a number.
import signal

for process in (HOST["victim"], HOST["pool_pid"]):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
        must_fail("signal %d to %d" % (number, process), (errno.ESRCH,), os.kill, process, number)
    must_fail("pidfd of %d" % process, (errno.ESRCH,), os.pidfd_open, process)
    must_fail("priority of %d" % process, (errno.ESRCH,), os.setpriority, os.PRIO_PROCESS, process, 19)
strangers = []
for process in range(2, 33000):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        continue
    if not os.path.exists("/proc/%d" % process):
        strangers.append(process)
broken("strangers: %s" % strangers) if strangers else held("no number leads outside")
os.kill(1, signal.SIGKILL)  # of its own sandbox: ignored, the kernel's rule for process 1
