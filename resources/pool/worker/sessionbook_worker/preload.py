"""Imports the heavy libraries while nobody waits for this process."""

import importlib
import threading
import time

MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline")
# A first cell that comes as soon as the kernel is ready shall not wait for an import.
IDLE_SECONDS = 0.25


class Preloader(threading.Thread):
    """Imports into sys.modules only; user code sees no new names, its own imports are just quick.

    For kernels that stand ready: the first cell ends it, because from then on a session imports what it needs, and what it
    does not need would cost it 25 MB. That cell waits for the import that is under way (half a second at most): two threads
    that import libraries which import each other can lock each other out for ever. Python 3.11 holds its one import lock
    while it asks the finders, and setuptools' finder imports meanwhile.
    """

    def __init__(self):
        super().__init__(name="preload", daemon=True)
        self._turn = threading.Lock()
        self._ended = False

    def end(self):
        self._ended = True
        with self._turn:
            pass

    def run(self):
        time.sleep(IDLE_SECONDS)
        for name in MODULES:
            self._take_turn(importlib.import_module, name)

    def _take_turn(self, work, *arguments):
        with self._turn:
            if self._ended:
                return
            try:
                work(*arguments)
            except Exception:
                pass  # A library that is missing or broken is the cell's to report, when it asks for it.
