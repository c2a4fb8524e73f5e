"""The session's main loop: one request, one cell, one `done`."""

import os
import sys
import time

from traitlets.config import Config

from . import kinds
from . import shell as session_shell
from .channel import Channel, InterruptShield
from .limits import limit_processes
from .streams import ErrorText, OutputBuffer, OutputStream


class Kernel:
    def __init__(self, descriptor, kind, preload):
        self._shield = InterruptShield()
        self._channel = Channel(descriptor, self._shield)
        self._output = OutputBuffer(self._channel, self._shield)
        sys.stdout = sys.__stdout__ = OutputStream("stdout", 1, str, self._output)
        sys.stderr = sys.__stderr__ = OutputStream("stderr", 2, ErrorText, self._output)
        session_shell.refuse_all_input()
        self._shell = session_shell.SessionShell.instance(config=configuration(), output=self._output)
        self._preloader = kinds.make_preloader(preload)
        self._c_library = None
        # IPython imports parts of itself in its first cell; better now than while somebody waits.
        self._shell.run_cell("None", store_history=False, silent=True)
        kinds.prepare(kind)

    def serve(self):
        self._channel.send({"type": "ready", "python": sys.version.split()[0]})
        # What libraries say while they are loaded ahead is no cell's output: matplotlib, that its font cache takes long.
        self._output.mute()
        self._preloader.start()
        for request in self._channel.requests():
            self._execute(request)
            if self._shell.exiting:
                os._exit(0)

    def _execute(self, request):
        self._preloader.end()
        self._output.unmute()
        started = time.monotonic()
        count = self._shell.execution_count
        status = self._run_cell(request["code"])
        self._channel.send({
            "type": "done",
            "id": request["id"],
            "status": status,
            "error": self._shell.last_error if status == "error" else None,
            "execution_count": count,
            "milliseconds": (time.monotonic() - started) * 1000,
            "exiting": bool(self._shell.exiting),
        })

    def _run_cell(self, code):
        self._shell.last_error = None
        self._shield.reset()
        self._channel.send({"type": "busy"})
        try:
            self._shield.arm()
            result = self._shell.run_cell(code, store_history=True)
            succeeded = result.success
        except BaseException:
            # Only what strikes outside the cell itself comes here: an interrupt while figures are drawn, most often.
            self._shell.showtraceback()
            succeeded = False
        finally:
            self._shield.disarm()
        self._flush_everything()
        return "ok" if succeeded else "error"

    def _flush_everything(self):
        if self._c_library is None and "ctypes" in sys.modules:
            self._c_library = sys.modules["ctypes"].CDLL(None)
        if self._c_library is not None:
            self._c_library.fflush(None)  # What C code printed lies in the C library's buffer until now.
        self._output.flush()


def configuration():
    config = Config()
    # Without its SQLite file the history is what this session ran, which is all there can be.
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"  # what nbclient sets and notebooks may ask for
    return config


def run(descriptor, max_processes, kind, preload):
    limit_processes(max_processes)
    Kernel(descriptor, kind, preload).serve()
