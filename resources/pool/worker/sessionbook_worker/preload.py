"""Imports the heavy libraries while nobody waits for this process."""

import importlib
import threading
import time

from IPython.core import interactiveshell

MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline")
# How long nothing must have run before the next import: a cell that follows at once shall not wait for one.
IDLE_SECONDS = 0.25


class Preloader(threading.Thread):
    """Imports into sys.modules only; user code sees no new names, its own imports are just quick.

    Never while a cell runs, and a cell waits for the import that is under way (half a second at most): two threads that
    import libraries which import each other can lock each other out for ever. Python 3.11 holds its one import lock
    while it asks the finders, and setuptools' finder imports meanwhile.
    """

    def __init__(self):
        super().__init__(name="preload", daemon=True)
        self._turn = threading.Lock()
        self._free = threading.Event()
        self._free.set()
        self._idle_since = time.monotonic()

    def stand_aside(self):
        self._free.clear()  # The lock alone would not do: its owner could take it again at once, and again.
        self._turn.acquire()

    def carry_on(self):
        self._idle_since = time.monotonic()
        self._turn.release()
        self._free.set()

    def run(self):
        self._idle_since = time.monotonic()
        self._take_turn(prepare_tracebacks)
        for name in MODULES:
            self._take_turn(importlib.import_module, name)

    def _take_turn(self, work, *arguments):
        self._wait_until_idle()
        with self._turn:
            try:
                work(*arguments)
            except Exception:
                pass  # A library that is missing or broken is the cell's to report, when it asks for it.

    def _wait_until_idle(self):
        while True:
            self._free.wait()
            remaining = self._idle_since + IDLE_SECONDS - time.monotonic()
            if remaining <= 0:
                return
            time.sleep(remaining)


def prepare_tracebacks():
    """The first traceback of a session parses IPython's own source, whose frames it then hides; here it does not show."""
    import stack_data
    stack_data.Source.for_filename(interactiveshell.__file__)
