"""Takes what a cell gives out while it runs, in place of the kernel: everything is put back afterwards."""

import os
import signal
import sys
import threading

from . import descriptors, messages
from .descriptors import is_unread

ABSENT = object()
OWN_FILES = "<sessionbook "


class Replaced:
    """Attributes of objects, replaced for a time on the object itself; its class is never touched."""

    def __init__(self):
        self._before = []

    def set(self, owner, **attributes):
        for name, value in attributes.items():
            self._before.append((owner, name, vars(owner).get(name, ABSENT)))
            setattr(owner, name, value)

    def restore(self):
        while self._before:
            owner, name, value = self._before[-1]
            if value is ABSENT:
                vars(owner).pop(name, None)
            else:
                setattr(owner, name, value)
            self._before.pop()


class InterruptShield:
    """Keeps SIGINT out of the few lines in which it would tear a message apart; then it is raised as ever."""

    def __init__(self):
        self._depth = 0
        self._pending = None
        self._before = None

    def begin(self):
        self._depth = 0
        self._pending = None
        if threading.current_thread() is not threading.main_thread():
            return
        before = signal.getsignal(signal.SIGINT)
        if callable(before):
            self._before = before
            signal.signal(signal.SIGINT, self._on_interrupt)

    def end(self):
        if self._before is not None and signal.getsignal(signal.SIGINT) == self._on_interrupt:
            signal.signal(signal.SIGINT, self._before)
        self._before = None

    def __enter__(self):
        if threading.current_thread() is threading.main_thread():
            self._depth += 1

    def __exit__(self, *unused):
        if threading.current_thread() is not threading.main_thread():
            return
        self._depth -= 1
        pending, self._pending = self._pending, None
        if pending and not self._depth:
            self._before(*pending)

    def _on_interrupt(self, number, frame):
        if self._depth:
            self._pending = (number, frame)
        else:
            self._before(number, frame)


class Capture:
    def __init__(self, shell, outbox):
        self._shell = shell
        self._outbox = outbox
        self._shield = InterruptShield()
        self._replaced = Replaced()
        self._owner = os.getpid()
        self._streams = [("stdout", 1, sys.stdout), ("stderr", 2, sys.stderr)]
        self._diversion = descriptors.Diversion(
            {descriptor: self._taker(name) for name, descriptor, _ in self._streams})

    def begin(self):
        for _, _, stream in self._streams:
            flush(stream)
        for name, descriptor, stream in self._streams:
            self._replaced.set(stream, write=self._writer(name, descriptor, stream))
        self._replaced.set(
            self._shell.displayhook,
            start_displayhook=nothing,
            write_output_prompt=nothing,
            write_format_data=self._show_result,
            finish_displayhook=nothing,
        )
        self._replaced.set(self._shell.display_pub, publish=self._publish, clear_output=self._clear)
        self._replaced.set(self._shell, _showtraceback=self._show_error)
        self._replaced.set(self._shell.InteractiveTB, structured_traceback=self._without_own_frames())
        if hasattr(self._shell, "kernel"):
            self._replaced.set(self._shell.kernel, _allow_stdin=False)  # Nobody could answer.
        self._diversion.begin()
        self._shield.begin()

    def end(self):
        """May be begun again after an interrupt."""
        self._shield.end()
        descriptors.flush_c_library()
        self._diversion.wait()
        self._diversion.end()
        self._replaced.restore()
        self._show_pages()

    def _taker(self, name):
        outbox = self._outbox

        def take(text):
            if outbox.write(name, text):
                outbox.settle()

        return take

    def _writer(self, name, descriptor, stream):
        write_really = stream.write
        outbox, shield, owner, process = self._outbox, self._shield, self._owner, os.getpid
        main, thread = threading.main_thread().ident, threading.get_ident

        def write(text):
            if not isinstance(text, str):
                raise TypeError("write() argument must be str, not %s" % type(text).__name__)
            if process() != owner:  # A forked child's text comes through the descriptor, in its place among the rest.
                return write_descriptor(descriptor, text, write_really)
            if thread() == main and (is_unread(1) or is_unread(2)):
                self._diversion.wait()  # That was written earlier.
            if outbox.write(name, text):
                with shield:
                    outbox.settle()
            return len(text)

        return write

    def _add(self, message):
        with self._shield:
            self._diversion.wait()
            self._outbox.add(message)

    def _show_result(self, format_dict, md_dict=None):
        self._add({
            "type": "execute_result",
            "execution_count": self._shell.execution_count,
            "data": messages.json_ready(format_dict),
            "metadata": md_dict or {},
        })

    def _publish(self, data, metadata=None, source=None, *, transient=None, update=False, **unused):
        self._add({
            "type": "update_display_data" if update else "display_data",
            "data": messages.json_ready(data),
            "metadata": metadata or {},
            "transient": transient or {},
        })

    def _clear(self, wait=False):
        self._add({"type": "clear_output", "wait": bool(wait)})

    def _show_error(self, etype, evalue, stb):
        self._shell._last_traceback = stb  # As a Jupyter kernel keeps it.
        self._add({
            "type": "error",
            "ename": etype.__name__,
            "evalue": messages.safe_text(evalue),
            "traceback": [str(line) for line in stb],
        })

    def _without_own_frames(self):
        structured_really = self._shell.InteractiveTB.structured_traceback

        def structured_traceback(etype=None, evalue=None, etb=None, *arguments, **options):
            cut_off_own_frames(etb)
            return structured_really(etype, evalue, etb, *arguments, **options)

        return structured_traceback

    def _show_pages(self):
        """What a Jupyter kernel shows in a pager, such as the answer to `print?`."""
        manager = getattr(self._shell, "payload_manager", None)
        for payload in manager.read_payload() if manager is not None else ():
            text = payload.get("data", {}).get("text/plain") if payload.get("source") == "page" else None
            if text:
                self._outbox.write("stdout", text + "\n")


def nothing(*unused):
    pass


def flush(stream):
    try:
        stream.flush()
    except Exception:
        pass


def write_descriptor(descriptor, text, otherwise):
    try:
        os.write(descriptor, text.encode("utf-8", "replace"))
        return len(text)
    except OSError:
        return otherwise(text)


def cut_off_own_frames(traceback):
    """Ends a traceback where the user's code called what stands here in the kernel's place."""
    before = None
    while traceback:
        if before and traceback.tb_frame.f_code.co_filename.startswith(OWN_FILES):
            before.tb_next = None
            return
        before, traceback = traceback, traceback.tb_next
