# Leaves signals pending and timers armed until the host's user can have no more of them.
import signal

NUMBER = signal.SIGRTMIN + 5
MANY = 10000


def until_refused(attempt):
    for count in range(MANY):
        try:
            attempt()
        except OSError as error:
            if error.errno == errno.EAGAIN:
                return count
            raise
    return MANY


timer = ctypes.c_void_p()
attempts = {
    "signals": lambda: call("sigqueue", os.getpid(), int(NUMBER), ctypes.c_void_p(0)),
    "timers": lambda: call("timer_create", 0, None, ctypes.byref(timer)),
}
sys.stdout.flush()
if os.fork() == 0:  # a process of one thread, which can block the signal for all of itself
    signal.pthread_sigmask(signal.SIG_BLOCK, {NUMBER})
    for name, attempt in attempts.items():
        count = until_refused(attempt)
        held("%d %s" % (count, name)) if count <= 200 else broken("%d %s" % (count, name))
    sys.stdout.flush()
    os._exit(0)
os.wait()
