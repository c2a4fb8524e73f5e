"""The main loop of a shell session: one request, one command, one `done`.

Each command is a process group of its own, in a new shell where it is a command line. Nothing but files and background
processes stays for the next one.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time

from .channel import Channel
from .command_output import Leftovers, RunningCommand, StopSignal
from .limits import limit_processes

HOME = "/mnt/data"
BASH = "/bin/bash"
# What Linux takes as one argument of a program. Clients send files within a command line, so longer ones come.
LONGEST_ARGUMENT = 128 * 1024 - 1
INTERRUPTED = {"ename": "Interrupted", "evalue": "the command was interrupted"}


class CommandServer:
    def __init__(self, descriptor):
        self._stop = StopSignal()
        self._channel = Channel(descriptor, contextlib.nullcontext())
        self._leftovers = Leftovers()

    def serve(self):
        self._channel.send({"type": "ready", "python": sys.version.split()[0]})
        for request in self._channel.requests():
            self._execute(request)

    def _execute(self, request):
        started = time.monotonic()
        self._stop.forget()
        self._channel.send({"type": "busy"})
        exit_code, error = self._run(request)
        self._channel.send({
            "type": "done",
            "id": request["id"],
            "status": "error" if error else "ok",
            "error": error,
            "exit_code": exit_code,
            "milliseconds": (time.monotonic() - started) * 1000,
        })

    def _run(self, request):
        """The exit code as a shell tells it, and what went wrong where nothing was run to its end."""
        try:
            process = start(request)
        except (OSError, ValueError) as problem:
            return -1, {"ename": "CommandStartError", "evalue": str(problem)}
        command = RunningCommand(process, request.get("input"), self._channel.send_text)
        exit_code = command.run(self._stop)
        self._leftovers.take(command.streams)
        return exit_code, INTERRUPTED if command.was_stopped else None


def start(request):
    has_input = request.get("input") is not None
    with words_of(request) as (words, descriptors):
        return subprocess.Popen(
            words,
            stdin=subprocess.PIPE if has_input else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=HOME,
            env=environment(),
            bufsize=0,
            start_new_session=True,
            pass_fds=descriptors,
        )


@contextlib.contextmanager
def words_of(request):
    """The program with its arguments, and the descriptors that it needs."""
    if "words" in request:
        yield request["words"], ()
        return
    line = request["command"].encode()
    if len(line) < LONGEST_ARGUMENT:
        yield [BASH, "-c", line], ()
        return
    with tempfile.TemporaryFile() as script:
        script.write(line)
        script.flush()
        yield [BASH, "/proc/self/fd/%d" % script.fileno()], (script.fileno(),)


def environment():
    variables = dict(os.environ)
    variables.pop("MPLBACKEND", None)  # It shows pictures in cells; a script's figures are for files.
    return variables


def run(descriptor, max_processes):
    limit_processes(max_processes)
    CommandServer(descriptor).serve()
