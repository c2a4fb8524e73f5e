"""The thread that looks after a run: hands its output over while it goes on, and interrupts it when it is asked to."""

import os
import signal
import threading
from time import monotonic, sleep  # Bound now: a cell may stop the clock or put something else in its place.

from .handover import remove

TICK_SECONDS = 0.1
FIRST_SEGMENT_SECONDS = 0.2
# A flood goes into fewer and larger segments, so that whoever fetches them keeps up.
SECONDS_PER_MEGABYTE = 0.1
LONGEST_PAUSE_SECONDS = 0.8


class Watch:
    """One run at a time: begin(), then end(), after which nothing of it happens any more."""

    def __init__(self, outbox):
        self._outbox = outbox
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._run = None
        self._main = threading.main_thread().ident
        self._start()
        os.register_at_fork(after_in_child=self._forget_in_child)

    def begin(self, handover, interrupt_path, loop=None):
        """`loop` is the event loop that the run is part of, where it is."""
        self._loop = loop
        self._handover = handover
        self._interrupt_path = interrupt_path
        self._began = self._handed_over = monotonic()
        self._sent = 0
        self._run = handover.run
        self._awake.set()

    def end(self):
        self._awake.clear()
        self._run = None
        # Whatever the thread is about to do for the run is done or given up when its lock is free.
        while not self._lock.acquire(timeout=0.5):
            pass
        self._lock.release()
        remove(self._interrupt_path)

    def _start(self):
        threading.Thread(target=self._watch, name="sessionbook", daemon=True).start()

    def _watch(self):
        while True:
            self._awake.wait()
            sleep(TICK_SECONDS)
            try:
                with self._lock:
                    if self._run is not None:
                        self._hand_over()
                        self._interrupt_if_asked()
            except Exception:
                pass  # A full disk, most often: the end of the run hands over what is left.

    def _hand_over(self):
        now = monotonic()
        pause = min(LONGEST_PAUSE_SECONDS, self._sent / 1e6 * SECONDS_PER_MEGABYTE)
        if now - self._began < FIRST_SEGMENT_SECONDS or now - self._handed_over < pause:
            return
        lines = self._outbox.collect()
        if lines:
            self._sent += sum(map(len, lines))
            self._handed_over = now
            self._handover.append(lines)

    def _interrupt_if_asked(self):
        if remove(self._interrupt_path):
            # The signal and not only its handler, so that a sleep or a read ends as well.
            signal.pthread_kill(self._main, signal.SIGINT)
            if self._loop is not None:
                # A Jupyter kernel's handler only tells the loop, which may be asleep.
                sleep(TICK_SECONDS / 2)
                self._loop.call_soon_threadsafe(int)

    def _forget_in_child(self):
        self._run = None
        self._lock = threading.Lock()
        self._awake = threading.Event()
