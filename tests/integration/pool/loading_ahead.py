"""What a worker says while it loads libraries ahead is no cell's output.  Run with the folder of the worker's sources."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest

SOURCES = os.path.abspath(sys.argv.pop(1))
PATIENCE_SECONDS = 60

# Matplotlib does the same from a timer, where making its font cache takes longer than five seconds.
TALKATIVE = """
import logging, sys, threading, time
print("printed while it is loaded")
timer = threading.Timer(0.01, lambda: logging.getLogger("talkative").warning("this may take a moment"))
timer.start()
timer.join()
sys.stderr.write("half a line")
open("loaded", "w").close()
"""

WORKER = """
import sys
sys.path[:0] = [%r, "."]
from sessionbook_worker import lean
lean.import_ipython()
from sessionbook_worker import kernel, preload
preload.MODULES = ("talkative",)
preload.IDLE_SECONDS = 0
kernel.Kernel(int(sys.argv[1]), "synchronous", True).serve()
""" % SOURCES


class Worker:
    """A worker and the pool's end of its line."""

    def __init__(self, directory):
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen([sys.executable, "-c", WORKER, str(theirs.fileno())], cwd=directory,
                                             pass_fds=[theirs.fileno()])
        ours.settimeout(PATIENCE_SECONDS)
        self._socket = ours
        self._lines = ours.makefile("rb")

    def execute(self, code):
        """What the pool hears until the cell is done, what came before the cell included."""
        self._socket.sendall(json.dumps({"id": "1", "code": code}).encode() + b"\n")
        heard = []
        while not heard or heard[-1]["type"] != "done":
            heard.append(json.loads(self._lines.readline()))
        return heard

    def close(self):
        self._lines.close()
        self._socket.close()
        self.process.wait(PATIENCE_SECONDS)


class LoadingAhead(unittest.TestCase):
    def test_only_cells_are_heard(self):
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "talkative.py"), "w") as file:
                file.write(TALKATIVE)
            worker = Worker(directory)
            self.addCleanup(worker.close)
            loaded = os.path.join(directory, "loaded")
            while not os.path.exists(loaded):
                self.assertIsNone(worker.process.poll())
                time.sleep(0.01)
            heard = worker.execute("import sys; print('out'); print('err', file=sys.stderr)")
            spoken = [(message["name"], message["text"]) for message in heard if message["type"] == "stream"]
            self.assertEqual(spoken, [("stdout", "out\n"), ("stderr", "err\n")])


if __name__ == "__main__":
    unittest.main()
