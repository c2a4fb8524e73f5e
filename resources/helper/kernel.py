"""Runs a cell in the user's own kernel as if it had been sent there as it is, and keeps what it gave out.

A call is a cell that begins with `#sessionbook:call:`. The shell's run_cell gives way to the code inside it before anything
else has seen the call: history, counts, events and tracebacks are those of the code alone.
"""

import asyncio
import base64
import functools
import json
import os
import sys
from time import monotonic

from . import capture, handover, interrupts, outbox

CALL = "#sessionbook:call:"
PREFIX = "#sessionbook:"
REPLY_SPARE_CHARACTERS = 200


class Helper:
    def __init__(self, shell, version, root):
        self.version = version
        self._shell = shell
        self._root = root
        self._output = sys.stdout
        self._outbox = outbox.Outbox()
        self._capture = capture.Capture(shell, self._outbox)
        self._watch = interrupts.Watch(self._outbox)
        self._last = None
        self._proofs = []
        self._is_running = False
        self._replaced = capture.Replaced()
        self._owner = os.getpid()

    def install(self):
        shell = self._shell
        self._replaced.set(shell, run_cell=self._run_cell(shell.run_cell), _sessionbook=self)
        if hasattr(shell, "run_cell_async"):
            self._replaced.set(
                shell,
                run_cell_async=self._run_cell_async(shell.run_cell_async),
                should_run_async=self._should_run_async(shell.should_run_async),
            )

    def remove(self):
        self._replaced.restore()

    def prove(self, run, prefixes):
        """Leaves a segment under each prefix under which files can be made; whoever can fetch it can fetch others."""
        proofs = [(prefix, handover.HandOver(run, os.path.join(self._root, prefix))) for prefix in prefixes]
        self._proofs = [proof for _, proof in proofs]
        return [prefix for prefix, proof in proofs if proof.append([b'{"type": "status"}'])]

    def say(self, run, payload):
        self._output.write(handover.framed(run, json.dumps(payload).encode("ascii")))
        self._output.flush()

    def _run_cell(self, really):
        @functools.wraps(really)
        def run_cell(raw_cell, *arguments, **options):
            call = call_in(raw_cell)
            if call is None:
                return really(raw_cell, *arguments, **options)
            if call["do"] != "run":
                return self._answer(call)
            result = None
            self._begin(call)
            try:
                result = really(code_in(call), *arguments, **options)
            except BaseException:
                self._shell.showtraceback()
            finally:
                self._end_surely(call, result)
            return success()

        return run_cell

    def _run_cell_async(self, really):
        @functools.wraps(really)
        async def run_cell_async(raw_cell, *arguments, **options):
            call = call_in(raw_cell)
            if call is None:
                return await really(raw_cell, *arguments, **options)
            result = None
            code = code_in(call)
            if "transformed_cell" in options:
                options.update(self._transformed(code))
            self._begin(call, asyncio.get_running_loop())
            try:
                result = await really(code, *arguments, **options)
            except BaseException:
                self._shell.showtraceback()
            finally:
                self._end_surely(call, result)
            return success()

        return run_cell_async

    def _should_run_async(self, really):
        @functools.wraps(really)
        def should_run_async(raw_cell, **options):
            call = call_in(raw_cell)
            if call is None or call["do"] != "run":
                return really(raw_cell, **options)
            code = code_in(call)
            if "transformed_cell" in options:
                options.update(self._transformed(code))
            return really(code, **options)

        return should_run_async

    def _transformed(self, code):
        try:
            return {"transformed_cell": self._shell.transform_cell(code), "preprocessing_exc_tuple": None}
        except Exception:
            return {"transformed_cell": code, "preprocessing_exc_tuple": sys.exc_info()}

    def _begin(self, call, loop=None):
        for past in self._proofs + [self._last] * (self._last is not None):
            past.remove()
        prefix = os.path.join(self._root, call["prefix"]) if call["prefix"] else handover.elsewhere()
        self._last = handover.HandOver(call["run"], prefix)
        self._outbox.begin()
        self._count = self._shell.execution_count
        self._started = monotonic()
        self._is_running = True
        self._capture.begin()
        self._watch.begin(self._last, os.path.join(self._root, call["interrupt"]), loop)

    def _end_surely(self, call, result):
        """An interrupt that comes as the cell ends must not keep the end from being told. A forked child that comes here
        has nothing to tell: the end of the cell is its parent's."""
        while self._is_running and os.getpid() == self._owner:
            try:
                self._end(call, result)
            except KeyboardInterrupt:
                continue

    def _end(self, call, result):
        self._watch.end()
        self._capture.end()
        end = {
            "status": "ok" if result is not None and result.success else "error",
            "execution_count": self._count,
            "milliseconds": int((monotonic() - self._started) * 1000),
        }
        self._last.end, self._last.lines = end, self._outbox.collect(is_last=True)
        reply = self._reply(self._last, call["run"], call["room"])
        self._is_running = False
        self._output.write(reply)
        self._output.flush()

    def _reply(self, run, call, room):
        """How a run ended, with its last messages, or with the number of segments they stand in where they do not fit."""
        lines = run.lines
        # With a segment before it the end stands in one as well, for whoever loses the reply and reads on.
        if lines is not None and (run.count or sum(map(len, lines)) + 2 * len(lines) > room - REPLY_SPARE_CHARACTERS):
            run.append(lines + [json.dumps(dict(run.end, type="end")).encode("ascii")])
            run.lines = lines = None
        payload = {"end": run.end, "segments": run.count, "messages": [json.loads(line) for line in lines or ()]}
        return handover.framed(call, json.dumps(payload).encode("ascii"))

    def _answer(self, call):
        """A piece of what a run left, or that this kernel knows nothing of the run or its end."""
        last = self._last
        wants_reply = call["segment"] is None
        if last is None or last.run != call["run"] or (wants_reply and last.end is None):
            self.say(call["call"], {"unknown": True})
        elif wants_reply:
            self._output.write(self._reply(last, call["call"], call["room"]))
            self._output.flush()
        else:
            # In base64, as JSON would double the quotes and backslashes that a segment is full of.
            piece = last.read(call["segment"], call["offset"], (call["room"] - REPLY_SPARE_CHARACTERS) // 4 * 3)
            if piece is None:
                self.say(call["call"], {"unknown": True})
            else:
                self.say(call["call"], {"data": base64.b64encode(piece[0]).decode("ascii"), "size": piece[1]})
        return success()


def call_in(raw_cell):
    if not isinstance(raw_cell, str) or not raw_cell.startswith(CALL):
        return None
    try:
        text = raw_cell[len(CALL):raw_cell.index("\n")]
        return json.loads(base64.b64decode(text).decode("ascii"))
    except ValueError:
        return None


def code_in(call):
    return base64.b64decode(call["code"]).decode(call["encoding"], "surrogatepass")


def success():
    """The call itself went well, whatever the code inside it did: its reply tells that."""
    from IPython.core.interactiveshell import ExecutionResult

    return ExecutionResult(None)
