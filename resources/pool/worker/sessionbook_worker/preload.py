"""Imports the heavy libraries while nobody waits for this process."""

import importlib
import sys
import threading
import time

from IPython.core import interactiveshell

PACKAGES = ("numpy", "pandas", "matplotlib", "matplotlib_inline")
MODULES = ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline")
# How long a cell may keep the imports standing still. A bound, because the cell may itself wait for a module that is
# half imported here.
PAUSE_SECONDS = 0.25
# A cell that waits for the kernel comes within this time; the imports begin after it.
IDLE_SECONDS = 0.1
# How soon a cell gets Python's lock back from an import that is in the middle of a module; 5 ms is Python's default.
SWITCH_SECONDS = 0.0005


class Preloader(threading.Thread):
    """Imports into sys.modules only; user code sees no new names, its own imports are just quick.

    Between any two modules it stands aside for a cell that runs.
    """

    def __init__(self):
        super().__init__(name="preload", daemon=True)
        self._free = threading.Event()
        self._free.set()

    def stand_aside(self):
        self._free.clear()

    def carry_on(self):
        self._free.set()

    def run(self):
        time.sleep(IDLE_SECONDS)
        self._free.wait()
        sys.meta_path.insert(0, self)
        switch_interval = sys.getswitchinterval()
        try:
            sys.setswitchinterval(SWITCH_SECONDS)
            self._prepare_tracebacks()
            for name in MODULES:
                self._import(name)
        finally:
            sys.meta_path.remove(self)
            sys.setswitchinterval(switch_interval)

    def find_spec(self, name, path=None, target=None):
        """Python's import system asks here first for every module; the answer is always "not mine"."""
        if threading.current_thread() is not self:
            if name.partition(".")[0] in PACKAGES:
                self._free.set()
        elif not self._free.wait(PAUSE_SECONDS):
            self._free.set()
        return None

    @staticmethod
    def _prepare_tracebacks():
        """The first traceback of a session parses IPython's own source, whose frames it then hides; here it does not show."""
        try:
            import stack_data
            stack_data.Source.for_filename(interactiveshell.__file__)
        except Exception:
            pass  # It is only slower then.

    @staticmethod
    def _import(name):
        try:
            importlib.import_module(name)
        except Exception:
            pass  # A library that is missing or broken is the cell's to report, when it asks for it.
