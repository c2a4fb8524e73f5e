# Leaves processes that have no parent, no terminal and no ear for signals, and one that is stopped.
import signal
import time


def daemon(life):
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_IGN)
    libc.prctl(1, 0)  # no signal when its parent ends
    life()


for life in (lambda: time.sleep(3600), lambda: os.kill(os.getpid(), signal.SIGSTOP), lambda: [None for _ in iter(int, 1)]):
    daemon(life)
laid("three that would stay")
