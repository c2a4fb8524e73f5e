# Stops or kills the first process of its sandbox, its parent and everybody else.
import signal
import time

for process in (1, os.getppid()):
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL, signal.SIGSEGV):
        os.kill(process, number)  # the kernel keeps them from process 1, unless it comes from outside
must_fail("a group of the host's", (errno.ESRCH,), os.kill, -HOST["pool_pid"], signal.SIGKILL)
if os.fork() == 0:
    time.sleep(3600)
os.kill(-1, signal.SIGSTOP)
laid("everybody else is stopped")
